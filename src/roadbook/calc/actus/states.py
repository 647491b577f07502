"""The states of a contract between two events, as they stand at its status date and as they accrue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from roadbook.calc.actus import plan
from roadbook.calc.actus.terms import Terms
from roadbook.calc.actus.words import Base, ContractType

ZERO = Decimal(0)


@dataclass(frozen=True)
class State:
    """States at ``since``: signed amounts (negative for the borrower's side), the rate per year, scaling factors.

    ``redemption`` is the signed amount of the next redemption (for NAM and ANN with its interest).
    """

    since: datetime
    notional: Decimal = ZERO
    rate: Decimal = ZERO
    accrued: Decimal = ZERO
    fee: Decimal = ZERO
    base: Decimal = ZERO
    redemption: Decimal = ZERO
    interest_scale: Decimal = Decimal(1)
    notional_scale: Decimal = Decimal(1)


def opening(terms: Terms) -> State:
    """Give the states at the status date; before the initial exchange nothing is lent yet."""
    state = State(
        since=terms.status_at,
        interest_scale=terms.scaling.interest,
        notional_scale=terms.scaling.notional,
        redemption=terms.sign * (terms.redemption or ZERO),
    )
    if terms.issued_at > terms.status_at:
        return state
    state = exchanged(terms, state)
    state = replace(state, accrued=_accrued_at_status(terms, state), fee=terms.sign * terms.fees.accrued)
    if terms.type is ContractType.ANN and terms.redemption is None and plan.first_fixing_time(terms) <= state.since:
        state = replace(state, redemption=annuity(terms, state, with_today=False))
    return state


def exchanged(terms: Terms, state: State) -> State:
    """Give the states once the notional has been handed over."""
    notional = terms.sign * terms.notional
    state = replace(state, notional=notional, rate=terms.rate or ZERO, base=_first_base(terms, notional))
    if terms.type is ContractType.LAM and terms.redemption is None:
        state = replace(state, redemption=_equal_redemption(terms))
    if terms.type is ContractType.ANN and plan.fixes_at_exchange(terms):
        state = replace(state, redemption=annuity(terms, state, with_today=True))
    return state


def _first_base(terms: Terms, notional: Decimal) -> Decimal:
    if terms.base is Base.NT or terms.base_amount is None:
        return notional
    return terms.sign * terms.base_amount


def _accrued_at_status(terms: Terms, state: State) -> Decimal:
    if terms.accrued is not None:
        return terms.sign * terms.accrued
    passed = [time for time in plan.interest_times(terms, plan.maturity_of(terms)) if time <= terms.status_at]
    if not passed:
        return ZERO
    return terms.calendar.years(passed[-1], terms.status_at) * state.rate * state.base


def _equal_redemption(terms: Terms) -> Decimal:
    """Divide the notional by the number of redemptions, the one at maturity among them."""
    times = plan.redemption_times(terms, plan.maturity_of(terms))
    return terms.sign * terms.notional / max(1, len([time for time in times if time > terms.status_at]))


def accrue(terms: Terms, state: State, time: datetime) -> State:
    """Let interest on the base, and fees on the notional, run until a time."""
    if not state.notional and not state.base:
        return replace(state, since=time)
    years = terms.calendar.years(state.since, time)
    fee = years * state.notional * terms.fees.rate if terms.fees.basis == "N" else ZERO
    accrued = state.accrued + years * state.rate * state.base
    return replace(state, since=time, accrued=accrued, fee=state.fee + fee)


def annuity(terms: Terms, state: State, *, with_today: bool) -> Decimal:
    """Give the equal payment that redeems the notional at the amortisation date, else at maturity.

    Left after the k-th payment p is a(k) - b(k) p with a(0) = notional, b(0) = 0; each period multiplies both by
    1 + rate x years, then b grows by 1. What has accrued is paid with the first. So p = a(n) / b(n), which is the
    annuity amount function of techspecs section 3.8. After the amortisation date the payment stays as it is.
    """
    end = terms.amortized_at or plan.maturity_of(terms)
    times = [
        time for time in plan.redemption_times(terms, end) if time > state.since or (with_today and time == state.since)
    ]
    if not times:
        return state.redemption
    left, paid, before = state.notional, ZERO, state.since
    for number, time in enumerate(times):
        factor = 1 + state.rate * terms.calendar.years(before, time)
        left = left * factor + (state.accrued if number == 0 else ZERO)
        paid, before = paid * factor + 1, time
    return left / paid
