"""What a national number tells before it is on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.parties.models import Party
from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE
from roadbook.kit import crypto


@dataclass(frozen=True)
class NumberAsked:
    """A number as it stands in a form: kind, digits and company as typed."""

    kind: str
    value: str
    company: str


@dataclass(frozen=True)
class NumberEcho:
    """``problem`` says why it cannot be; ``holder`` is the client who already has it."""

    problem: str = ""
    birth_date: date | None = None
    sex: str = ""
    holder: Party | None = None


def number_echo(user: Any, asked: NumberAsked) -> NumberEcho | None:
    """What the number tells of its owner, or why it cannot be; None when nothing is typed yet."""
    if not asked.value.strip() or asked.kind not in IdentifierKind.values:
        return None
    try:
        number = jurisdictions.check_identifier(asked.kind, asked.value)
    except jurisdictions.IdentifierRefused as refusal:
        return NumberEcho(problem=str(refusal))
    return NumberEcho(
        birth_date=number.birth_date,
        sex=str(number.sex.label) if number.sex else "",
        holder=_holder(user, asked, number.normalised),
    )


def _holder(user: Any, asked: NumberAsked, number: str) -> Party | None:
    visible = Party.objects.visible_to(user, Permission.PARTY_EDIT)
    if asked.company.isascii() and asked.company.isdigit():
        visible = visible.filter(company_id=int(asked.company[:18]))
    index = crypto.blind_index(number, IDENTIFIER_PURPOSE)
    found: Party | None = visible.filter(identifiers__kind=asked.kind, identifiers__value_index=index).first()
    return found
