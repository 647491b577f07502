"""Time value of money with equal payments, by the sign convention of spreadsheets: what is received is above 0.

All functions solve present x g^n + payment x (1 + rate x advance) x (g^n - 1) / rate + future = 0, with g = 1 + rate
and advance 1 when each payment falls at the beginning of its period (OpenFormula 1.2 part 4, section 6.12). Amounts
are exact decimals of 40 digits in any unit; the caller rounds.

>>> round(payment(Decimal("0.08") / 12, 60, 15000), 10)
Decimal('-304.1459143262')
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from roadbook.calc.irr import DIGITS, NoRateError, nearest, roots

Number = int | Decimal


def future_value(rate: Number, periods: int, payment: Number, present: Number, *, advance: bool = False) -> Decimal:
    """Give what is left after the payments, in the unit of the amounts."""
    with localcontext(prec=DIGITS):
        growth = _growth(rate, periods)
        return -(present * growth + payment * _annuity(rate, periods, advance))


def present_value(rate: Number, periods: int, payment: Number, future: Number = 0, *, advance: bool = False) -> Decimal:
    """Give what the payments and the final amount are worth at the beginning."""
    with localcontext(prec=DIGITS):
        return -(future + payment * _annuity(rate, periods, advance)) / _growth(rate, periods)


def payment(rate: Number, periods: int, present: Number, future: Number = 0, *, advance: bool = False) -> Decimal:
    """Give the equal payment per period that brings ``present`` to ``-future``."""
    with localcontext(prec=DIGITS):
        return -(future + present * _growth(rate, periods)) / _annuity(rate, periods, advance)


def interest_part(
    rate: Number, period: int, periods: int, present: Number, future: Number = 0, *, advance: bool = False
) -> Decimal:
    """Give the interest within the payment of one period (the first is 1)."""
    with localcontext(prec=DIGITS):
        if advance and period == 1:
            return Decimal(0)
        equal = payment(rate, periods, present, future, advance=advance)
        interest = future_value(rate, period - 1, equal, present, advance=advance) * rate
        return interest / (1 + rate) if advance else interest


def principal_part(
    rate: Number, period: int, periods: int, present: Number, future: Number = 0, *, advance: bool = False
) -> Decimal:
    """Give the principal within the payment of one period (the first is 1)."""
    with localcontext(prec=DIGITS):
        equal = payment(rate, periods, present, future, advance=advance)
        return equal - interest_part(rate, period, periods, present, future, advance=advance)


def cumulative_interest(
    rate: Number, periods: int, present: Number, first: int, last: int, *, advance: bool = False
) -> Decimal:
    """Give the interest within the payments of the periods ``first`` to ``last``, both included."""
    with localcontext(prec=DIGITS):
        parts = (interest_part(rate, period, periods, present, advance=advance) for period in range(first, last + 1))
        return sum(parts, Decimal(0))


def cumulative_principal(
    rate: Number, periods: int, present: Number, first: int, last: int, *, advance: bool = False
) -> Decimal:
    """Give the principal within the payments of the periods ``first`` to ``last``, both included."""
    with localcontext(prec=DIGITS):
        parts = (principal_part(rate, period, periods, present, advance=advance) for period in range(first, last + 1))
        return sum(parts, Decimal(0))


def number_of_periods(
    rate: Number, payment: Number, present: Number, future: Number = 0, *, advance: bool = False
) -> Decimal:
    """Give how many payments, also a part of one, bring ``present`` to ``-future``.

    :raises NoRateError: the payment never gets there.
    """
    with localcontext(prec=DIGITS):
        if rate == 0:
            return Decimal(-(present + future)) / payment
        level = Decimal(payment) * (1 + rate * advance) / rate
        ratio = (level - future) / (level + present) if level + present else Decimal(0)
        if ratio <= 0:
            raise NoRateError("the payment covers no more than the interest")
        return ratio.ln() / Decimal(1 + rate).ln()


def rate_of(
    periods: int,
    payment: Number,
    present: Number,
    future: Number = 0,
    *,
    advance: bool = False,
    near: float = 0.0,
) -> float:
    """Give the rate per period, the one nearest to ``near``.

    :raises NoRateError: there is no such rate.
    """
    times = [0, *range(1 - advance, periods + 1 - advance), periods]
    flows = [float(present), *[float(payment)] * periods, float(future)]
    return nearest(roots(times, flows), near)


def modified_rate(flows: Sequence[Number], finance: Number, reinvest: Number) -> Decimal:
    """Give the modified internal rate: outflows financed at one rate, inflows reinvested at another.

    :raises NoRateError: there are not flows of both signs.
    """
    with localcontext(prec=DIGITS):
        last = len(flows) - 1
        paid = sum((-flow / _growth(finance, t) for t, flow in enumerate(flows) if flow < 0), Decimal(0))
        earned = sum((flow * _growth(reinvest, last - t) for t, flow in enumerate(flows) if flow > 0), Decimal(0))
        if not paid or not earned:
            raise NoRateError("the flows do not change their sign over time, so no rate brings them to zero")
        return (earned / paid) ** (Decimal(1) / last) - 1


def _growth(rate: Number, periods: int) -> Decimal:
    return (1 + Decimal(rate)) ** periods


def _annuity(rate: Number, periods: int, advance: bool) -> Decimal:
    """Give what payments of one unit grow to."""
    if rate == 0:
        return Decimal(periods)
    return (_growth(rate, periods) - 1) / rate * (1 + rate * advance)
