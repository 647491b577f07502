"""The tables of the kit: audit, outbox, idempotency, close of day, jobs."""

from .audit import AuditEntry, AuditValues
from .day import DayRange, DayRun
from .idempotency import IdempotencyRecord
from .jobs import Job, JobState, WorkerBeat
from .outbox import Delivery, OutboxEvent

__all__ = [
    "AuditEntry",
    "AuditValues",
    "DayRange",
    "DayRun",
    "Delivery",
    "IdempotencyRecord",
    "Job",
    "JobState",
    "OutboxEvent",
    "WorkerBeat",
]
