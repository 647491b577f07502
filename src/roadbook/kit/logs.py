"""Structured logs: one line for each happening, JSON in production, readable in the demo, without personal data."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import structlog

PERSONAL = frozenset({"ip", "user_agent", "email", "name", "phone", "address", "password", "token", "authorization"})


def without_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what names a person, and the query of an address, where people search by name. Who did what is audited."""
    for key in PERSONAL & event.keys():
        del event[key]
    if isinstance(event.get("request"), str):
        event["request"] = event["request"].partition("?")[0]
    return event


def configure(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Set structlog up and return Django's ``LOGGING`` to match; called by the settings."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_personal_data,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": [*shared, structlog.processors.format_exc_info],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": [], "propagate": False},
            "django_tasks_db": {"level": "WARNING"},  # the worker asks it for each single job
        },
    }
