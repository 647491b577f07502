"""Seals over the audit log: blocks of entries, each chained to the one before by its hash.

Writers take no lock for it. A sealer first takes a ``mark``, the newest entry and the transactions then in flight; once
those have ended nothing can appear before the mark any more, and the entries up to it are sealed. SQLite has one writer
at a time, so there a mark is ripe at once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet

from . import clock
from .models import AuditBlock, AuditEntry

BLOCK = 1000
EVERY = timedelta(minutes=5)
SHORT = 16
PLAIN = ("id", "actor_id", "actor_name", "ip", "request_id", "company_id", "action", "subject", "values_sha256")
log = logging.getLogger("roadbook.seals")


@dataclass(frozen=True)
class Mark:
    """The newest entry at a moment, and the transactions that were writing at it."""

    last_id: int
    in_flight: frozenset[int]


# ---- Sealing


def mark() -> Mark:
    """Where the log stands now. What is in flight is asked for first: who begins later gets a later id."""
    in_flight = _in_flight()
    return Mark(AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0, in_flight | _in_flight())


def is_ripe(one: Mark) -> bool:
    """Have all those ended who might still add an entry before the mark?"""
    return not one.in_flight & _in_flight()


def seal(up_to: Mark) -> int:
    """Seal what is not sealed up to a ripe mark; returns how many blocks were made. One of two sealers does it."""
    made = 0
    before = last_block()
    while rows := list(_waiting(before, up_to)[:BLOCK]):
        try:
            with transaction.atomic():
                before = _block(before, rows)
        except IntegrityError:
            log.info("another sealer was quicker")
            return made
        log.info("audit block %s up to entry %s: %s", before.number, before.last_id, before.sha256)
        made += 1
    return made


def _waiting(before: AuditBlock | None, up_to: Mark) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(pk__gt=before.last_id if before else 0, pk__lte=up_to.last_id).order_by("pk")


def seal_now(patience: float = 5.0) -> int:
    """Mark, wait for the mark to ripen, seal. Someone who writes for longer is left for the next time."""
    one = mark()
    until = time.monotonic() + patience
    while not is_ripe(one):
        if time.monotonic() > until:
            return 0
        time.sleep(0.1)
    return seal(one)


class Sealer:
    """What the worker keeps between its rounds: a round seals up to the mark of the round before, if it is ripe."""

    def __init__(self) -> None:
        self._mark: Mark | None = None

    def round(self) -> int:
        newest = last_block()
        if newest is not None and newest.sealed_at > clock.now() - EVERY:
            return 0
        if self._mark is not None and not is_ripe(self._mark):
            return 0
        made = seal(self._mark) if self._mark else 0
        self._mark = mark()
        return made


def last_block() -> AuditBlock | None:
    return AuditBlock.objects.order_by("-number").first()


def _block(before: AuditBlock | None, rows: list[AuditEntry]) -> AuditBlock:
    digests = [digest(row) for row in rows]
    number = before.number + 1 if before else 1
    previous = before.sha256 if before else ""
    return AuditBlock.objects.create(
        number=number,
        first_id=rows[0].pk,
        last_id=rows[-1].pk,
        count=len(rows),
        marks=" ".join(f"{row.pk}:{one[:SHORT]}" for row, one in zip(rows, digests, strict=True)),
        previous_sha256=previous,
        sha256=_chained(number, previous, digests),
        sealed_at=clock.now(),
    )


def digest(row: AuditEntry) -> str:
    """SHA-256 of everything that an entry says; personal values are in it by their own hash."""
    told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    told |= {"at": row.at.isoformat(), "changes": row.changes}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _chained(number: int, previous: str, digests: Iterable[str]) -> str:
    return hashlib.sha256(f"{number} {previous} {' '.join(digests)}".encode()).hexdigest()


IN_FLIGHT = """
SELECT xid::text::bigint FROM pg_snapshot_xip(pg_current_snapshot()) AS xid
WHERE xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
AND NOT EXISTS (
    SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted
    AND transactionid = xid::xid AND datname <> current_database()
)
"""


def _in_flight() -> frozenset[int]:
    """Writing transactions of others in this database at this moment.

    A server numbers the transactions of all its databases together. Those of the others are told apart by the lock that
    each holds on its own number.
    """
    if connection.vendor != "postgresql":
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(IN_FLIGHT)
        return frozenset(row[0] for row in cursor.fetchall())


# ---- Verifying


def broken() -> Iterator[str]:
    """Walk the chain; one sentence for each block or entry that is not as it was sealed."""
    before: AuditBlock | None = None
    for block in AuditBlock.objects.order_by("number").iterator(chunk_size=20):
        expected = before.number + 1 if before else 1
        if block.number != expected or block.previous_sha256 != (before.sha256 if before else ""):
            yield f"audit block {block.number} does not follow block {expected - 1}"
        yield from _block_problems(block, before.last_id if before else 0)
        before = block


def _block_problems(block: AuditBlock, after: int) -> Iterator[str]:
    rows = list(AuditEntry.objects.filter(pk__gt=after, pk__lte=block.last_id).order_by("pk"))
    digests = {row.pk: digest(row) for row in rows}
    if _chained(block.number, block.previous_sha256, digests.values()) == block.sha256 and len(rows) == block.count:
        return
    sealed = dict(_marks(block))
    touched = [f"entry {pk} was changed" for pk, one in digests.items() if sealed.get(pk, one[:SHORT]) != one[:SHORT]]
    touched += [f"entry {pk} was removed" for pk in sorted(set(sealed) - set(digests))]
    touched += [f"entry {pk} was slipped in" for pk in sorted(set(digests) - set(sealed))]
    for one in touched or ["the seal itself was changed"]:
        yield f"audit block {block.number} ({block.first_id}..{block.last_id}): {one}"


def _marks(block: AuditBlock) -> Iterator[tuple[int, str]]:
    for one in block.marks.split():
        pk, _colon, short = one.partition(":")
        if pk.isdigit():
            yield int(pk), short
