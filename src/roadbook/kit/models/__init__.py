"""The tables of the kit: audit and its seals, outbox, idempotency, close of day, jobs, drafts of forms."""

from .audit import AuditBlock, AuditEntry, AuditValues
from .day import DayRange, DayRun
from .drafts import FormDraft
from .idempotency import IdempotencyRecord
from .jobs import Job, JobState, WorkerBeat
from .outbox import Delivery, OutboxEvent

__all__ = [
    "AuditBlock",
    "AuditEntry",
    "AuditValues",
    "DayRange",
    "DayRun",
    "Delivery",
    "FormDraft",
    "IdempotencyRecord",
    "Job",
    "JobState",
    "OutboxEvent",
    "WorkerBeat",
]
