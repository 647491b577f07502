"""How the machine stands: for administrators at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roadbook.kit.models import Job, OutboxEvent
from roadbook.kit.models.jobs import JobState

from .day import CompanyDay, days
from .jobs import jobs_visible_to, last_verdicts


@dataclass(frozen=True)
class Machine:
    """``undelivered`` and ``dead`` count events; ``broken`` counts invariants, None before the first check."""

    days: list[CompanyDay]
    undelivered: int
    dead: int
    jobs_alive: int
    jobs_dead: int
    checked: Job | None
    broken: int | None


def machine(user: Any) -> Machine:
    """Business dates, events that wait, jobs, and the last check of the books."""
    jobs = jobs_visible_to(user)
    checked, verdicts = last_verdicts(user)
    return Machine(
        days=days(user),
        undelivered=OutboxEvent.objects.filter(delivered_at__isnull=True, dead_at__isnull=True).count(),
        dead=OutboxEvent.objects.filter(dead_at__isnull=False).count(),
        jobs_alive=jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).count(),
        jobs_dead=jobs.filter(state=JobState.DEAD).count(),
        checked=checked,
        broken=sum(bool(verdict["broken"]) for verdict in verdicts) if checked else None,
    )
