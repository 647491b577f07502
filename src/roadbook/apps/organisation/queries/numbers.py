"""Reads of number series: what comes next, and whether a number is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from roadbook.apps.organisation.enums import SERIES_PREFIX, SeriesKind
from roadbook.apps.organisation.models import Company, NumberSeries

MOST_GAPS = 100
_bearers: dict[str, tuple[str, str, dict[str, str]]] = {}


def register_bearer(kind: str, model: str, field: str = "number", where: Mapping[str, str] | None = None) -> None:
    """Say which rows bear the numbers of a kind: contexts above name their table, which has a ``company``.

    ``where`` narrows the rows of a table that bears several kinds.
    """
    _bearers[kind] = (model, field, dict(where or {}))


def series_of(company: Company) -> QuerySet[NumberSeries]:
    return company.series.order_by("-year", "kind")


@dataclass(frozen=True)
class Series:
    """One kind of number in one year as the screen shows it; ``gaps`` is None where nobody told who bears them."""

    kind: str
    label: str
    year: int
    prefix: str
    next: int
    gaps: tuple[str, ...] | None

    @property
    def shown(self) -> str:
        return f"{self.prefix}-{self.year}-{self.next:05d}"

    @property
    def is_begun(self) -> bool:
        return self.next > 1


def series_book(company: Company) -> list[Series]:
    """Every kind in the company's year, begun or not, and the years before it, the latest first."""
    rows = list(series_of(company))
    this_year = company.business_date.year
    known = {(row.kind, row.year) for row in rows}
    latest = {row.kind: row.prefix for row in reversed(rows) if row.year <= this_year}
    fresh = [
        NumberSeries(company=company, kind=kind, year=this_year, prefix=latest.get(kind, SERIES_PREFIX[kind]))
        for kind in SeriesKind
        if (kind, this_year) not in known
    ]
    order = list(SeriesKind.values)
    ranked = sorted([*rows, *fresh], key=lambda row: (-row.year, order.index(row.kind)))
    return [_series(row) for row in ranked]


def _series(row: NumberSeries) -> Series:
    return Series(row.kind, row.get_kind_display(), row.year, row.prefix, row.next, gaps_of(row))


def gaps_of(series: NumberSeries) -> tuple[str, ...] | None:
    """Numbers that were given and that nothing bears, the first hundred; None where nobody told who bears them."""
    if series.kind not in _bearers:
        return None
    if series.next == 1:
        return ()
    model, field, where = _bearers[series.kind]
    head = f"{series.prefix}-{series.year}-"
    of_series = {"company": series.company, f"{field}__startswith": head, **where}
    rows = apps.get_model(model)._base_manager.filter(**of_series)
    if rows.count() == series.next - 1:
        return ()
    borne = set(rows.values_list(field, flat=True).iterator())
    numbers = (f"{head}{number:05d}" for number in range(1, series.next))
    missing = (number for number in numbers if number not in borne)
    return tuple(number for number, _place in zip(missing, range(MOST_GAPS), strict=False))
