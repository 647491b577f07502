"""The tables of the kit: audit, seals, outbox, idempotency, close of day, jobs, drafts of forms, imports, exports."""

from .audit import AuditBlock, AuditEntry, AuditValues
from .day import DayRange, DayRun
from .drafts import FormDraft
from .exports import Export, ExportFormat
from .idempotency import IdempotencyRecord
from .imports import ImportBatch, ImportProfile, ImportRow, ImportState, RowState
from .jobs import Job, JobState, WorkerBeat
from .lists import BulkRun, OpeningView, SavedView
from .outbox import Delivery, OutboxEvent
from .recent import RecentRecord

__all__ = [
    "AuditBlock",
    "AuditEntry",
    "AuditValues",
    "BulkRun",
    "DayRange",
    "DayRun",
    "Delivery",
    "Export",
    "ExportFormat",
    "FormDraft",
    "IdempotencyRecord",
    "ImportBatch",
    "ImportProfile",
    "ImportRow",
    "ImportState",
    "Job",
    "JobState",
    "OpeningView",
    "OutboxEvent",
    "RecentRecord",
    "RowState",
    "SavedView",
    "WorkerBeat",
]
