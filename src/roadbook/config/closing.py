"""The order of the close of day, and running it for the companies that are due."""

from __future__ import annotations

from datetime import date

ORDER = ("leasing.charge", "receivables.settle", "receivables.positions", "leasing.close")


def run(*, until: str | None = None, company: str | None = None) -> int:
    """Close each company's business date; with ``until`` (ISO date) every date before it, one by one."""
    from roadbook.apps.organisation import actions, queries
    from roadbook.kit import day

    last = date.fromisoformat(until) if until else None
    for one in queries.companies_for_closing():
        if company and one.code != company:
            continue
        while True:
            on = one.business_date
            if last and on >= last:
                break
            rows = day.close(one.pk, on)
            actions.advance_business_date(company=one, by=None)
            one.refresh_from_db()
            print(f"{one.code} {on}: closed, {rows} rows")
            if not last:
                break
    return 0
