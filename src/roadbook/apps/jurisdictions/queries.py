"""Country packs and holidays."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .enums import IdentifierKind

DATA = Path(__file__).parent / "data"
NAMES = {"BG": _("Bulgaria"), "PL": _("Poland"), "RU": _("Russia"), "EU": _("European Union")}


@dataclass(frozen=True)
class Source:
    """Where a fact of a pack comes from: ``of`` which field, the statute or publication, and as of which day."""

    of: str
    source: str
    as_of: date


@dataclass(frozen=True)
class Pack:
    """What the product knows of a country. ``country`` is ISO 3166 alpha-2, or EU for what the Union has in common."""

    country: str
    name: str
    currency: str
    language: str
    time_zone: str
    phone_region: str
    has_iban: bool
    person_identifiers: tuple[IdentifierKind, ...]
    organisation_identifiers: tuple[IdentifierKind, ...]
    sources: tuple[Source, ...]


def countries() -> list[str]:
    """Codes of the countries that there is a pack for."""
    return sorted(path.stem for path in DATA.glob("*.json"))


@cache
def pack(country: str) -> Pack:
    """The pack of a country.

    :raises LookupError: there is none.
    """
    if country not in countries():
        raise LookupError(f"no country pack {country!r}")
    data = json.loads((DATA / f"{country}.json").read_text(encoding="utf-8"))
    kinds = {
        name: tuple(IdentifierKind(kind) for kind in data[name])
        for name in ("person_identifiers", "organisation_identifiers")
    }
    sources = tuple(Source(row["of"], row["source"], date.fromisoformat(row["as_of"])) for row in data["sources"])
    return Pack(**{**data, **kinds, "sources": sources})


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays as library

    days = (
        library.financial_holidays("XECB", years=year)
        if country == "EU"
        else library.country_holidays(country, years=year)
    )
    return frozenset(day for day in days if day.year == year)


def holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """Public holidays of the years, moved ones included; for EU the closing days of T2. Week-ends are not listed."""
    pack(country)
    return frozenset(day for year in years for day in _holidays(country, year))
