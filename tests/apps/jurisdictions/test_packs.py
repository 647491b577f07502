"""Country packs and holidays."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.jurisdictions import queries
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.jurisdictions.rules import company_identifier
from roadbook.apps.jurisdictions.rules.identifiers import CHECKS


def test_packs_are_there():
    assert queries.countries() == ["BG", "EU", "PL", "RU"]


@pytest.mark.parametrize("country", ["BG", "EU", "PL", "RU"])
def test_facts_of_a_pack_have_sources(country):
    pack = queries.pack(country)
    assert pack.country == country
    named = {one.of for one in pack.sources}
    assert "currency" in named
    assert "holidays" in named
    assert all(one.source and one.as_of <= date(2026, 11, 24) for one in pack.sources)


def test_every_kind_of_number_is_in_one_pack():
    packs = [queries.pack(country) for country in queries.countries()]
    kinds = [kind for pack in packs for kind in (*pack.person_identifiers, *pack.organisation_identifiers)]
    assert sorted([*kinds, IdentifierKind.FOREIGN]) == sorted(IdentifierKind)


def test_every_kind_of_number_has_its_check():
    assert set(CHECKS) == set(IdentifierKind)


@pytest.mark.parametrize("country", ["BG", "PL", "RU"])
def test_companies_are_known_by_the_first_number_of_their_pack(country):
    assert queries.pack(country).organisation_identifiers[0] == company_identifier(country)


def test_bulgaria_counts_in_euro():
    assert queries.pack("BG").currency == "EUR"


def test_pack_of_elsewhere_is_an_error():
    with pytest.raises(LookupError):
        queries.pack("XX")
    with pytest.raises(LookupError):
        queries.holidays("../BG", [2026])


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("BG", date(2026, 3, 3)),
        ("BG", date(2026, 4, 13)),
        ("PL", date(2026, 11, 11)),
        ("PL", date(2026, 12, 24)),
        ("RU", date(2026, 6, 12)),
        ("EU", date(2026, 5, 1)),
    ],
)
def test_holiday(country, day):
    """Labour codes of the countries; the movable one is Orthodox Easter Monday. T2 is closed on 1 May."""
    assert day in queries.holidays(country, [2026])


def test_working_day_and_other_years_are_not_in():
    days = queries.holidays("BG", [2025, 2026])
    assert date(2026, 11, 24) not in days
    assert {day.year for day in days} == {2025, 2026}
