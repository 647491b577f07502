"""The import engine: from a file to rows, each once; mended, reported, undone."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from roadbook.kit import audit, clock, crash, imports, jobs, tabular, vault
from roadbook.kit.errors import Conflict, Forbidden
from roadbook.kit.imports import batches, columns, erasing, mending, reports
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import (
    AuditEntry,
    ImportBatch,
    ImportProfile,
    ImportRow,
    ImportState,
    Job,
    JobState,
    OutboxEvent,
    WorkerBeat,
)
from roadbook.kit.testing import at_once, run_jobs
from tests.factories import identity, organisation
from tests.kit import beats
from tests.kit.beats import Beats, checked, imported, rows, upload

FILE = "Name;Date;How many\nanna;24.11.2026;1\nboris;23.11.2026;2\nceco;22.11.2026;\n"


@pytest.fixture(autouse=True)
def importer():
    imports.register(Beats)
    columns._words.cache_clear()
    yield
    imports.registry._importers.pop(beats.CODE)


pytestmark = pytest.mark.django_db


def contents(batch: ImportBatch, line: int) -> Contents:
    return Contents(ImportRow.objects.get(batch=batch, line=line))


def test_file_is_kept_sealed_and_its_columns_are_guessed():
    batch = upload(FILE)
    assert batch.mapping == {"0": "name", "1": "on", "2": "count"}
    assert (batch.state, batch.reading["separator"], batch.file_name) == ("uploaded", ";", "beats.csv")
    stored = (vault.folder() / batch.file).read_bytes()
    assert b"anna" not in stored
    with vault.opened(batch.file) as file:
        assert file.read() == FILE.encode()


@pytest.mark.parametrize(
    ("header", "mapping"),
    [
        ("Име;Дата", {"0": "name", "1": "on"}),
        ("NAZWA ;  date.", {"0": "name", "1": "on"}),
        ("Names;Dates", {"0": "name", "1": "on"}),
        ("other;thing", {}),
        ("Name;Име", {"0": "name"}),
    ],
)
def test_columns_are_guessed_by_name_in_any_language(header, mapping):
    assert upload(f"{header}\na;b\n").mapping == mapping


def test_unreadable_file_leaves_nothing():
    with pytest.raises(tabular.FileRefused):
        upload("Name;Date\n")
    assert ImportBatch.objects.count() == 0
    assert [path for path in vault.folder().rglob("*") if path.is_file()] == []


def test_rows_are_judged_by_state_and_field():
    WorkerBeat.objects.create(name="boris", beat_at=datetime(2026, 11, 23, tzinfo=UTC))
    WorkerBeat.objects.create(name="ceco", beat_at=datetime(2026, 1, 1, tzinfo=UTC))
    batch = checked(FILE + ";1.1.2026;5\nerin;31.02.2026;500\nanna;25.11.2026;1\nforbidden;;\n")
    assert rows(batch) == [
        (2, "new"),
        (3, "duplicate"),
        (4, "conflict"),
        (5, "error"),
        (6, "error"),
        (7, "duplicate"),
        (8, "error"),
    ]
    assert batch.counts == {"new": 1, "duplicate": 2, "conflict": 1, "error": 3}
    assert [(one.field, one.message) for one in contents(batch, 6).problems] == [
        ("on", "There is no such day."),
        ("count", "From 0 to 100."),
    ]
    assert contents(batch, 7).note == "The same as line 2."
    assert WorkerBeat.objects.count() == 2


def test_what_rows_say_is_unreadable_in_the_database():
    batch = checked(FILE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, fields FROM kit_importrow WHERE batch_id = %s", [batch.pk])
        stored = str(cursor.fetchall())
    assert "anna" not in stored


def test_new_rows_are_imported_and_the_rest_is_left():
    WorkerBeat.objects.create(name="boris", beat_at=datetime(2026, 1, 1, tzinfo=UTC))
    batch = imported(FILE + "\n".join(f"n{number};24.11.2026;1" for number in range(9)) + "\nbad;x;\n")
    assert batch.state == ImportState.DONE
    assert batch.counts == {"done": 11, "conflict": 1, "error": 1}
    assert len(beats.beats()) == 12
    assert beats.beats()["boris"] == date(2026, 1, 1)
    assert (batch.job.state, batch.job.done, batch.job.failed) == (JobState.DONE, 11, 0)


def test_changes_are_taken_where_that_was_asked_and_put_back_by_undo():
    WorkerBeat.objects.create(name="boris", beat_at=datetime(2026, 1, 1, tzinfo=UTC))
    batch = imported(FILE, takes_changes=True)
    assert beats.beats()["boris"] == date(2026, 11, 23)
    batches.undo(batch=batch, by=None)
    run_jobs()
    assert beats.beats() == {"boris": date(2026, 1, 1)}


def test_same_file_twice_makes_duplicates_and_nothing_twice():
    imported(FILE)
    again = checked(FILE)
    assert again.counts == {"duplicate": 3}
    with pytest.raises(batches.ImportRefused, match="nothing to import"):
        batches.run(batch=again, by=None)
    assert WorkerBeat.objects.count() == 3


def test_row_that_is_taken_between_check_and_run_fails_alone():
    batch = checked(FILE)
    WorkerBeat.objects.create(name="boris", beat_at=clock.now())
    batches.run(batch=batch, by=None)
    run_jobs()
    batch.refresh_from_db()
    assert batch.counts == {"done": 2, "error": 1}
    assert contents(batch, 3).problems == [imports.Problem("name", "Taken meanwhile.")]


def test_cell_is_mended_and_the_row_and_its_twins_are_judged_anew():
    batch = checked("Name;Date\nanna;24.11.2026\nanna;1.1.2026\nboris;31.02.2026\n")
    assert rows(batch) == [(2, "new"), (3, "duplicate"), (4, "error")]
    first, third = ImportRow.objects.get(batch=batch, line=2), ImportRow.objects.get(batch=batch, line=4)
    mending.mend(batch=batch, row=third, values={"on": "28.02.2026"}, by=None)
    mending.mend(batch=batch, row=first, values={"name": "dora"}, by=None)
    assert rows(batch) == [(2, "new"), (3, "new"), (4, "new")]
    batch.refresh_from_db()
    assert batch.counts == {"new": 3}
    batches.run(batch=batch, by=None)
    run_jobs()
    assert beats.beats() == {"anna": date(2026, 1, 1), "boris": date(2026, 2, 28), "dora": date(2026, 11, 24)}


def test_errors_mended_after_the_run_are_imported_by_another():
    batch = imported(FILE + "dora;32.1.2026;\n")
    row = ImportRow.objects.get(batch=batch, line=5)
    mending.mend(batch=batch, row=row, values={"on": "1.1.2026"}, by=None)
    batches.run(batch=batch, by=None)
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("done", {"done": 4})


def test_imported_row_is_not_mended():
    batch = imported(FILE)
    row = ImportRow.objects.get(batch=batch, line=2)
    with pytest.raises(Conflict):
        mending.mend(batch=batch, row=row, values={"name": "x"}, by=None)


def test_mapping_without_what_is_needed_is_refused():
    batch = upload(FILE)
    for mapping, why in (
        ({"1": "on"}, "Which column is “Name”"),
        ({"0": "name", "1": "name"}, "Two columns"),
        ({"0": "nope"}, "no such column"),
        ({"9": "name"}, "no such column"),
        ({}, "Which column is “Name”"),
    ):
        with pytest.raises(batches.ImportRefused, match=why):
            batches.map_columns(batch=batch, mapping=mapping, by=None)
    assert (Job.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_mapping_is_remembered_for_the_same_header():
    first = upload("a;b\nanna;1.1.2026\n")
    assert first.mapping == {}
    batches.map_columns(batch=first, mapping={"0": "name", "1": "on"}, by=None)
    assert upload(" A ;b\nx;2.2.2026\n").mapping == {"0": "name", "1": "on"}
    assert upload("a;b\nx;2.2.2026\n", company_id=2).mapping == {}
    assert upload("a;c\nx;2.2.2026\n").mapping == {}
    assert ImportProfile.objects.count() == 1


def test_reading_is_changed_and_the_header_read_anew():
    batch = upload("Име;Дата\nИван;1.1.2026\n", encoding="cp1251")
    assert (batch.reading["encoding"], batch.headers) == ("cp1251", ["Име", "Дата"])
    changed = batches.reread(batch=batch, by=None, encoding="koi8-r")
    assert changed.headers != ["Име", "Дата"]
    with pytest.raises(tabular.FileRefused):
        batches.reread(batch=batch, by=None, encoding="utf-8")
    batch.refresh_from_db()
    assert batch.reading["encoding"] == "koi8-r"


def test_file_that_breaks_far_below_leaves_no_rows_and_the_reason():
    batch = checked(FILE + '"open;1.1.2026;1\n' + "x;1.1.2026;1\n" * 20)
    assert (batch.state, ImportRow.objects.count()) == ("uploaded", 0)
    assert "line 5 are never closed" in batch.problem


def test_stopped_run_goes_on_later(monkeypatch):
    batch = checked("Name\n" + "\n".join(f"n{number}" for number in range(10)) + "\n")
    monkeypatch.setattr(jobs.progress, "FLUSH_EVERY", 0)
    batches.run(batch=batch, by=None)
    Job.objects.filter(name="kit.import.run").update(cancel_asked=True)
    job = Job.objects.get(name="kit.import.run")
    run_jobs()
    batch.refresh_from_db()
    job.refresh_from_db()
    assert (batch.state, job.state) == ("stopped", JobState.CANCELLED)
    batches.run(batch=batch, by=None)
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.counts, WorkerBeat.objects.count()) == ("done", {"done": 10}, 10)


def test_run_is_started_once():
    batch = checked(FILE)
    batches.run(batch=batch, by=None)
    with pytest.raises(batches.BatchBusy):
        batches.run(batch=batch, by=None)
    with pytest.raises(batches.BatchBusy):
        batches.map_columns(batch=batch, mapping=batch.mapping, by=None)
    with pytest.raises(batches.BatchBusy):
        batches.discard(batch=batch, by=None)
    assert Job.objects.filter(name="kit.import.run").count() == 1


def test_job_that_gave_up_leaves_the_batch_to_another_run():
    batch = checked(FILE)
    batches.run(batch=batch, by=None)
    Job.objects.filter(name="kit.import.run").update(state=JobState.DEAD)
    batches.run(batch=batch, by=None)
    run_jobs()
    assert WorkerBeat.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_four_runs_at_the_same_time_are_one():
    batch = checked("Name\n" + "\n".join(f"n{number}" for number in range(40)) + "\n")
    results = at_once(*[lambda: batches.run(batch=batch, by=None)] * 4)
    assert [type(result).__name__ for result in results].count("ImportBatch") == 1
    job = Job.objects.get(name="kit.import.run")
    at_once(*[lambda: jobs.run(job.pk)] * 4)
    assert WorkerBeat.objects.count() == 40
    assert set(ImportRow.objects.values_list("state", flat=True)) == {"done"}


def test_undo_takes_everything_back():
    batch = imported(FILE)
    batches.undo(batch=batch, by=None)
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.counts, WorkerBeat.objects.count()) == ("undone", {"undone": 3}, 0)
    with pytest.raises(batches.BatchBusy):
        batches.run(batch=batch, by=None)


def test_undo_is_refused_whole_once_something_was_done_to_a_row():
    batch = imported(FILE)
    boris = WorkerBeat.objects.get(name="boris")
    audit.name_action("kit.workerbeat.change", "Beat changed")
    later = clock.now() + timedelta(seconds=1)
    with clock.pretending(later):
        audit.record(action="kit.workerbeat.show", subject=WorkerBeat.objects.get(name="anna"), by=None)
        audit.record(action="kit.workerbeat.change", subject=boris, by=None)
    batches.undo(batch=batch, by=None)
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, WorkerBeat.objects.count()) == ("done", 3)
    assert "line 3: Beat changed" in batch.problem
    assert "line 2" not in batch.problem


def test_act_that_comes_while_an_import_is_undone_keeps_the_rest(monkeypatch):
    audit.name_action("kit.workerbeat.change", "Beat changed")
    batch = imported("Name\n" + "".join(f"n{number}\n" for number in range(10)))

    def meanwhile(name: str) -> None:
        with clock.pretending(clock.now() + timedelta(seconds=1)):
            audit.record(action="kit.workerbeat.change", subject=WorkerBeat.objects.get(name="n0"), by=None)

    monkeypatch.setattr(crash, "point", meanwhile)
    batches.undo(batch=batch, by=None)
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.counts, WorkerBeat.objects.count()) == ("done", {"done": 2, "undone": 8}, 2)
    assert batch.problem.startswith("The rest was not undone")
    assert "line 2" in batch.problem


def test_report_names_line_field_and_reason():
    batch = checked(FILE + "erin;31.02.2026;500\n;=1;\n")
    report = b"".join(reports.errors(batch, "bg")).decode("utf-8-sig")
    assert report.splitlines() == [
        "Line;Field;Reason",
        "5;Date;There is no such day.",
        "5;How many;From 0 to 100.",
        "6;Name;This is needed.",
        "6;Date;Write a date such as 24.11.2026.",
    ]


def test_what_rows_said_is_erased_after_some_weeks():
    batch = imported(FILE)
    ready = upload(FILE)
    assert erasing.erase() == 0
    with clock.pretending(clock.now() + erasing.KEPT + timedelta(days=1)):
        assert erasing.erase() == 2
        assert erasing.erase() == 0
    batch.refresh_from_db()
    ready.refresh_from_db()
    assert (batch.file, ready.file, ready.state) == ("", "", "discarded")
    assert set(ImportRow.objects.values_list("content", "key", "state")) == {("", "", "done")}
    assert [path for path in vault.folder().rglob("*") if path.is_file()] == []
    with pytest.raises(batches.BatchBusy, match="erased"):
        batches.undo(batch=batch, by=None)


def test_discarded_batch_leaves_no_rows_and_no_file():
    batch = checked(FILE)
    batches.discard(batch=batch, by=None)
    batch.refresh_from_db()
    assert (batch.state, ImportRow.objects.count(), batch.file) == ("discarded", 0, "")


def test_both_permissions_are_needed_in_the_company():
    company, other = organisation.company(), organisation.company()
    broker = identity.staff(company, "broker")
    office = identity.staff(company, "back_office")
    with pytest.raises(Forbidden):
        upload(FILE, by=broker, company_id=company.pk)
    with pytest.raises(Forbidden):
        upload(FILE, by=office, company_id=other.pk)
    assert ImportBatch.objects.count() == 0
    batch = upload(FILE, by=office, company_id=company.pk)
    with pytest.raises(Forbidden):
        batches.map_columns(batch=batch, mapping=batch.mapping, by=broker)
    entry = AuditEntry.objects.get(action="kit.importbatch.upload")
    assert (entry.actor_id, entry.company_id) == (office.pk, company.pk)


def test_rows_are_forgotten_when_the_right_is_lost_before_the_run():
    company = organisation.company()
    office = identity.staff(company, "back_office")
    batch = upload(FILE, by=office, company_id=company.pk)
    batches.map_columns(batch=batch, mapping=batch.mapping, by=office)
    run_jobs()
    batches.run(batch=batch, by=office)
    office.assignments.update(ended_at=clock.now())
    run_jobs()
    assert WorkerBeat.objects.count() == 0
    assert Job.objects.get(name="kit.import.run").state == JobState.DEAD


def test_name_of_a_file_is_made_harmless():
    stream = io.BytesIO(FILE.encode())
    batch = batches.upload(
        importer=beats.CODE, company_id=1, file=stream, name="C:\\x/../\u202e../be\x00ats.csv", by=None
    )
    assert batch.file_name == "..beats.csv" or "/" not in batch.file_name
    assert "\u202e" not in batch.file_name


def test_no_event_is_lost_or_doubled_by_the_engine_itself():
    imported(FILE)
    assert OutboxEvent.objects.count() == 0
