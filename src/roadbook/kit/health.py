"""``/healthz`` for whoever restarts us, ``/metrics`` for Prometheus."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_safe

from . import clock, metrics, triggers
from .access import public
from .http import client_ip
from .models import WorkerBeat

LOOPBACK = {"127.0.0.1", "::1"}


@public
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 with each check's state; 503 when the database is away, behind its migrations or without its triggers.

    A silent worker is shown (``worker: silent``) and is no reason to restart the web server.
    """
    checks = {name: _state(check) for name, check in _CHECKS.items()}
    is_well = all(checks[name] == "ok" for name in ("database", "migrations", "triggers"))
    return JsonResponse({"status": "ok" if is_well else "failing", "checks": checks}, status=200 if is_well else 503)


@public
@require_safe
def prometheus(request: HttpRequest) -> HttpResponse:
    """The metrics, for callers on this machine or with ``ROADBOOK_METRICS_TOKEN`` as bearer token."""
    if not _may_read_metrics(request):
        return HttpResponseForbidden()
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: HttpRequest) -> bool:
    token = getattr(settings, "ROADBOOK_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    came_through_proxy = "X-Forwarded-For" in request.headers
    return not came_through_proxy and client_ip(request) in LOOPBACK


def _state(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError:
        return "failing"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    return "ok" if _is_migrated() else "behind"


def _is_migrated() -> bool:
    """Reading the migrations is slow; once complete they stay so for the life of this process."""
    try:
        return _migrated_once()
    except RuntimeError:
        return False


@lru_cache(maxsize=1)
def _migrated_once() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are missing")  # an exception is not cached
    return True


def _triggers() -> str:
    return "missing" if triggers.missing() else "ok"


def _worker() -> str:
    heard = WorkerBeat.objects.filter(beat_at__gt=clock.now() - metrics.WORKER_SILENCE)
    return "ok" if heard.exists() else "silent"


_CHECKS = {"database": _database, "migrations": _migrations, "triggers": _triggers, "worker": _worker}
