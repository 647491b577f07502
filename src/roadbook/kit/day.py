"""Close of day: contexts register steps, ``close`` runs them over ranges, each range once and in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from . import clock
from .models import DayRange, DayRun

Plan = Callable[[int, date], Iterable[tuple[int, int]]]
Run = Callable[[int, date, int, int], int]
WHOLE = (0, 0)


class DayStopped(Exception):  # noqa: N818 - reads as a sentence
    """A range failed. What was done before it stays done; the reason stands on the run as well."""


@dataclass(frozen=True)
class Step:
    """``plan(scope_id, on)`` gives ranges of ids (low, high inclusive), ``run(scope_id, on, low, high)`` does one.

    ``run`` returns how many rows it touched and is called inside the range's transaction.
    """

    name: str
    run: Run
    plan: Plan


_steps: dict[str, Step] = {}
_order: list[str] = []


def once(_scope_id: int, _on: date) -> Iterable[tuple[int, int]]:
    """The plan of a step that is one range for the whole scope."""
    return [WHOLE]


def register(name: str, run: Run, plan: Plan = once) -> None:
    """Called by a context when it is ready. The order of the day is assembled in config."""
    _steps[name] = Step(name, run, plan)


def arrange(names: Iterable[str]) -> None:
    """Fix the order. A registered step that is not named, or a name without a step, is an error at once."""
    _order[:] = list(names)
    if set(_order) != set(_steps):
        raise RuntimeError(f"close of day: {set(_order) ^ set(_steps)} named or registered, not both")


def close(scope_id: int, on: date) -> int:
    """Run what is undone of this date for this scope; returns rows touched here. A second call finds nothing to do.

    May run twice at once, and again after a kill: each range is done by one of them, once.

    :raises DayStopped: a range, or the plan of a step, failed.
    """
    run, _ = DayRun.objects.get_or_create(scope_id=scope_id, on=on, defaults={"started_at": clock.now()})
    if run.finished_at:
        return 0
    rows = sum(_run_step(run, _steps[name]) for name in _order)
    DayRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(finished_at=clock.now(), error="")
    return rows


def _run_step(run: DayRun, step: Step) -> int:
    with _stopping(run, f"{step.name}, its plan"):
        _plan(run, step)
    todo = DayRange.objects.filter(run=run, step=step.name, done_at__isnull=True).order_by("low")
    return sum(_run_range(run, step, one) for one in todo)


@transaction.atomic
def _plan(run: DayRun, step: Step) -> None:
    """Two closers must not cut the ids differently: the run's row is the lock, the first plan stands."""
    DayRun.objects.select_for_update().get(pk=run.pk)
    if not DayRange.objects.filter(run=run, step=step.name).exists():
        ranges = step.plan(run.scope_id, run.on)
        DayRange.objects.bulk_create(DayRange(run=run, step=step.name, low=low, high=high) for low, high in ranges)


def _run_range(run: DayRun, step: Step, one: DayRange) -> int:
    with _stopping(run, f"{step.name} {one.low}..{one.high}"), transaction.atomic():
        # Whoever turns this row from undone to done does the work; another closer waits here and finds it done.
        if not DayRange.objects.filter(pk=one.pk, done_at__isnull=True).update(done_at=clock.now()):
            return 0
        rows = step.run(run.scope_id, run.on, one.low, one.high)
        DayRange.objects.filter(pk=one.pk).update(rows=rows)
    return rows


@contextmanager
def _stopping(run: DayRun, what: str) -> Iterator[None]:
    """Whatever fails inside stops the day, with its reason on the run."""
    try:
        yield
    except Exception as error:
        reason = f"{what}: {type(error).__name__}: {error}"
        DayRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(error=reason)
        raise DayStopped(reason) from error
