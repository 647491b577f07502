"""What each event pays and what it does to the states: payoff and state transition functions of the techspecs.

A rule receives the states after accrual to the time of the event and the part of a year that accrued last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from roadbook.calc.actus import plan
from roadbook.calc.actus.market import Market
from roadbook.calc.actus.plan import Due
from roadbook.calc.actus.states import ZERO, State, annuity, exchanged
from roadbook.calc.actus.terms import Terms
from roadbook.calc.actus.words import Base, Kind, TermsRefused


@dataclass(frozen=True)
class Moment:
    """An event being carried out: terms, market, the plan of it, states before it, the years since the last one."""

    terms: Terms
    market: Market
    due: Due
    state: State
    years: Decimal


Outcome = tuple[Decimal, State]
Rule = Callable[[Moment], Outcome]


def _rebased(terms: Terms, state: State) -> State:
    """Interest follows the notional, unless its base is fixed by IPCB events only."""
    return state if terms.base is Base.NTL else replace(state, base=state.notional)


def _initial_exchange(now: Moment) -> Outcome:
    terms = now.terms
    state = exchanged(terms, now.state)
    anchor = terms.interest.anchor
    if terms.accrued is not None:
        state = replace(state, accrued=terms.sign * terms.accrued)
    elif anchor and anchor < now.due.scheduled:
        years = terms.calendar.years(anchor, now.due.scheduled)
        state = replace(state, accrued=years * state.notional * state.rate)
    return -terms.sign * (terms.notional + terms.premium), state


def _redemption(now: Moment) -> Outcome:
    """Redeem the agreed part, or what interest leaves of an agreed payment; never more than is left."""
    terms, state = now.terms, now.state
    amount = state.redemption if now.due.value is None else terms.sign * now.due.value
    if terms.type in plan.BY_PAYMENT:
        amount -= state.accrued
    amount = terms.sign * min(terms.sign * amount, abs(state.notional))
    return state.notional_scale * amount, _rebased(terms, replace(state, notional=state.notional - amount))


def _increase(now: Moment) -> Outcome:
    amount = now.terms.sign * (now.due.value or ZERO)
    state = replace(now.state, notional=now.state.notional + amount)
    return -now.state.notional_scale * amount, _rebased(now.terms, state)


def _interest(now: Moment) -> Outcome:
    return now.state.interest_scale * now.state.accrued, replace(now.state, accrued=ZERO)


def _capitalisation(now: Moment) -> Outcome:
    state = replace(now.state, notional=now.state.notional + now.state.accrued, accrued=ZERO)
    return ZERO, _rebased(now.terms, state)


def _fee(now: Moment) -> Outcome:
    fees = now.terms.fees
    payoff = now.state.fee if fees.basis == "N" else now.terms.sign * fees.rate
    return payoff, replace(now.state, fee=ZERO)


def _prepayment(now: Moment) -> Outcome:
    amount = now.due.value or ZERO
    return amount, _rebased(now.terms, replace(now.state, notional=now.state.notional - amount))


def _penalty(now: Moment) -> Outcome:
    """Pay an absolute amount (A), a rate on the notional (N), or what the lender loses against the market (I)."""
    terms, state = now.terms, now.state
    if terms.penalty_type == "A":
        return terms.sign * terms.penalty, state
    share = now.years * state.notional
    if terms.penalty_type == "N":
        return share * terms.penalty, state
    market = now.market.value(terms.resets.code, now.due.scheduled)
    return share * max(ZERO, state.rate - market), state


def _known_rate(now: Moment) -> Outcome:
    return ZERO, replace(now.state, rate=now.due.value or ZERO)


def _observed_rate(now: Moment) -> Outcome:
    """Set observed x multiplier + spread, no further from the old rate and from zero than floors and caps allow."""
    resets, old = now.terms.resets, now.state.rate
    observed = now.market.value(resets.code, now.due.scheduled)
    change = observed * resets.multiplier + (now.due.value or ZERO) - old
    rate = old + _within(change, resets.period_floor, resets.period_cap)
    return ZERO, replace(now.state, rate=_within(rate, resets.life_floor, resets.life_cap))


def _within(value: Decimal, floor: Decimal | None, cap: Decimal | None) -> Decimal:
    value = value if floor is None else max(value, floor)
    return value if cap is None else min(value, cap)


def _fixing(now: Moment) -> Outcome:
    return ZERO, replace(now.state, redemption=annuity(now.terms, now.state, with_today=False))


def _purchase(now: Moment) -> Outcome:
    """Pay the price and the accrued interest; the published sign of interest is kept for the borrower's side."""
    return -now.terms.sign * (now.terms.purchase_price + now.state.accrued), now.state


def _termination(now: Moment) -> Outcome:
    payoff = now.terms.sign * (now.terms.termination_price + now.state.accrued)
    return payoff, _closed(now.state)


def _closed(state: State) -> State:
    return replace(state, notional=ZERO, accrued=ZERO, fee=ZERO, base=ZERO)


def _scaling(now: Moment) -> Outcome:
    scaling, state = now.terms.scaling, now.state
    if not scaling.index_at_deal:
        raise TermsRefused("scalingIndexAtContractDealDate is missing")
    factor = now.market.value(scaling.code, now.due.scheduled) / scaling.index_at_deal
    if "I" in scaling.effect:
        state = replace(state, interest_scale=factor)
    if "N" in scaling.effect:
        state = replace(state, notional_scale=factor)
    return ZERO, state


def _base(now: Moment) -> Outcome:
    return ZERO, replace(now.state, base=now.state.notional)


def _maturity(now: Moment) -> Outcome:
    state = now.state
    payoff = state.notional_scale * state.notional + state.interest_scale * state.accrued + state.fee
    return payoff, _closed(state)


RULES: dict[Kind, Rule] = {
    Kind.IED: _initial_exchange,
    Kind.FP: _fee,
    Kind.PR: _redemption,
    Kind.PI: _increase,
    Kind.PY: _penalty,
    Kind.PP: _prepayment,
    Kind.IP: _interest,
    Kind.IPCI: _capitalisation,
    Kind.RRF: _known_rate,
    Kind.RR: _observed_rate,
    Kind.PRF: _fixing,
    Kind.PRD: _purchase,
    Kind.TD: _termination,
    Kind.SC: _scaling,
    Kind.IPCB: _base,
    Kind.MD: _maturity,
}
