"""Close of day: order, once per range, after an error, after a kill, twice at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from roadbook.kit import day
from roadbook.kit.models import DayRange, DayRun, OutboxEvent
from roadbook.kit.testing import at_once

ON = date(2026, 11, 24)
fail_at: set[tuple[str, int]] = set()


def write(step: str, scope_id: int, on: date, low: int, high: int) -> int:
    """A step that leaves one row for each range, and fails after writing where it is told to."""
    OutboxEvent.objects.create(name=f"{step} {low}", payload={}, published_at=datetime(2026, 11, 24, tzinfo=UTC))
    if (step, low) in fail_at:
        raise ValueError("bad contract")
    return high - low + 1


def three(scope_id: int, on: date) -> Iterable[tuple[int, int]]:
    return [(1, 10), (11, 20), (21, 25)]


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at.clear()
    monkeypatch.setattr(day, "_steps", {})
    monkeypatch.setattr(day, "_order", [])
    day.register("b", lambda *args: write("b", *args))
    day.register("a", lambda *args: write("a", *args), three)
    day.arrange(["a", "b"])


def written() -> list[str]:
    return list(OutboxEvent.objects.order_by("id").values_list("name", flat=True))


ALL = ["a 1", "a 11", "a 21", "b 0"]


@pytest.mark.django_db
def test_steps_run_in_order_and_rows_are_counted() -> None:
    assert day.close(1, ON) == 26
    assert written() == ALL
    assert DayRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_rerun_does_nothing() -> None:
    day.close(1, ON)
    assert day.close(1, ON) == 0
    assert written() == ALL


@pytest.mark.django_db
def test_each_scope_and_date_is_its_own_day() -> None:
    day.close(1, ON)
    day.close(2, ON)
    day.close(1, date(2026, 11, 25))
    assert len(written()) == 12


@pytest.mark.django_db
def test_error_stops_the_day_keeps_what_was_done_and_says_why() -> None:
    fail_at.add(("a", 11))
    with pytest.raises(day.DayStopped, match=r"a 11\.\.20: ValueError: bad contract"):
        day.close(1, ON)
    assert written() == ["a 1"]
    run = DayRun.objects.get()
    assert (run.finished_at, run.error) == (None, "a 11..20: ValueError: bad contract")
    fail_at.clear()
    assert day.close(1, ON) == 16
    assert written() == ALL
    run.refresh_from_db()
    assert (run.error, run.finished_at is not None) == ("", True)


@pytest.mark.django_db
def test_error_in_a_plan_stops_the_day_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def plan(scope_id: int, on: date) -> list[tuple[int, int]]:
        raise LookupError("no book")

    with monkeypatch.context() as broken:
        broken.setitem(day._steps, "b", day.Step("b", day._steps["b"].run, plan))
        with pytest.raises(day.DayStopped, match="b, its plan: LookupError: no book"):
            day.close(1, ON)
    assert DayRun.objects.get().error == "b, its plan: LookupError: no book"
    day.close(1, ON)
    assert written() == ALL


@pytest.mark.django_db(transaction=True)
def test_kill_within_a_range_undoes_that_range_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill is a lost connection: the range's transaction goes, the ranges before it stay."""

    class Killed(BaseException):
        pass

    def die(scope_id: int, on: date, low: int, high: int) -> int:
        rows = write("a", scope_id, on, low, high)
        if low == 11:
            connection.close()
            raise Killed
        return rows

    monkeypatch.setitem(day._steps, "a", day.Step("a", die, three))
    with pytest.raises(Killed):
        day.close(1, ON)
    connection.close()
    assert written() == ["a 1"]
    assert DayRange.objects.filter(done_at__isnull=False).count() == 1
    monkeypatch.setitem(day._steps, "a", day.Step("a", lambda *args: write("a", *args), three))
    assert day.close(1, ON) == 16
    assert written() == ALL


@pytest.mark.django_db(transaction=True)
def test_closers_at_once_do_each_range_once() -> None:
    results: list[Any] = at_once(*[lambda: day.close(1, ON)] * 4)
    assert sorted(written()) == ALL
    assert sum(results) == 26
    names = written()
    assert names[-1] == "b 0"


@pytest.mark.django_db
def test_the_first_plan_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at.add(("a", 11))
    with pytest.raises(day.DayStopped):
        day.close(1, ON)
    fail_at.clear()
    monkeypatch.setitem(day._steps, "a", day.Step("a", lambda *args: write("a", *args), lambda *_: [(1, 25)]))
    day.close(1, ON)
    assert written() == ALL


def test_order_and_registry_must_agree() -> None:
    with pytest.raises(RuntimeError, match="missing"):
        day.arrange(["a", "b", "missing"])
    with pytest.raises(RuntimeError, match="b"):
        day.arrange(["a"])
