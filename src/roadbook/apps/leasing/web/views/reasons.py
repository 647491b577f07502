"""What the contract page tells of an amount that somebody asked about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from roadbook.apps.leasing import queries
from roadbook.apps.leasing.models import Contract
from roadbook.calc.explain import to_data


def why(request: HttpRequest, contract: Contract, book: queries.Book, number: int) -> dict[str, Any]:
    """``?why=`` an instalment asks for its interest, with ``&of=`` for another of its amounts; ``?of=`` alone for what
    falls due at activation.
    """
    part = request.GET.get("of", "")
    known = 1 <= number <= len(book.rows)
    if known and not part:
        return {"explained": queries.why(contract, number)}
    line = queries.reason(contract, number, part, book.beside) if part and (known or not number) else None
    return {"reason": to_data(line), "reason_of": part, "reason_at": number} if line else {}
