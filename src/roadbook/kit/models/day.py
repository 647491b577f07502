"""How far each close of day has come: one row for the day, one for each step and range of it."""

from __future__ import annotations

from django.db import models


class DayRun(models.Model):
    """Closing one business date of one scope (an own company). Unique: a date is closed once.

    ``error`` says where and why the last try stopped; it is empty again when the day is finished.
    """

    scope_id = models.BigIntegerField()
    on = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope_id", "on"], name="day_closed_once_per_scope")]

    def __str__(self) -> str:
        return f"{self.scope_id} {self.on}"


class DayRange(models.Model):
    """A step over one range of ids, done in one transaction together with this row's ``done_at``."""

    run = models.ForeignKey(DayRun, on_delete=models.PROTECT, related_name="ranges")
    step = models.CharField(max_length=60)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "step", "low"], name="day_range_once_per_step")]

    def __str__(self) -> str:
        return f"{self.step} {self.low}..{self.high}"
