"""Health, metrics and logs."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog
from django.test import Client
from django.urls import include, path

from roadbook.kit import clock, health, logs, triggers
from roadbook.kit.jobs.worker import beat
from roadbook.kit.models import OutboxEvent

urlpatterns = [path("", include("roadbook.kit.health_urls"))]


@pytest.fixture
def client(settings, db, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(health, "_migrated_once", lambda: True)
    return Client()


def test_healthy_without_and_with_a_worker(client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "triggers": "ok", "worker": "silent"},
    }
    beat("worker-1")
    assert client.get("/healthz").json()["checks"]["worker"] == "ok"


def test_missing_trigger_is_unhealthy(client) -> None:
    with triggers.unlocked():
        response = client.get("/healthz")
    assert (response.status_code, response.json()["checks"]["triggers"]) == (503, "missing")


def test_missing_migration_is_unhealthy(client, monkeypatch: pytest.MonkeyPatch) -> None:
    def behind() -> bool:
        raise RuntimeError

    monkeypatch.setattr(health, "_migrated_once", behind)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["checks"]["migrations"]) == (503, "behind")


def test_metrics_count_requests_and_queues(client) -> None:
    OutboxEvent.objects.create(name="x", payload={}, published_at=clock.now())
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'roadbook_answers_total{method="GET",status="200",view="health:healthz"}' in text
    assert "roadbook_outbox_waiting 1.0" in text
    assert "roadbook_workers 0.0" in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"REMOTE_ADDR": "10.0.0.9"}, 403),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": "Bearer wrong"}, 403),
        ({"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": "Bearer s3cret"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
    ],
)
def test_metrics_are_not_for_everybody(client, settings, headers: dict[str, str], status: int) -> None:
    settings.ROADBOOK_METRICS_TOKEN = "s3cret"
    assert client.get("/metrics", **headers).status_code == status


@pytest.mark.django_db
def test_health_and_metrics_are_asked_past_the_tls_proxy(client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert [client.get(path).status_code for path in ("/healthz", "/metrics", "/")] == [200, 200, 301]


def test_empty_token_opens_nothing(client, settings) -> None:
    settings.ROADBOOK_METRICS_TOKEN = ""
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9", HTTP_AUTHORIZATION="Bearer ").status_code == 403


def test_log_line_is_json_without_personal_data() -> None:
    config = logs.configure(as_json=True)
    formatter = structlog.stdlib.ProcessorFormatter(
        **{key: value for key, value in config["formatters"]["line"].items() if key != "()"}
    )
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.getLogger("roadbook.test-of-logs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        structlog.get_logger("roadbook.test-of-logs").warning(
            "seen", ip="10.0.0.1", email="a@example.com", request="GET /clients/?q=Ivan", code=200
        )
        logger.warning("plain %s", "word")
    finally:
        logger.removeHandler(handler)
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (first["event"], first["request"], first["code"]) == ("seen", "GET /clients/", 200)
    assert not {"ip", "email"} & first.keys()
    assert (second["event"], second["level"]) == ("plain word", "warning")
