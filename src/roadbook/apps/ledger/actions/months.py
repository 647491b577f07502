"""Months of the books: closed one after the other, opened again for a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger.models import Period
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit, clock
from roadbook.kit.errors import Refused

from .booking import PostingRefused

SHORTEST_REASON = 3


class MonthRefused(PostingRefused):
    """The month cannot be closed or opened now."""

    code = "month"


@transaction.atomic
def close_period(*, company: Company, year: int, month: int, by: Any) -> Period:
    """Close a month that the business date has left. Waits for postings under way.

    :raises MonthRefused: the month is not over, or an earlier one is open.
    """
    identity.require(by, Permission.LEDGER_CLOSE, company_id=company.pk)
    if (year, month) >= (company.business_date.year, company.business_date.month):
        raise MonthRefused(_("Only a month that is over can be closed."), field="month")
    Period.objects.get_or_create(company=company, year=year, month=month)
    period: Period = Period.objects.select_for_update(of=("self",)).get(company=company, year=year, month=month)
    if not period.is_open:
        return period
    earlier = Period.objects.filter(Q(year=year, month__lt=month) | Q(year__lt=year), company=company)
    if still := earlier.filter(closed_at=None).order_by("year", "month").first():
        raise MonthRefused(_("%(month)s is still open. Months are closed one after the other.") % {"month": still})
    period.closed_at, period.closed_by = clock.now(), by
    period.save(update_fields=["closed_at", "closed_by"])
    audit.record(action="ledger.period.close", subject=period, by=by, company_id=company.pk)
    return period


@transaction.atomic
def reopen_period(*, period: Period, reason: str, by: Any) -> Period:
    """Open a closed month again, the last one first; the reason is kept in the audit log.

    Bookings are always of the business date: what this allows is closing the month anew, with what was done meanwhile.

    :raises MonthRefused: it is open, or a later one is closed. :raises Refused: no reason.
    """
    row: Period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    identity.require(by, Permission.LEDGER_CLOSE, company_id=row.company_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Say why the month is opened again."), field="reason")
    if row.is_open:
        raise MonthRefused(_("This month is open."))
    later = Period.objects.filter(Q(year=row.year, month__gt=row.month) | Q(year__gt=row.year), company=row.company)
    if still := later.exclude(closed_at=None).order_by("-year", "-month").first():
        raise MonthRefused(_("%(month)s is closed. Months are opened again from the last one back.") % {"month": still})
    changes = {"closed_at": [row.closed_at, None], "reason": [None, reason.strip()]}
    row.closed_at, row.closed_by = None, None
    row.save(update_fields=["closed_at", "closed_by"])
    audit.record(action="ledger.period.reopen", subject=row, by=by, company_id=row.company_id, changes=changes)
    return row
