"""Why an amount of a contract's page is what it is, and one that others know by its source only; as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from roadbook.apps.leasing.models import Contract, Instalment, StreamRow
from roadbook.calc.explain import Line

from . import accrued, asked_fees, besides, debt_reasons, plan_reasons
from .contracts import Book
from .plan import frozen_plan
from .streams import Beside

PLANNED = ("financed", "payment", "interest")
"""What of the money strip of a contract that is not live can be opened."""
STRIP = (*PLANNED, *debt_reasons.STRIP)
FROZEN = "schedule__contract__company", "schedule__contract__product"
RENT = "rent"
Stands = TypeVar("Stands", besides.BesideLine, Beside)


def reason(contract: Contract, number: int, part: str, book: Book) -> Line | None:
    """The lines of an amount of the page; ``number`` 0 asks for the strip, or for what stands apart from them.

    None where the page shows no such amount.
    """
    if number and part in debt_reasons.PARTS:
        return debt_reasons.of_instalment(contract, book, number, part)
    if not number and book.standing and part in debt_reasons.STRIP:
        return debt_reasons.of_strip(book, part)
    basis = plan_reasons.basis(contract)
    if number and (line := plan_reasons.parts_of(basis.schedule, number).get(part)):
        return line
    if not number and part in PLANNED:
        return plan_reasons.of_sum(basis, book.beside, part)
    row = _due(book.beside, number, part)
    return plan_reasons.of_due(basis, row) if row else None


def explain_plan(basis: plan_reasons.Drafted, number: int, part: str) -> Line | None:
    """The lines of an amount of the preview beside the entry; None where it shows no such amount."""
    if not number and (line := plan_reasons.of_cost(basis, part)):
        return line
    if 1 <= number <= len(basis.schedule.rows) and (line := plan_reasons.parts_of(basis.schedule, number).get(part)):
        return line
    row = _due(basis.cost.beside, number, part)
    return plan_reasons.of_due(basis, row) if row else None


def _due(rows: Sequence[Stands], number: int, code: str) -> Stands | None:
    return next((one for one in rows if one.code == code and number == (0 if one.is_apart else one.number)), None)


def explain_source(source: str) -> Line | None:
    """What stands behind a charge or a line of an invoice that leasing made: ``leasing:instalment:12:interest``.

    A whole instalment has no part in its key. Two statements.
    """
    _leasing, kind, *rest = source.split(":")
    if kind == "instalment":
        row = Instalment.objects.select_related("schedule").filter(pk=int(rest[0])).first()
        part = (rest[1] if len(rest) > 1 else RENT).replace(RENT, "total")
        return plan_reasons.parts_of(frozen_plan(row.schedule), row.number).get(part) if row else None
    if kind == "accrued":
        return accrued.explain(int(rest[0]), rest[1])
    if kind == "fee":
        contract_id, _number, part, *code = rest
        return asked_fees.explain_fee(int(contract_id), part, ":".join(code))
    if kind != "stream":
        return None
    stream = StreamRow.objects.select_related(*FROZEN).filter(pk=int(rest[0])).first()
    if stream is None:
        return None
    basis = plan_reasons.basis_of(stream.schedule.contract, stream.schedule)
    return plan_reasons.of_due(basis, besides.line(stream))
