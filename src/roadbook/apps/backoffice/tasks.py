"""Job entry points of the shell."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Company
from roadbook.kit import day, invariants, seals
from roadbook.kit.errors import Conflict
from roadbook.kit.jobs import Progress, job

from .actions import CLOSE_DAY, VERIFY_BOOKS
from .queries.audit import VERIFY_AUDIT

SHOWN = 20


@job(CLOSE_DAY, title=_("Close the day"))
def close_day(progress: Progress, *, scope_id: int, on: str) -> dict[str, Any]:
    """Close one date of one company and move to the next. Run again it goes on where it stopped."""
    progress.total(1)
    closed = date.fromisoformat(on)
    rows = day.close(scope_id, closed)
    company = Company.objects.get(pk=scope_id)
    if company.business_date == closed:
        with suppress(Conflict):  # another closer of the same day was quicker: the date has moved all the same
            organisation.advance_business_date(company=company, by=None)
        company.refresh_from_db()
    progress.advance()
    return {"on": on, "rows": rows, "business_date": company.business_date.isoformat()}


@job(VERIFY_BOOKS, title=_("Verify the books"))
def verify_books(progress: Progress) -> dict[str, Any]:
    """Check every invariant; the result keeps the first problems of each, and names those that nothing checks."""
    verdicts = invariants.verify()
    checked = [verdict for verdict in verdicts if not verdict.is_absent]
    progress.total(len(checked))
    for verdict in checked:
        progress.advance(done=int(not verdict.problems), failed=int(bool(verdict.problems)))
    return {
        "verdicts": [
            {
                "code": verdict.code,
                "title": str(verdict.title),
                "broken": len(verdict.problems),
                "absent": verdict.is_absent,
                "problems": list(verdict.problems[:SHOWN]),
            }
            for verdict in verdicts
        ]
    }


@job(VERIFY_AUDIT, title=_("Verify the audit log"))
def verify_audit(progress: Progress) -> dict[str, Any]:
    """Seal what is not sealed yet, then walk the chain; the result keeps the first problems."""
    progress.total(1)
    seals.seal_now()
    newest = seals.last_block()
    problems = list(seals.broken())
    progress.advance(done=int(not problems), failed=int(bool(problems)))
    return {
        "blocks": newest.number if newest else 0,
        "sealed_to": newest.last_id if newest else 0,
        "sha256": newest.sha256 if newest else "",
        "broken": len(problems),
        "problems": problems[:SHOWN],
    }
