"""Number series: who asks gets the next number; the prefix is chosen before the first one of the year is given."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation import rules
from roadbook.apps.organisation.enums import SERIES_PREFIX, SeriesKind
from roadbook.apps.organisation.models import Company, NumberSeries
from roadbook.kit import audit
from roadbook.kit.errors import Conflict, Refused

_PREFIX = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
LONGEST_PREFIX = 8
YEARS_AHEAD = 1
TAKE = """
UPDATE organisation_numberseries SET next = next + %s WHERE company_id = %s AND kind = %s AND year = %s
RETURNING prefix, next
"""


class SeriesRefused(Refused):
    """The series cannot be changed like that."""

    code = "series"


class SeriesInUse(Conflict):
    """The first number of the year has been given: its prefix stands."""


def next_number(*, company: Company, kind: str, on: date) -> str:
    """The next number of its kind in the year of ``on``, such as ``"L-2026-00042"``.

    Runs inside the caller's transaction and holds the series' row until it ends, so numbers are gapless and a rollback
    burns none (I20).
    """
    return next_numbers(company=company, kind=kind, on=on, count=1)[0]


def next_numbers(*, company: Company, kind: str, on: date, count: int) -> list[str]:
    """The next ``count`` numbers at once; otherwise as ``next_number``."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    taken = _take(company, SeriesKind(kind), on.year, count)
    if not taken:
        prefix = prefix_of(company, kind, on.year)
        NumberSeries.objects.get_or_create(company=company, kind=kind, year=on.year, defaults={"prefix": prefix})
        taken = _take(company, SeriesKind(kind), on.year, count)
    [(prefix, following)] = taken
    return [f"{prefix}-{on.year}-{number:05d}" for number in range(following - count, following)]


def _take(company: Company, kind: SeriesKind, year: int, count: int) -> list[tuple[str, int]]:
    """The prefix and what comes after the numbers now taken; nothing while there is no series."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [count, company.pk, kind.value, year])
        return list(cursor.fetchall())


def prefix_of(company: Company, kind: str, year: int) -> str:
    """With what numbers of this kind begin in this year: as chosen, else as the year before, else as usual."""
    known = NumberSeries.objects.filter(company=company, kind=kind, year__lte=year).order_by("-year").first()
    return known.prefix if known else SERIES_PREFIX[SeriesKind(kind)]


@transaction.atomic
def choose_prefix(*, company: Company, by: Any, kind: str, year: int, prefix: str) -> NumberSeries:
    """Choose with what the numbers of one kind begin in a year, before the first one is given.

    :raises Forbidden: the user may not change this company.
    :raises SeriesRefused: no such kind, a year that is over or far away, or a prefix of other than capitals and digits.
    :raises SeriesInUse: a number of the year has been given.
    """
    rules.require(by, rules.EDIT, company_id=company.pk)
    prefix = prefix.strip().upper()
    if kind not in SeriesKind.values:
        raise SeriesRefused(_("Choose one of the list."), field="kind")
    if len(prefix) > LONGEST_PREFIX or not _PREFIX.fullmatch(prefix):
        raise SeriesRefused(_("Capital Latin letters and digits, up to 8."), field="prefix")
    this_year = company.business_date.year
    if not this_year <= year <= this_year + YEARS_AHEAD:
        raise SeriesRefused(_("This year or the next one."), field="year")
    old = prefix_of(company, kind, year)
    series, _new = NumberSeries.objects.get_or_create(
        company=company, kind=kind, year=year, defaults={"prefix": prefix}
    )
    if not NumberSeries.objects.filter(pk=series.pk, next=1).update(prefix=prefix):
        raise SeriesInUse(_("The first number of this year has been given: its prefix stands."), field="prefix")
    series.refresh_from_db()
    if old != prefix:
        audit.record(
            action="organisation.series.change",
            subject=company,
            by=by,
            company_id=company.pk,
            changes={"series": [None, f"{kind} {year}"], "prefix": [old, prefix]},
        )
    return series
