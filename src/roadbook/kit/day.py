"""Close of day: contexts register steps, ``close`` runs them over ranges, each range once and in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from . import clock
from .models import DayRange, DayRun

Plan = Callable[[int, date], Iterable[tuple[int, int]]]
Run = Callable[[int, date, int, int], int]
MACHINE_RANGE = (0, 0)


@dataclass(frozen=True)
class Step:
    """``plan(scope_id, on)`` gives ranges of ids (low, high inclusive); ``run(scope_id, on, low, high)`` does one and counts rows."""

    name: str
    run: Run
    plan: Plan


_steps: dict[str, Step] = {}
_order: list[str] = []


def once(scope_id: int, on: date) -> Iterable[tuple[int, int]]:
    """The plan of a step that is one range for the whole scope."""
    return [MACHINE_RANGE]


def register(name: str, run: Run, plan: Plan = once) -> None:
    """Called by a context when it is ready. The order of the day is assembled in config."""
    _steps[name] = Step(name, run, plan)


def arrange(names: Iterable[str]) -> None:
    """Fix the order. A registered step that is not named, or a name without a step, is an error at once."""
    _order[:] = list(names)
    if set(_order) != set(_steps):
        raise RuntimeError(f"close of day: {set(_order) ^ set(_steps)} named or registered, not both")


def close(scope_id: int, on: date) -> int:
    """Run what is still undone of this date for this scope; returns rows touched. A second call finds nothing to do."""
    run, _ = DayRun.objects.get_or_create(scope_id=scope_id, on=on, defaults={"started_at": clock.now()})
    if run.finished_at:
        return 0
    rows = sum(_run_step(run, _steps[name]) for name in _order)
    DayRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(finished_at=clock.now())
    return rows


def _run_step(run: DayRun, step: Step) -> int:
    planned = DayRange.objects.filter(run=run, step=step.name)
    if not planned.exists():
        rows = [DayRange(run=run, step=step.name, low=low, high=high) for low, high in step.plan(run.scope_id, run.on)]
        DayRange.objects.bulk_create(rows, ignore_conflicts=True)
    todo = planned.filter(done_at__isnull=True).order_by("low").values_list("pk", "low", "high")
    return sum(_run_range(run, step, *item) for item in list(todo))


def _run_range(run: DayRun, step: Step, pk: int, low: int, high: int) -> int:
    with transaction.atomic():
        if not DayRange.objects.filter(pk=pk, done_at__isnull=True).update(done_at=clock.now()):
            return 0
        rows = step.run(run.scope_id, run.on, low, high)
        DayRange.objects.filter(pk=pk).update(rows=rows)
    return rows
