"""Number series: who asks gets the next number."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from roadbook.apps.organisation.enums import SERIES_PREFIX, SeriesKind
from roadbook.apps.organisation.models import Company, NumberSeries


def next_number(*, company: Company, kind: str, on: date) -> str:
    """The next number of its kind in the year of ``on``, such as ``"L-2026-00042"``.

    Runs inside the caller's transaction and holds the series' row until it ends, so numbers are gapless and a rollback
    burns none (I20).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    series = NumberSeries.objects.filter(company=company, kind=SeriesKind(kind), year=on.year)
    if not series.update(next=F("next") + 1):
        prefix = SERIES_PREFIX[SeriesKind(kind)]
        NumberSeries.objects.get_or_create(company=company, kind=kind, year=on.year, defaults={"prefix": prefix})
        series.update(next=F("next") + 1)
    taken = series.get()
    return f"{taken.prefix}-{taken.year}-{taken.next - 1:05d}"
