"""Numbers for Prometheus: requests by view as they happen, queues as they stand when they are asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from . import clock, events
from .models import Job, WorkerBeat

REQUESTS = CollectorRegistry()
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.75, 1.5, 3, 10)
_SECONDS = Histogram(
    "roadbook_request_seconds", "Time to answer, by view", ["view", "method"], registry=REQUESTS, buckets=_BUCKETS
)
_ANSWERS = Counter("roadbook_answers", "Answers, by view and status", ["view", "method", "status"], registry=REQUESTS)
WORKER_SILENCE = timedelta(minutes=1)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class MetricsMiddleware:
    """Counts and times every request under the name of its view; paths are not kept, they name rows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match and match.view_name else "none"
        method = request.method if request.method in METHODS else "other"
        _SECONDS.labels(view, method).observe(time.perf_counter() - started)
        _ANSWERS.labels(view, method, response.status_code).inc()
        return response


def text() -> bytes:
    """Everything in Prometheus' text format."""
    return generate_latest(REQUESTS) + generate_latest(_queues())


def _queues() -> CollectorRegistry:
    registry = CollectorRegistry()
    now = clock.now()
    by_state = Gauge("roadbook_jobs", "Jobs by state", ["state"], registry=registry)
    for state, count in Job.objects.values_list("state").annotate(count=Count("pk")):
        by_state.labels(state).set(count)
    oldest = events.waiting().aggregate(count=Count("pk"), at=Min("published_at"))
    Gauge("roadbook_outbox_waiting", "Events not delivered yet", registry=registry).set(oldest["count"])
    age = (now - oldest["at"]).total_seconds() if oldest["at"] else 0
    Gauge("roadbook_outbox_oldest_seconds", "Age of the oldest waiting event", registry=registry).set(age)
    Gauge("roadbook_outbox_dead", "Events given up", registry=registry).set(events.dead().count())
    Gauge("roadbook_workers", "Workers heard of in the last minute", registry=registry).set(
        WorkerBeat.objects.filter(beat_at__gt=now - WORKER_SILENCE).count()
    )
    return registry
