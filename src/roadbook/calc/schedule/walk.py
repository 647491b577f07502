"""The walk down a schedule: row by row in whole minor units, the last row taking what is left."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from roadbook.calc.rounding import divide
from roadbook.calc.schedule.enums import Grace, Method, Remainder, ResidualDue, Shortfall
from roadbook.calc.schedule.periods import Period
from roadbook.calc.schedule.plans import Plan, Position, covered
from roadbook.calc.schedule.result import Row, Why
from roadbook.calc.schedule.terms import Terms, TermsRefused, stream_amount


class Shares(NamedTuple):
    """How one row divides: what is paid, what is added to the balance, what waits."""

    principal: int
    interest: int
    capitalised: int = 0
    deferred: int = 0


def walk(terms: Terms, plan: Plan) -> tuple[list[Row], list[Why]]:
    """Give all rows with their reasons.

    :raises TermsRefused: an instalment misses its interest, or an agreed one repays everything too early.
    """
    opening, carried = first_opening(terms), 0
    plan.begin(opening)
    rows, reasons = _level_rows(terms, plan, opening) if plan.is_level else ([], [])
    opening = rows[-1].closing if rows else opening
    for period in plan.rows[len(rows) :]:
        accrued = plan.interest(period, opening)
        if period.number > terms.count:
            shares = Shares(opening, terms.residual - opening)
        else:
            shares = _shares(terms, plan, Position(period, opening, accrued, carried))
        waits = _defers(terms, period.number)
        why = Why(accrued, 0 if waits else carried, plan.level, plan.exact, _rule(terms, plan, period))
        carried = carried + shares.deferred if waits else 0
        row = _row(terms, period, opening, shares)
        rows.append(row)
        reasons.append(why)
        opening = row.closing
    return rows, reasons


def _level_rows(terms: Terms, plan: Plan, opening: int) -> tuple[list[Row], list[Why]]:
    """Give the rows before the last as far as each is the level instalment: most schedules wholly.

    It stops where an instalment misses its interest or repays too much; the walk then decides about that row.
    """
    rows, reasons = [], []
    level, exact, rule, mode, floor = plan.level, plan.exact, plan.rule, terms.rounding, _floor(terms)
    for period in plan.rows[: terms.count - 1]:
        interest = divide(opening * period.num, period.den, mode)
        principal = level - interest
        closing = opening - principal
        if principal < 0 or closing < floor:
            break
        rows.append(Row(period.number, period.due_on, period.days, opening, principal, interest, level, closing))
        reasons.append(Why(interest, 0, level, exact, rule))
        opening = closing
    return rows, reasons


def first_opening(terms: Terms) -> int:
    """Give the balance before row 1: what was paid out by the first day."""
    later = sum(one.amount for one in terms.disbursements if one.on > terms.start_on)
    return terms.principal - later


def last_closing(terms: Terms, own: Period | None) -> int:
    """Give the balance after the last instalment; ``own`` is the period before the residual's own row."""
    if terms.residual_due is ResidualDue.WITH_LAST:
        return 0
    if own is None:
        return terms.residual
    return divide(terms.residual * own.den, own.den + own.num, terms.rounding)


def _defers(terms: Terms, number: int) -> bool:
    in_grace = number <= terms.grace_interest and terms.grace_kind is Grace.DEFERRED
    return in_grace or (terms.interest_every > 1 and not terms.charges_interest(number))


def _shares(terms: Terms, plan: Plan, at: Position) -> Shares:
    planned = plan.principal(at)
    period, accrued, carried = at.period, at.accrued, at.carried
    balance = at.opening + period.added
    if period.number == terms.count:
        regular = planned + covered(terms, at)
        return _last(terms, plan, balance, accrued + carried, regular)
    if planned > balance - _floor(terms):
        planned = _cut(terms, period, balance - _floor(terms))
    if _defers(terms, period.number):
        return Shares(max(planned, 0), 0, 0, accrued)
    if period.number <= terms.grace_interest and terms.grace_kind is Grace.CAPITALISED:
        return Shares(planned, 0, accrued)
    if planned < 0:
        return _short(terms, at, planned, carried)
    return Shares(planned, accrued + carried)


def _floor(terms: Terms) -> int:
    return 0 if terms.residual_due is ResidualDue.WITH_LAST else min(terms.residual, terms.principal)


def _cut(terms: Terms, period: Period, left: int) -> int:
    """Keep a rounded-up instalment from repaying more than there is; an agreed one is refused instead."""
    if terms.payment is not None or terms.method is Method.GIVEN:
        field = "payments" if terms.method is Method.GIVEN else "payment"
        raise TermsRefused(field, f"row {period.number} already repays all; agree fewer instalments or less")
    return max(left, 0)


def _short(terms: Terms, at: Position, planned: int, carried: int) -> Shares:
    if terms.shortfall is Shortfall.REFUSE:
        text = (
            f"the instalment of row {at.period.number} is {-planned} minor units less than its interest of {at.accrued}"
        )
        raise TermsRefused("payments" if terms.method is Method.GIVEN else "payment", text)
    return Shares(0, at.accrued + planned + carried, -planned)


def _last(terms: Terms, plan: Plan, balance: int, interest: int, regular: int) -> Shares:
    own = plan.rows[-1] if len(plan.rows) > terms.count else None
    principal = balance - last_closing(terms, own)
    if principal < 0:
        raise TermsRefused("residual", f"the balance before the last row is {-principal} minor units below it")
    if terms.remainder is Remainder.INTEREST and regular >= principal:
        interest = regular - principal
    given = terms.payments[terms.count - 1] if len(terms.payments) == terms.count else None
    if given is not None and terms.method is Method.GIVEN and given != principal + interest:
        raise TermsRefused("payments", f"the last must be {principal + interest} minor units, not {given}")
    return Shares(principal, interest)


def _rule(terms: Terms, plan: Plan, period: Period) -> str:
    if period.number > terms.count:
        return "schedule.residual_row"
    return "schedule.last" if period.number == terms.count else plan.rule


def _row(terms: Terms, period: Period, opening: int, shares: Shares) -> Row:
    principal, interest, capitalised, deferred = shares
    total = principal + interest
    streams: tuple[tuple[str, int], ...] = ()
    if terms.streams:
        bases = {"total": total, "interest": interest, "principal": principal, "opening": opening}
        found = [(one.name, stream_amount(one, period.number, bases, terms.rounding)) for one in terms.streams]
        streams = tuple(pair for pair in found if pair[1])
    closing = opening + period.added + capitalised - principal
    return Row(
        period.number,
        period.due_on,
        period.days,
        opening,
        principal,
        interest,
        total,
        closing,
        period.added,
        capitalised,
        deferred,
        streams,
    )


def growth_after(rows: tuple[Period, ...], number: int) -> Fraction:
    """Give what one unit paid less in row ``number`` has grown to by the last row."""
    num = den = 1
    for row in rows[number:]:
        num, den = num * (row.den + row.num), den * row.den
    return Fraction(num, den)
