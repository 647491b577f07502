"""What a contract's page and the entry's preview tell of an amount that somebody asked about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from roadbook.apps.leasing import queries
from roadbook.apps.leasing.models import Contract
from roadbook.calc.explain import to_data

INTEREST = "interest"
RATE = "apr"


def why(request: HttpRequest, contract: Contract, book: queries.Book, number: int) -> dict[str, Any]:
    """``?why=`` an instalment asks for its interest, with ``&of=`` for another of its amounts; ``?of=`` alone for an
    amount of the strip, or of what falls due at activation.
    """
    asked = request.GET.get("of", "")
    known = 1 <= number <= len(book.rows)
    part = asked or (INTEREST if known else "")
    if known and not asked and (plain := queries.why(contract, number)):
        return {"explained": plain, "reason_of": part, "reason_at": number}
    line = queries.reason(contract, number, part, book) if part and (known or not number) else None
    if line is None:
        return {}
    is_strip = not number and part in queries.STRIP
    return {"reason": to_data(line), "reason_of": part, "reason_at": number, "reason_in_strip": is_strip}


def previewed(basis: queries.Drafted, number: int, part: str) -> dict[str, Any]:
    """The same for a plan that is only typed so far; ``part`` "apr" is hundredths of a per cent, no money."""
    known = 1 <= number <= len(basis.schedule.rows)
    if known and part in {"", INTEREST} and (plain := queries.derive(basis.schedule, number)):
        return {"why": plain, "reason_of": INTEREST, "reason_at": number}
    line = queries.explain_plan(basis, number, part or INTEREST) if part or known else None
    if line is None:
        return {}
    unit = "percent" if part == RATE else ""
    return {"reason": to_data(line), "reason_of": part or INTEREST, "reason_at": number, "reason_unit": unit}
