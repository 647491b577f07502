"""What a contract observes: rates and indices by code and time, and prepayments that happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from roadbook.calc.actus.times import as_date, read_time
from roadbook.calc.actus.words import Kind, TermsRefused


@dataclass(frozen=True)
class Market:
    """Values by code, oldest first, and prepayments as (time, amount, positive towards the creator of the record)."""

    series: Mapping[str, tuple[tuple[datetime, Decimal], ...]] = field(default_factory=dict)
    prepayments: tuple[tuple[datetime, Decimal], ...] = ()

    def value(self, code: str | None, time: datetime) -> Decimal:
        """Give the value observed at a time: the one of that day, else the last one before it.

        :raises TermsRefused: nothing is observed under the code until then.
        """
        known = [value for at, value in self.series.get(code or "", ()) if as_date(at) <= as_date(time)]
        if not known:
            raise TermsRefused(f"nothing is observed of {code!r} until {time:%Y-%m-%d}")
        return known[-1]


def read_market(observed: Mapping[str, Any], events: Iterable[Mapping[str, Any]] = ()) -> Market:
    """Read observations in the form of the published tests: ``{code: {"data": [{"timestamp", "value"}]}}``.

    Events have the form of results (``eventDate``, ``eventType``, ``payoff``); only prepayments (PP) are taken.
    """
    series = {
        code: tuple(sorted((read_time(one["timestamp"]), Decimal(str(one["value"]))) for one in found["data"]))
        for code, found in observed.items()
    }
    prepaid = [(read_time(one["eventDate"]), Decimal(str(one["payoff"]))) for one in events if _is_prepayment(one)]
    return Market(series, tuple(sorted(prepaid)))


def _is_prepayment(event: Mapping[str, Any]) -> bool:
    return event.get("eventType") == Kind.PP.value
