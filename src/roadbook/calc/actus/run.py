"""Carry out a contract: the events in order, each with what it pays and the states after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal, localcontext

from roadbook.calc.actus.market import Market
from roadbook.calc.actus.plan import Due, planned
from roadbook.calc.actus.rules import RULES, Moment
from roadbook.calc.actus.states import State, accrue, opening
from roadbook.calc.actus.terms import Terms
from roadbook.calc.actus.words import Kind

DIGITS = 34


@dataclass(frozen=True)
class Event:
    """What happened: the amount paid (positive: to the creator of the record) and the states after it."""

    kind: Kind
    at: datetime
    payoff: Decimal
    notional: Decimal
    rate: Decimal
    accrued: Decimal


def contract_events(terms: Terms, market: Market | None = None, *, to: datetime | None = None) -> list[Event]:
    """Give the events after the status date, from a purchase on, until ``to`` (with it) or the end of the contract.

    :raises TermsRefused: a term or an observed value is missing or cannot be carried out.
    """
    market = market or Market()
    found: list[Event] = []
    with localcontext(Context(prec=DIGITS)):
        state = opening(terms)
        for due in planned(terms, market):
            if to and due.at > to:
                break
            event, state = _happen(terms, market, due, state)
            found.append(event)
    return [event for event in found if _is_shown(terms, event)]


def _happen(terms: Terms, market: Market, due: Due, state: State) -> tuple[Event, State]:
    years = terms.calendar.years(state.since, due.scheduled)
    moment = Moment(terms, market, due, accrue(terms, state, due.scheduled), years)
    payoff, state = RULES[due.kind](moment)
    if terms.exchange and payoff:
        payoff *= market.value(terms.exchange, due.at)
    return Event(due.kind, due.at, payoff, state.notional, state.rate, state.accrued), state


def _is_shown(terms: Terms, event: Event) -> bool:
    """What came before a purchase belongs to the seller."""
    bought = terms.purchased_at
    return bought is None or (event.at, event.kind.rank) >= (bought, Kind.PRD.rank)
