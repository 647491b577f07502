"""The order of the close of day, and running it for the companies that are due."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from typing import Any

ORDER = (
    "leasing.charge",
    "receivables.settle",
    "receivables.positions",
    "leasing.close",
    "documents.expire",
    "identity.assignments",
)


def run(*, until: str | None = None, company: str | None = None) -> int:
    """Close each company's business date; with ``until`` (ISO date) every date before it, one by one.

    A company whose day stops keeps what was done and is named with the reason; the others go on. Returns 1 then.
    """
    from roadbook.apps.organisation import queries

    last = date.fromisoformat(until) if until else None
    chosen = [one for one in queries.companies_for_closing() if company in (None, one.code)]
    if company and not chosen:
        print(f"there is no company with the code {company}", file=sys.stderr)
        return 1
    stopped = [one for one in chosen if not _close(one, last)]
    return 1 if stopped else 0


def _close(company: Any, last: date | None) -> bool:
    from roadbook.apps.organisation import actions
    from roadbook.kit import day
    from roadbook.kit.errors import Conflict

    while last is None or company.business_date < last:
        on = company.business_date
        try:
            rows = day.close(company.pk, on)
        except day.DayStopped as stopped:
            print(f"{company.code} {on}: stopped: {stopped}", file=sys.stderr)
            return False
        with suppress(Conflict):  # another closer of the same day was quicker: the date has moved all the same
            actions.advance_business_date(company=company, by=None)
        company.refresh_from_db()
        print(f"{company.code} {on}: closed, {rows} rows")
        if last is None:
            break
    return True
