"""The tray: the user's own jobs of late, wherever on the site they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from roadbook.kit import clock
from roadbook.kit.access import requires
from roadbook.kit.models import Job

from .queue import address, cancel

LATELY = timedelta(hours=12)
SHOWN = 8


def mine(user: Any) -> QuerySet[Job]:
    """The user's jobs that run, or ended not long ago; the newest first."""
    since = clock.now() - LATELY
    return Job.objects.filter(Q(finished_at__isnull=True) | Q(finished_at__gte=since), created_by=user).order_by("-pk")


@requires()
@require_GET
def tray(request: HttpRequest) -> HttpResponse:
    """The tray's contents; while something runs, the page asks for them every few seconds."""
    return _tray(request)


@requires()
@require_POST
def tray_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop one of one's own jobs, from the tray."""
    cancel(get_object_or_404(mine(request.user), pk=pk), by=request.user)
    return _tray(request)


def _tray(request: HttpRequest) -> HttpResponse:
    jobs = list(mine(request.user)[:SHOWN])
    items = [{"job": job, "url": address(job)} for job in jobs]
    running = sum(job.finished_at is None for job in jobs)
    return render(request, "kit/jobs/tray.html", {"items": items, "running": running})
