"""What is on the file of one party, as one flat mapping: to compare two files, and one file at two moments.

A key names a field (``field:last_name``) or a row by what makes it itself (``phone:+359888123456``); the order of rows
of a kind is the order of the mapping. Values are plain JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from roadbook.apps.parties.enums import AddressKind, ContactKind, ContactStatus
from roadbook.apps.parties.models import Address, AddressLine, Party
from roadbook.apps.parties.models.values import masked
from roadbook.kit import figures

Flat = dict[str, Any]
SCALARS = (
    "first_name",
    "middle_name",
    "last_name",
    "name",
    "latin_name",
    "birth_date",
    "sex",
    "citizenship",
    "accountable_person",
    "manager",
    "manager_number_kind",
    "manager_number",
    "language",
    "preferred_channel",
)
RETURNED = ("returned_on", "return_reason")
FLAGS = {"account": "is_default", "document": "is_current"}


def flat_of(party: Party) -> Flat:
    """Read the file anew from its rows."""
    found: Flat = {f"field:{name}": getattr(party, name) for name in SCALARS}
    for address in party.addresses.order_by("pk"):
        found[f"address:{address.kind}"] = {**asdict(address.line), **_returned(address)}
    for point in party.contact_points.order_by("position"):
        line = asdict(point.line)
        found[f"{point.kind}:{line.pop('value')}"] = line
    for account in party.bank_accounts.order_by("position"):
        line = asdict(account.line)
        found[f"account:{line.pop('iban')}"] = line
    for document in party.id_documents.order_by("pk"):
        paper = {**asdict(document.paper), "is_current": document.is_current}
        found[f"document:{paper.pop('kind')}:{paper.pop('number')}"] = paper
    return loads(dumps(found))


def _returned(address: Address) -> dict[str, Any]:
    return {part: getattr(address, part) for part in RETURNED}


def dumps(flat: Flat) -> str:
    return json.dumps(flat, default=str, ensure_ascii=False)


def loads(text: str) -> Flat:
    read: Flat = json.loads(text)
    return read


@dataclass(frozen=True)
class Change:
    """What one key was and is; None where it was not or is no more."""

    key: str
    old: Any
    new: Any


def changes(old: Flat, new: Flat) -> list[Change]:
    """Every key whose value differs, in the order of both."""
    keys = list(dict.fromkeys([*old, *new]))
    return [Change(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def with_change(flat: Flat, key: str, value: Any) -> Flat:
    """The mapping with one key set, or gone for None. A default account (a current document) is the only one."""
    kind = key.partition(":")[0]
    flag = FLAGS.get(kind)
    if value is None:
        return {name: one for name, one in flat.items() if name != key}
    if flag and value[flag]:
        prefix = f"{kind}:"
        flat = {name: {**one, flag: False} if name.startswith(prefix) else one for name, one in flat.items()}
    return {**flat, key: value}


def joined(survivor: Flat, merged: Flat, taken: frozenset[str]) -> Flat:
    """The survivor's file with the other's phones, e-mails, accounts and documents.

    Where both say something, the survivor's counts, except for the keys in ``taken``.
    """
    found = dict(survivor)
    for key, value in merged.items():
        kind = key.partition(":")[0]
        flag = FLAGS.get(kind)
        if kind in {"field", "address"}:
            if key in taken or not found.get(key):
                found[key] = value
        elif key not in found:
            has_one = flag and any(one[flag] for name, one in found.items() if name.startswith(f"{kind}:"))
            found[key] = {**value, flag: False} if flag and has_one else value
    return found


def label_of(key: str) -> str:
    """The words for a key."""
    kind, _sep, name = key.partition(":")
    if kind == "field":
        column: Any = Party._meta.get_field(name)
        return str(column.verbose_name).capitalize() if name != "manager_number_kind" else ""
    labels = {"account": _("Bank account"), "document": _("Identity document")}
    if kind == "address":
        return str(AddressKind(name).label)
    return labels.get(kind) or str(ContactKind(kind).label)


def said(key: str, value: Any) -> str:
    """A value in words, personal numbers masked."""
    kind, _sep, name = key.partition(":")
    if value in (None, ""):
        return figures.DASH
    if kind == "field":
        return _scalar(name, value)
    if kind == "address":
        return _address(value)
    if kind == "document":
        return masked(name.partition(":")[2])
    status = ContactStatus(value["status"]).label if "status" in value else value.get("bank_name", "")
    return " · ".join(str(part) for part in (name, value.get("label", ""), status) if part)


def _address(value: dict[str, Any]) -> str:
    line = str(AddressLine(**{part: one for part, one in value.items() if part not in RETURNED}))
    day = value.get("returned_on")
    return (
        f"{line} · {_('a letter came back on %(day)s') % {'day': figures.day(date.fromisoformat(day))}}"
        if day
        else line
    )


def _scalar(name: str, value: Any) -> str:
    if name == "manager_number":
        return masked(value, 4)
    column: Any = Party._meta.get_field(name)
    choices = dict(column.flatchoices)
    return str(choices.get(value, value))
