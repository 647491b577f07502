"""Country packs and holidays."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind

DATA = Path(__file__).parent.parent / "data"
NAMES = {"BG": _("Bulgaria"), "PL": _("Poland"), "RU": _("Russia"), "EU": _("European Union")}


@dataclass(frozen=True)
class Source:
    """Where a fact of a pack comes from: ``of`` which field, the statute or publication, and as of which day."""

    of: str
    source: str
    as_of: date


@dataclass(frozen=True)
class Bank:
    """A bank by the code that stands in its IBANs after the check digits."""

    code: str
    bic: str
    name: str


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
    banks: tuple[Bank, ...]
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
    banks = tuple(Bank(*row) for row in data.get("banks", ()))
    return Pack(**{**data, **kinds, "sources": sources, "banks": banks})


def bank_of(account: str) -> Bank | None:
    """The bank that an IBAN names, as far as the pack of its country knows it."""
    country, code = account[:2], account[4:8]
    if country not in countries():
        return None
    return next((bank for bank in pack(country).banks if bank.code == code), None)


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


@cache
def _named_holidays(country: str, year: int, language: str) -> dict[date, str]:
    import holidays as library

    if country == "EU":
        return dict(library.financial_holidays("XECB", years=year))
    known = library.country_holidays(country).supported_languages
    named = library.country_holidays(country, years=year, language=language if language in known else "en_US")
    return dict(named)


def holiday_names(country: str, year: int) -> dict[date, str]:
    """The holidays of a year with their names, in the reader's language where the library has it; else English."""
    if country not in countries():
        return {}
    language = (get_language() or "en")[:2]
    return {day: name for day, name in _named_holidays(country, year, language).items() if day.year == year}
