"""Published contract tests of ACTUS against ours: every event and its states to 1e-8."""

from __future__ import annotations

from decimal import Decimal

from roadbook.calc import actus
from roadbook.calc.actus.times import read_time
from roadbook.calc.golden import Mismatch, Record

TOLERANCE = Decimal("1e-8")
FIELDS = {
    "payoff": "payoff",
    "notionalPrincipal": "notional",
    "nominalInterestRate": "rate",
    "accruedInterest": "accrued",
}


def check_actus_record(record: Record) -> list[Mismatch]:
    """Compare the kinds and times of events exactly, their figures to 1e-8 absolute plus relative."""
    got = _events(record)
    published = record["results"]
    found = [
        mismatch
        for row, (expected, event) in enumerate(zip(published, got, strict=False), 1)
        for mismatch in _check_event(row, expected, event)
    ]
    if len(published) != len(got):
        found.append(Mismatch(None, "events", str(len(published)), str(len(got))))
    return found


def _events(record: Record) -> list[actus.Event]:
    until = record.get("to")
    market = actus.read_market(record.get("dataObserved") or {}, record.get("eventsObserved") or [])
    return actus.contract_events(actus.read_terms(record["terms"]), market, to=read_time(until) if until else None)


def _check_event(row: int, expected: Record, event: actus.Event) -> list[Mismatch]:
    time, kind = read_time(expected["eventDate"]), expected["eventType"]
    if (time, kind) != (event.at, event.kind):
        return [Mismatch(row, "event", f"{kind} {time.isoformat()}", f"{event.kind} {event.at.isoformat()}")]
    found = []
    for name, ours in FIELDS.items():
        if expected.get(name) is None:
            continue
        published, figure = Decimal(str(expected[name])), getattr(event, ours)
        if abs(figure - published) > TOLERANCE * (1 + abs(published)):
            found.append(Mismatch(row, name, str(published), f"{figure:.12f}"))
    return found
