"""Number series."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.enums import SeriesKind

from .company import Company


class NumberSeries(models.Model):
    """The counter of one kind of paper in one year. ``next`` is the number that the next caller gets."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="series")
    kind = models.CharField(max_length=20, choices=SeriesKind.choices)
    year = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=8)
    next = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "year"], name="series_is_one_per_company_kind_and_year"),
            models.CheckConstraint(condition=models.Q(next__gte=1), name="series_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.next:05d}"
