"""The same request twice has one effect and one answer (invariant I22). The unique row of a key is the lock.

The claim is committed first, so that a second try sees it; the act and its answer are committed together, so that
after a kill there are either both or neither.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import clock
from .errors import Conflict, Refused
from .models import IdempotencyRecord

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=7)
_PAUSE = 0.05


class KeyReused(Refused):
    """The key was used before with another body."""

    code = "idempotency_key_reused"


class StillRunning(Conflict):
    """The first request with this key has not finished."""

    code = "in_progress"


@dataclass(frozen=True)
class Answer:
    """What a request was answered. ``is_replay`` is True when an earlier try gave it."""

    status: int
    body: str
    content_type: str = ""
    is_replay: bool = False

    @property
    def is_error(self) -> bool:
        return self.status >= HTTPStatus.BAD_REQUEST


def once(*, scope: str, route: str, key: str, body: bytes, act: Callable[[], Answer], wait: float = 0) -> Answer:
    """Run ``act`` unless this key has an answer already; returns the answer, the same to every try.

    An answer that is an error (status 400 and up) undoes what ``act`` wrote. An exception frees the key and propagates.
    A first try that was killed, its claim older than ``LEASE``, is taken over. ``wait`` is how many seconds to wait for
    a first try that is still running.

    :raises KeyReused: the key came before with another body.
    :raises StillRunning: the first try is running still.
    """
    digest = hashlib.sha256(body).hexdigest()
    claim = _claim(scope, route[:120], key, digest, deadline=time.monotonic() + wait)
    if claim.status is not None:
        return Answer(claim.status, claim.body, claim.content_type, is_replay=True)
    try:
        return _run(claim, act)
    except BaseException:
        _held(claim).delete()
        raise


def forget(before: datetime | None = None) -> int:
    """Delete the answers older than ``before``, by default ``KEPT`` ago; returns how many rows."""
    old = IdempotencyRecord.objects.filter(claimed_at__lt=before or clock.now() - KEPT)
    return old.delete()[0]


def _claim(scope: str, route: str, key: str, digest: str, *, deadline: float) -> IdempotencyRecord:
    while True:
        record, is_new = IdempotencyRecord.objects.get_or_create(
            scope=scope, route=route, key=key, defaults={"body_sha256": digest, "claimed_at": clock.now()}
        )
        if is_new:
            return record
        if record.body_sha256 != digest:
            raise KeyReused(_("This was already sent with other contents. Open it anew to send something else."))
        if record.status is not None or _take_over(record):
            return record
        if time.monotonic() >= deadline:
            raise StillRunning(_("The first request is still being worked on. Try again in a moment."))
        time.sleep(_PAUSE)


def _take_over(record: IdempotencyRecord) -> bool:
    now = clock.now()
    if record.claimed_at > now - LEASE or not _held(record).update(claimed_at=now):
        return False
    record.claimed_at = now
    return True


def _held(record: IdempotencyRecord) -> QuerySet[IdempotencyRecord]:
    return IdempotencyRecord.objects.filter(pk=record.pk, status__isnull=True, claimed_at=record.claimed_at)


def _run(claim: IdempotencyRecord, act: Callable[[], Answer]) -> Answer:
    with transaction.atomic():
        answer = act()
        if answer.is_error:
            transaction.set_rollback(True)
        else:
            _keep(claim, answer)
    if answer.is_error:
        _keep(claim, answer)
    return replace(answer, is_replay=False)


def _keep(claim: IdempotencyRecord, answer: Answer) -> None:
    kept = _held(claim).update(status=answer.status, body=answer.body, content_type=answer.content_type)
    if not kept:
        raise StillRunning(_("Another try has taken this request over."))
