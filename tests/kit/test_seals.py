"""Seals over the audit log: chained blocks, what tampering they find, and writers that they do not trip over."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection, connections, transaction

from roadbook.kit import audit, books, invariants, seals, triggers
from roadbook.kit.models import AuditBlock, AuditEntry
from roadbook.kit.testing import at_once

pytestmark = pytest.mark.django_db


def write(count: int) -> list[AuditEntry]:
    return [
        audit.record(action="kit.test", subject="kit.thing:1", by=None, changes={"n": [None, n], "ж": ["б", 1.5]})
        for n in range(count)
    ]


def test_nothing_written_seals_nothing():
    assert (seals.seal_now(), AuditBlock.objects.count()) == (0, 0)


def test_blocks_follow_each_other_and_hold(monkeypatch):
    monkeypatch.setattr(seals, "BLOCK", 3)
    rows = write(7)
    assert seals.seal_now() == 3
    blocks = list(AuditBlock.objects.order_by("number"))
    assert [(one.number, one.first_id, one.last_id, one.count) for one in blocks] == [
        (1, rows[0].pk, rows[2].pk, 3),
        (2, rows[3].pk, rows[5].pk, 3),
        (3, rows[6].pk, rows[6].pk, 1),
    ]
    assert [one.previous_sha256 for one in blocks] == ["", blocks[0].sha256, blocks[1].sha256]
    assert list(seals.broken()) == []
    assert seals.seal_now() == 0


def test_personal_values_may_be_erased_without_breaking_the_seal():
    row = audit.record(action="kit.test", subject="kit.thing:1", by=None, personal={"name": [None, "Ana"]})
    seals.seal_now()
    row.personal.delete()
    assert list(seals.broken()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Somebody else"),
        ("action", "kit.other"),
        ("ip", "10.9.9.9"),
        ("changes", {"n": [None, 99]}),
        ("values_sha256", "0" * 64),
    ],
)
def test_changed_entry_is_named(column, value):
    rows = write(3)
    seals.seal_now()
    with triggers.unlocked():
        AuditEntry.objects.filter(pk=rows[1].pk).update(**{column: value})
    named = [f"audit block 1 ({rows[0].pk}..{rows[2].pk}): entry {rows[1].pk} was changed"]
    assert list(seals.broken()) == named
    assert [one.problems for one in invariants.verify() if one.title.startswith("the sealed audit")] == [tuple(named)]


def test_removed_entry_is_named():
    rows = write(3)
    seals.seal_now()
    with triggers.unlocked():
        AuditEntry.objects.filter(pk=rows[1].pk).delete()
    assert list(books.sealed()) == [f"audit block 1 ({rows[0].pk}..{rows[2].pk}): entry {rows[1].pk} was removed"]


def test_entry_slipped_in_is_named():
    first, gap, last = write(3)
    with triggers.unlocked():
        AuditEntry.objects.filter(pk=gap.pk).delete()
    seals.seal_now()
    AuditEntry.objects.create(pk=gap.pk, at=first.at, actor_name="x", action="kit.test", subject="kit.thing:1")
    assert list(seals.broken()) == [f"audit block 1 ({first.pk}..{last.pk}): entry {gap.pk} was slipped in"]


def test_entry_and_its_block_rewritten_together_break_the_chain(monkeypatch):
    monkeypatch.setattr(seals, "BLOCK", 1)
    rows = write(2)
    seals.seal_now()
    with triggers.unlocked():
        AuditEntry.objects.filter(pk=rows[0].pk).update(actor_name="Somebody else")
        changed = seals.digest(AuditEntry.objects.get(pk=rows[0].pk))
        AuditBlock.objects.filter(number=1).update(
            marks=f"{rows[0].pk}:{changed[: seals.SHORT]}", sha256=seals._chained(1, "", [changed])
        )
    assert list(seals.broken()) == ["audit block 2 does not follow block 1"]


def test_missing_block_breaks_the_chain(monkeypatch):
    monkeypatch.setattr(seals, "BLOCK", 1)
    write(3)
    seals.seal_now()
    with triggers.unlocked():
        AuditBlock.objects.filter(number=2).delete()
    assert next(seals.broken()) == "audit block 3 does not follow block 1"


def test_seal_itself_changed_is_told():
    rows = write(1)
    seals.seal_now()
    with triggers.unlocked():
        AuditBlock.objects.update(marks="nonsense 5:")
    assert list(seals.broken()) == []
    with triggers.unlocked():
        AuditBlock.objects.update(sha256="0" * 64, marks=f"{rows[0].pk}:{seals.digest(rows[0])[: seals.SHORT]}")
    assert list(seals.broken()) == [f"audit block 1 ({rows[0].pk}..{rows[0].pk}): the seal itself was changed"]


def test_worker_seals_on_the_second_round_and_then_rests():
    write(2)
    sealer = seals.Sealer()
    assert (sealer.round(), sealer.round(), AuditBlock.objects.get().count) == (0, 1, 2)
    write(1)
    assert (sealer.round(), sealer.round()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_sealers_make_one_chain():
    write(5)
    results = at_once(seals.seal_now, seals.seal_now, seals.seal_now)
    assert sorted(results) == [0, 0, 1]
    assert (AuditBlock.objects.count(), list(seals.broken())) == (1, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_slow_writer_is_not_sealed_over():
    wrote, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write(1)
            wrote.set()
            may_end.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(10)
    late = write(1)[0]
    one = seals.mark()
    assert (one.last_id, seals.is_ripe(one), seals.seal_now(patience=0.2)) == (late.pk, False, 0)
    may_end.set()
    thread.join()
    assert (seals.is_ripe(one), seals.seal(one), AuditBlock.objects.get().count) == (True, 1, 2)
    assert list(seals.broken()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no other databases beside it")
def test_writer_in_another_database_delays_nothing():
    write(1)
    settings = connection.settings_dict
    elsewhere = {"host": settings["HOST"], "port": settings["PORT"] or 5432, "user": settings["USER"]}
    with psycopg.connect(dbname="postgres", password=settings["PASSWORD"], **elsewhere) as other:
        other.execute("SELECT pg_current_xact_id()")
        assert seals.seal_now(patience=0.2) == 1
