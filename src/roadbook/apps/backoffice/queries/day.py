"""Where each company's day stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.kit.models import DayRun, Job
from roadbook.kit.models.jobs import JobState

SHOWN = 7
CLOSE_DAY = "backoffice.close_day"


@dataclass(frozen=True)
class CompanyDay:
    """A company, its last day runs (newest first, with ``steps``, ``undone``, ``rows``), and the job closing now."""

    company: Company
    runs: tuple[DayRun, ...]
    job: Job | None


def days_visible_to(user: Any, permission: str = Permission.DAY_CLOSE) -> QuerySet[Company]:
    """Companies whose day the user may see and close."""
    return identity.companies(user, permission).filter(pk__in=identity.scope(user, permission).company_ids)


def days(user: Any) -> list[CompanyDay]:
    """One entry for each company of ``days_visible_to``, in three queries whatever their number."""
    companies = list(days_visible_to(user))
    keys = [one.pk for one in companies]
    runs = defaultdict(list)
    for run in _recent_runs(keys):
        runs[run.scope_id].append(run)
    alive = Job.objects.filter(name=CLOSE_DAY, company_id__in=keys, state__in=(JobState.QUEUED, JobState.RUNNING))
    jobs = {job.company_id: job for job in alive.order_by("pk")}
    return [CompanyDay(one, tuple(runs[one.pk][:SHOWN]), jobs.get(one.pk)) for one in companies]


def _recent_runs(companies: list[int]) -> QuerySet[DayRun]:
    return (
        DayRun.objects.filter(scope_id__in=companies)
        .annotate(
            steps=Count("ranges"),
            undone=Count("ranges", filter=Q(ranges__done_at__isnull=True)),
            rows=Sum("ranges__rows", default=0),
        )
        .order_by("-on")[: SHOWN * max(len(companies), 1)]
    )
