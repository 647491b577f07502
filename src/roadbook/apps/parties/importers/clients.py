"""Clients from files: persons and organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.actions import checking, importing
from roadbook.apps.parties.enums import RelationKind
from roadbook.apps.parties.models import AddressLine, BankLine, ContactLine, IdPaper, Party
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.imports import Draft, Ground, Importer, Outcome, Verdict, one_by_one, problem, register
from roadbook.kit.models import RowState

from .fields import FIELDS
from .reading import Known, company_of, details, differences, masks

FIELD_OF = {
    "phones": "phone",
    "emails": "email",
    "bank_accounts": "iban",
    **{f"bank_accounts_{n}_{part}": part for n in range(1, 21) for part in ("iban", "bic", "bank_name")},
    "numbers_2": "identifier_2",
    "numbers_2_kind": "identifier_2_kind",
    "outsider_contact": "contact_person_phone",
    "outsider_name": "contact_person",
}
VALUES: dict[str, Any] = {
    **dict.fromkeys(("registered_address", "current_address", "correspondence_address"), AddressLine),
    "id_document": IdPaper,
}
LISTS: dict[str, Any] = {"phones": ContactLine, "emails": ContactLine, "bank_accounts": BankLine}
DATES = ("birth_date", "issued_on", "expires_on", "closed_on")


@register
class ClientImporter(Importer):
    """Known again by national number, else by client number, else by name with a phone, e-mail or birth date."""

    code = "parties.clients"
    title = gettext_lazy("Clients")
    text = gettext_lazy("Persons and organisations with numbers, addresses, telephones and documents.")
    permission = Permission.PARTY_EDIT
    takes_changes = True
    list_key = "parties.clients"
    parts = importing.PARTS
    fields = FIELDS

    def key(self, draft: Draft, ground: Ground) -> str:
        return Known([draft], ground).keys[0]

    def check(self, drafts: Sequence[Draft], ground: Ground) -> list[Verdict]:
        """Every row through the checks of the action; then who is on the register already."""
        company = company_of(ground)
        for draft in drafts:
            try:
                checking.checked(details(draft, company), company)
            except Refused as refusal:
                draft.problems.append(problem(refusal, FIELD_OF))
        sound = [draft for draft in drafts if not draft.problems]
        found = dict(zip((draft.number for draft in sound), Known(sound, ground).parties, strict=True))
        return [self._verdict(draft, found.get(draft.number), ground) for draft in drafts]

    def _verdict(self, draft: Draft, found: Party | None, ground: Ground) -> Verdict:
        if found is None:
            return Verdict(RowState.NEW)
        draft.unmask(masks(found))
        told = {"name": found.name, "number": found.number}
        changed = differences(draft, found, company_of(ground))
        if not changed:
            return Verdict(RowState.DUPLICATE, audit.key(found), _("On file: %(name)s, %(number)s.") % told)
        told["fields"] = ", ".join(sorted(_word(name) for name in changed))
        note = _("On file: %(name)s, %(number)s. Differs in: %(fields)s.") % told
        return Verdict(RowState.CONFLICT, audit.key(found), note)

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        """New ones all at once, changes one by one."""
        company = company_of(ground)
        new = [draft for draft in drafts if not draft.subject]
        entered = importing.register_many(company=company, by=ground.by, told=[details(one, company) for one in new])
        outcomes = {draft.number: _outcome(found) for draft, found in zip(new, entered, strict=True)}
        for draft, found in zip(new, entered, strict=True):
            if isinstance(found, Party) and draft.values.get("contact_person"):
                outcomes[draft.number] = one_by_one([draft], partial(_relate, found, ground), FIELD_OF)[0]
        changed = [draft for draft in drafts if draft.subject]
        for draft, outcome in zip(changed, one_by_one(changed, partial(_change, ground), FIELD_OF), strict=True):
            outcomes[draft.number] = outcome
        return [outcomes[draft.number] for draft in drafts]

    def undo(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> None:
        made = [_pk(subject) for subject, before in subjects if before is None]
        importing.unregister(party_ids=made, by=ground.by)
        for subject, before in subjects:
            if before is not None:
                party = Party.objects.get(pk=_pk(subject))
                actions.change_party(party=party, version=party.version, by=ground.by, **_as_told(before))


def _outcome(found: Party | Refused) -> Outcome:
    if isinstance(found, Refused):
        return Outcome(problems=(problem(found, FIELD_OF),))
    return Outcome(audit.key(found))


def _relate(party: Party, ground: Ground, draft: Draft) -> Outcome:
    """The person to ask for, who has no file."""
    contact = str(draft.values.get("contact_person_phone") or "")
    name = draft.values["contact_person"]
    kind = RelationKind.CONTACT_PERSON
    actions.relate(party=party, by=ground.by, kind=kind, outsider_name=name, outsider_contact=contact)
    return Outcome(audit.key(party))


def _change(ground: Ground, draft: Draft) -> Outcome:
    party = Party.objects.select_related("company").get(pk=_pk(draft.subject))
    known = queries.details_of(party)
    changes = differences(draft, party, company_of(ground))
    actions.change_party(party=party, version=party.version, by=ground.by, **changes)
    before = {name: _plain(getattr(known, name)) for name in changes}
    return Outcome(draft.subject, is_new=False, before=before)


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(part) for name, part in asdict(value).items()}
    return value.isoformat() if isinstance(value, date) else value


def _as_told(before: dict[str, Any]) -> dict[str, Any]:
    """What was there, as the action takes it."""
    told: dict[str, Any] = {}
    for name, value in before.items():
        if name in VALUES:
            told[name] = _made(VALUES[name], value)
        elif name in LISTS:
            told[name] = tuple(_made(LISTS[name], one) for one in value)
        else:
            told[name] = _dated(name, value)
    return told


def _made(kind: Any, values: dict[str, Any]) -> Any:
    return kind(**{name: _dated(name, value) for name, value in values.items()})


def _dated(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DATES and value else value


def _pk(subject: str) -> int:
    return int(subject.rsplit(":", 1)[1])


def _word(name: str) -> str:
    """The field's word as people see it over a column; of an address or a document the word for the whole."""
    single = {"phones": "phone", "emails": "email", "bank_accounts": "iban", "id_document": "paper_number"}.get(
        name, name
    )
    single = single.replace("_address", "_street")
    return next((str(field.group or field.label) for field in FIELDS if field.name == single), name)
