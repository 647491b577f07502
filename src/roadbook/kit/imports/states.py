"""The road of a batch, from upload to undo."""

from __future__ import annotations

from django.db import models

from roadbook.kit.models.imports import ImportState


class BatchEvent(models.TextChoices):
    CHECK = "check", "check"
    REFUSE = "refuse", "refuse"
    FIND = "find", "find"
    RUN = "run", "run"
    STOP = "stop", "stop"
    FINISH = "finish", "finish"
    UNDO = "undo", "undo"
    KEEP = "keep", "keep"
    TAKE_BACK = "take_back", "take back"
    DISCARD = "discard", "discard"


S, E = ImportState, BatchEvent
BATCH: dict[str, dict[str, str]] = {
    S.UPLOADED: {E.CHECK: S.CHECKING, E.DISCARD: S.DISCARDED},
    S.CHECKING: {E.REFUSE: S.UPLOADED, E.FIND: S.CHECKED, E.DISCARD: S.DISCARDED},
    S.CHECKED: {E.CHECK: S.CHECKING, E.REFUSE: S.UPLOADED, E.RUN: S.RUNNING, E.DISCARD: S.DISCARDED},
    S.RUNNING: {E.STOP: S.STOPPED, E.FINISH: S.DONE},
    S.STOPPED: {E.RUN: S.RUNNING, E.UNDO: S.UNDOING},
    S.DONE: {E.RUN: S.RUNNING, E.UNDO: S.UNDOING},
    S.UNDOING: {E.KEEP: S.DONE, E.TAKE_BACK: S.UNDONE},
    S.UNDONE: {},
    S.DISCARDED: {},
}
