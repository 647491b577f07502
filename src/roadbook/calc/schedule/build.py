"""From terms to a schedule: check, walk, put the remainder in its place."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from roadbook.calc.rounding import to_units
from roadbook.calc.schedule import annuity, checks, fineract
from roadbook.calc.schedule.enums import Method, Profile, Remainder, ResidualDue
from roadbook.calc.schedule.periods import Period, periods
from roadbook.calc.schedule.plans import PLANS
from roadbook.calc.schedule.result import Row, Schedule, Why
from roadbook.calc.schedule.terms import Terms
from roadbook.calc.schedule.walk import growth_after, walk

ROUNDS = 6


class Walked(NamedTuple):
    """One walk, and by how many minor units its last instalment differs from the regular one."""

    rows: list[Row]
    reasons: list[Why]
    gap: int


def build(terms: Terms) -> Schedule:
    """Compute a schedule: whole minor units, no floats, the same terms always giving the same rows.

    :raises TermsRefused: the terms contradict themselves or cannot be kept; it names the field and says why.
    """
    checks.require(terms)
    rows = periods(terms)
    if terms.profile is Profile.FINERACT:
        rows = tuple(fineract.cut(row) for row in rows)
    done = _walked(terms, rows, {}, terms.payment)
    if terms.profile is Profile.FINERACT and terms.method is Method.ANNUITY:
        done = _evened(terms, rows, done)
    if terms.remainder in {Remainder.FIRST, Remainder.SPREAD}:
        done = _placed(terms, rows, done)
    down = [_down_payment(terms)] if terms.down_payment else []
    return Schedule(terms, (*down, *done.rows), _regular(terms, done), rows, tuple(done.reasons))


def _regular(terms: Terms, done: Walked) -> int:
    """Give the regular instalment: an annuity's level, else what the first row after a grace comes to."""
    if terms.method is Method.ANNUITY:
        return next((why.level for why in done.reasons if why.level), 0)
    return done.rows[max(terms.grace_principal, terms.grace_interest)].total


def _down_payment(terms: Terms) -> Row:
    paid = terms.down_payment
    return Row(0, terms.start_on, 0, terms.principal + paid, paid, 0, paid, terms.principal)


def _walked(terms: Terms, rows: tuple[Period, ...], adjust: dict[int, int], fixed: int | None = None) -> Walked:
    walked, reasons = walk(terms, PLANS[terms.method](terms, rows, adjust, fixed))
    last, why = walked[terms.count - 1], reasons[terms.count - 1]
    if why.exact is None or terms.payment is not None:
        return Walked(walked, reasons, 0)
    regular = to_units(why.exact * annuity.weight(terms, terms.count), terms.rounding, terms.unit)
    took = last.total - why.carried if terms.method is Method.ANNUITY else last.principal
    if terms.residual_due is ResidualDue.WITH_LAST:
        took -= terms.residual
    return Walked(walked, reasons, took - regular)


def _evened(terms: Terms, rows: tuple[Period, ...], done: Walked) -> Walked:
    """Move the instalment in passes until the last row is like the others (profile of Fineract)."""
    for _ in range(fineract.PASSES):
        payment, last = done.reasons[-1].level, done.rows[-1].total
        moved = fineract.evened(terms, payment, last)
        if moved is None:
            break
        tried = _walked(terms, rows, {}, moved)
        if abs(tried.rows[-1].total - moved) >= abs(last - payment):
            break
        done = tried
    return done


def _placed(terms: Terms, rows: tuple[Period, ...], done: Walked) -> Walked:
    """Move what the last row has too much or too little to the first row, or over all rows; keep the best try."""
    adjust: dict[int, int] = {}
    best = done
    near = 1 if terms.remainder is Remainder.SPREAD else 0
    for _ in range(ROUNDS):
        if abs(done.gap) <= near:
            break
        for number, amount in _corrections(terms, rows, done.gap, adjust):
            adjust[number] = adjust.get(number, 0) + amount
        done = _walked(terms, rows, adjust)
        best = min(best, done, key=lambda one: abs(one.gap))
    return best


def _corrections(terms: Terms, rows: tuple[Period, ...], gap: int, adjust: dict[int, int]) -> list[tuple[int, int]]:
    """Give (row, minor units) that close a gap: one unit paid in row k has grown by the last row."""
    first = terms.grace_principal + 1
    grows = terms.method is Method.ANNUITY
    grown = growth_after(rows[: terms.count], first) if grows else Fraction(1)
    if terms.remainder is Remainder.FIRST:
        return [(first, to_units(gap / grown) or _sign(gap))]
    paying = range(first, terms.count)
    parts = to_units(2 * gap / (grown + 1)) or _sign(gap)
    each, over = divmod(abs(parts), len(paying) or 1)
    calm = sorted(paying, key=lambda number: abs(adjust.get(number, 0)))[: max(over, len(paying) - over)]
    chosen = {sorted(calm)[len(calm) * index // over] for index in range(over)} if over else set()
    return [(number, _sign(gap) * (each + (number in chosen))) for number in paying]


def _sign(gap: int) -> int:
    return 1 if gap > 0 else -1
