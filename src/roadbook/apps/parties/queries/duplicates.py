"""Who is on file already: looked for while a new client is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import phonenumbers
from django.db.models import Q
from django.utils.translation import gettext as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.parties.enums import SHARED
from roadbook.apps.parties.models import Party
from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE
from roadbook.apps.parties.queries.latin import name_key
from roadbook.kit import crypto

MOST = 5


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is typed so far; ``company`` is the one chosen, ``except_pk`` the file that is being changed."""

    company: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    name: str = ""
    is_person: bool = True
    birth_date: date | None = None
    language: str = ""
    region: str = "BG"
    except_pk: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A client who may be the same, and why we think so."""

    party: Party
    reasons: list[str] = field(default_factory=list)


def candidates(user: Any, asked: Asked) -> list[Candidate]:
    """Clients on file who may be the one being typed, the surest first. Never a file that the user may not see."""
    visible = Party.objects.visible_to(user, Permission.PARTY_VIEW).exclude(pk=asked.except_pk)
    if asked.company.isascii() and asked.company.isdigit():
        visible = visible.filter(company_id=int(asked.company[:18]))
    found: dict[int, Candidate] = {}
    for reason, condition in _conditions(asked):
        for party in visible.filter(condition).distinct().select_related("company").order_by("pk")[:MOST]:
            found.setdefault(party.pk, Candidate(party)).reasons.append(reason)
    return sorted(found.values(), key=lambda one: -len(one.reasons))[:MOST]


def _conditions(asked: Asked) -> Iterator[tuple[str, Q]]:
    for kind, index in _indexes(asked.numbers):
        yield _("same national number"), Q(identifiers__kind=kind, identifiers__value_index=index)
    phones = list(_phones(asked.phones, asked.region))
    if phones:
        yield _("same phone"), Q(contact_points__kind="phone", contact_points__value__in=phones)
    emails = [typed.strip().lower() for typed in asked.emails if "@" in typed]
    if emails:
        yield _("same e-mail"), Q(contact_points__kind="email", contact_points__value__in=emails)
    yield from _named(asked)


def _indexes(numbers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for kind, typed in numbers:
        if not typed.strip() or kind not in IdentifierKind.values or kind in SHARED:
            continue
        try:
            number = jurisdictions.check_identifier(kind, typed)
        except jurisdictions.IdentifierRefused:
            continue
        yield kind, crypto.blind_index(number.normalised, IDENTIFIER_PURPOSE)


def _phones(typed: Iterable[str], region: str) -> Iterator[str]:
    for one in typed:
        try:
            number = phonenumbers.parse(one, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _named(asked: Asked) -> Iterator[tuple[str, Q]]:
    """People need the birth date beside the name: there are many of one name. Alphabets and marks do not matter."""
    key = name_key(asked.name, asked.language)
    if not key:
        return
    if not asked.is_person:
        yield _("same name"), Q(name_key=key, kind="organisation")
    elif asked.birth_date:
        yield _("same name and birth date"), Q(name_key=key, kind="person", birth_date=asked.birth_date)
