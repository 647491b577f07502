"""Append-only tables, audit, states, encryption, SQLite's switches, invariants: on whichever engine the tests run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.test.utils import isolate_apps

from roadbook.kit import audit, books, clock, context, crypto, invariants, sqlite, states, triggers
from roadbook.kit.models import AuditEntry, AuditValues, IdempotencyRecord, Job, JobState
from roadbook.kit.testing import at_once, undone

pytestmark = pytest.mark.django_db
TABLE = {
    "queued": {"start": "running", "drop": "cancelled"},
    "running": {"finish": "done"},
    "done": {},
    "cancelled": {},
}


def entry(**fields: Any) -> AuditEntry:
    return audit.record(**{"action": "kit.test", "subject": "kit.thing:1", "by": None, **fields})


def new_job(**fields: Any) -> Job:
    return Job.objects.create(
        name="x", title="x", created_at=clock.now(), queued_at=clock.now(), company_id=3, **fields
    )


# ---- append-only


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_change_the_audit(change: str) -> None:
    row = entry()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).update(action="x") if change == "update" else row.delete()
    assert AuditEntry.objects.get().action == "kit.test"


def test_database_refuses_to_empty_the_audit() -> None:
    entry()
    emptied = "DELETE FROM kit_auditentry" if connection.vendor == "sqlite" else "TRUNCATE kit_auditentry CASCADE"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(emptied)
    assert AuditEntry.objects.count() == 1


def test_triggers_are_watched_and_come_back() -> None:
    assert triggers.missing() == []
    with triggers.unlocked():
        assert "kit_auditentry" in triggers.missing()
        warnings = checks.run_checks(databases=["default"], tags=[checks.Tags.database])
        assert "kit.W001" in {warning.id for warning in warnings}
        problems = [verdict for verdict in invariants.verify() if verdict.code == "I17" and verdict.problems]
        assert len(problems) == 1
    assert triggers.missing() == []


def test_half_a_guard_counts_as_missing() -> None:
    name = triggers._names(connection.vendor, AuditEntry)[1]
    tail = "" if connection.vendor == "sqlite" else " ON kit_auditentry"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{tail}')
    assert triggers.missing() == ["kit_auditentry"]
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert triggers.missing() == []


# ---- audit


def test_entry_says_who_from_where_and_what() -> None:
    user = get_user_model().objects.create_user(email="a@example.com", password=None, name="Ana")
    with context.acting(context.Origin("10.0.0.1", "req-1")):
        row = entry(by=user, subject=user, company_id=5, changes={"state": ["a", clock.today()]})
    assert (row.actor_id, row.actor_name, row.ip, row.request_id) == (user.pk, "Ana", "10.0.0.1", "req-1")
    assert (row.subject, row.company_id) == (f"identity.user:{user.pk}", 5)
    assert row.changes == {"state": ["a", clock.today().isoformat()]}
    assert entry().actor_name == "machine"


def test_personal_values_lie_apart_and_are_proved_by_their_hash() -> None:
    row = entry(personal={"phone": [None, "+359888123456"], "b": ["ж", None]})
    assert (row.changes, len(row.values_sha256)) == ({}, 64)
    assert AuditValues.objects.get().values == {"phone": [None, "+359888123456"], "b": ["ж", None]}
    assert list(books.audit_values()) == []
    AuditValues.objects.update(values={"phone": [None, "other"]})
    assert len(list(books.audit_values())) == 1
    AuditValues.objects.all().delete()
    assert list(books.audit_values()) == []


def test_entry_falls_with_its_transaction() -> None:
    undone(lambda: entry(personal={"a": 1}))
    assert (AuditEntry.objects.count(), AuditValues.objects.count()) == (0, 0)


def test_diff() -> None:
    assert audit.diff({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None}) == {"b": [2, 3]}


# ---- states


def test_move_updates_row_instance_and_audit() -> None:
    job = new_job()
    states.move(job, "start", table=TABLE, by=None, reason="asked for")
    assert (job.state, Job.objects.get().state) == ("running", "running")
    row = AuditEntry.objects.get()
    assert (row.action, row.company_id) == ("kit.job.start", 3)
    assert row.changes == {"state": ["queued", "running"], "reason": [None, "asked for"]}


def test_unlisted_move_is_refused_in_words_and_writes_nothing() -> None:
    job = new_job()
    with pytest.raises(states.MoveRefused, match="“finish” is not possible while the state is “Queued”"):
        states.move(job, "finish", table=TABLE, by=None)
    assert (job.state, Job.objects.get().state, AuditEntry.objects.count()) == ("queued", "queued", 0)


def test_stale_instance_does_not_win() -> None:
    job = new_job()
    stale = Job.objects.get()
    states.move(job, "drop", table=TABLE, by=None)
    with pytest.raises(states.MoveRefused):
        states.move(stale, "start", table=TABLE, by=None)
    assert (Job.objects.get().state, AuditEntry.objects.count()) == ("cancelled", 1)


@pytest.mark.django_db(transaction=True)
def test_one_of_many_movers_wins() -> None:
    job = new_job()
    copies = [Job.objects.get(pk=job.pk) for _ in range(4)]
    results = at_once(*[lambda copy=copy: states.move(copy, "start", table=TABLE, by=None) for copy in copies])  # type: ignore[misc]
    assert sum(result is None for result in results) == 1
    assert AuditEntry.objects.count() == 1


def test_reachable_and_diagram() -> None:
    assert states.reachable(TABLE, "running") == {"running", "done"}
    assert "    queued --> running: start\n" in states.diagram(TABLE, "queued", {"queued": "broker"})


# ---- encryption


def test_field_is_unreadable_in_the_database_and_not_searched() -> None:
    IdempotencyRecord.objects.create(scope="s", route="r", key="k", body="8001014509", claimed_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM kit_idempotencyrecord")
        assert "8001014509" not in cursor.fetchone()[0]
    assert IdempotencyRecord.objects.get().body == "8001014509"
    with pytest.raises(FieldError):
        IdempotencyRecord.objects.filter(body="8001014509").exists()
    assert IdempotencyRecord.objects.filter(body__isnull=False).exists()


def test_keys_rotate_and_the_index_stays(settings) -> None:
    settings.FIELD_KEY = "old"
    token, index = crypto.encrypt("ЕГН"), crypto.blind_index("1", "egn")
    settings.FIELD_KEY = "new,old"
    assert (crypto.decrypt(token), crypto.blind_index("1", "egn")) == ("ЕГН", index)
    newer = crypto.encrypt("ЕГН")
    settings.FIELD_KEY = "new"
    assert crypto.decrypt(newer) == "ЕГН"
    with pytest.raises(InvalidToken):
        crypto.decrypt(token)


def test_index_tells_values_and_purposes_apart() -> None:
    made = {crypto.blind_index(value, purpose) for value in ("1", "2") for purpose in ("a", "b")}
    assert len(made) == 4
    assert crypto.encrypt("x") != crypto.encrypt("x")


# ---- SQLite


def test_switches_are_on_where_the_engine_is_sqlite() -> None:
    assert sqlite.fault(connection) == ""


def fake(journal: str = "wal", keys: int = 1, mode: str = "IMMEDIATE") -> Any:
    answers = {sqlite.JOURNAL: journal, sqlite.FOREIGN_KEYS: keys}
    raw = SimpleNamespace(
        execute=lambda sql: SimpleNamespace(fetchone=lambda: [answers[sql]]),
        create_function=lambda *_, **__: None,
        getlimit=lambda _limit: 999,
    )
    return SimpleNamespace(
        vendor="sqlite",
        is_in_memory_db=lambda: False,
        ensure_connection=lambda: None,
        connection=raw,
        features=SimpleNamespace(max_query_params=0),
        transaction_mode=mode,
    )


@pytest.mark.parametrize("wrong", [{"journal": "delete"}, {"keys": 0}, {"mode": "DEFERRED"}])
def test_unsafe_connection_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured):
        sqlite._opened(connection=fake(**wrong))
    sqlite._opened(connection=fake())


# ---- jobs


def test_silent_running_job_is_told() -> None:
    new_job(state=JobState.RUNNING, heartbeat_at=clock.now())
    assert list(books.living_jobs()) == []
    job = new_job(state=JobState.RUNNING, heartbeat_at=clock.now() - 2 * books.STUCK)
    assert [f"job {job.pk} " in problem for problem in books.living_jobs()] == [True]


def test_append_only_decorator_registers() -> None:
    with isolate_apps("roadbook.kit"):
        assert AuditEntry in triggers.protected()
