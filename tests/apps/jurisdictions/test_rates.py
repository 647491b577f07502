"""Published rates by day: in force, at their edges, in holes, and as periods."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from roadbook.apps.jurisdictions import queries

ALL = queries.all_series()


def percent(name: str, day: str) -> str:
    return f"{float(queries.rate(name, date.fromisoformat(day)).rate * 100):.2f}"


@pytest.mark.parametrize("name", ALL)
def test_rows_of_a_series_are_in_order_and_have_sources(name):
    found = queries.series(name)
    assert found.country in queries.countries()
    assert found.address.startswith("https://")
    assert all(a.since < b.since and a.until and a.until < b.since for a, b in pairwise(found.rows))
    assert all(row.source and row.confidence in {"high", "medium", "low"} for row in found.rows)
    assert all(0 <= row.rate < 1 for row in found.rows)
    assert found.seen_until <= found.as_of or found.rows[-1].until == found.seen_until


@pytest.mark.parametrize("name", ALL)
def test_every_row_counts_on_its_first_and_its_last_day(name):
    for row in queries.series(name).rows:
        assert queries.rate(name, row.since) == row
        assert queries.rate(name, row.until or date(2099, 1, 1)) == row


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("PL_nbp_reference", "2020-03-17", "1.50"),
        ("PL_nbp_reference", "2020-03-18", "1.00"),
        ("PL_statutory_delay", "2015-12-31", "8.00"),
        ("PL_statutory_delay", "2016-01-01", "7.00"),
        ("PL_commercial_transactions", "2019-12-31", "9.50"),
        ("PL_commercial_transactions", "2020-01-01", "11.50"),
        ("PL_commercial_health", "2020-01-01", "9.50"),
        ("BG_bnb_base_rate", "2020-07-01", "0.00"),
        ("BG_bnb_base_rate", "2022-09-30", "0.00"),
        ("BG_bnb_base_rate", "2022-10-31", "0.49"),
        ("RU_cbr_key_rate", "2022-02-27", "9.50"),
        ("RU_cbr_key_rate", "2022-02-28", "20.00"),
        ("EU_ecb_main_refinancing", "2025-06-10", "2.40"),
        ("EU_ecb_main_refinancing", "2025-06-11", "2.15"),
    ],
)
def test_a_rate_counts_from_its_day(name, day, expected):
    assert percent(name, day) == expected


@pytest.mark.parametrize(
    ("name", "day", "says"),
    [
        ("PL_nbp_reference", "2015-03-04", "from 2015-03-05 on; there is none for 2015-03-04"),
        ("EU_ecb_main_refinancing", "2005-12-05", "from 2005-12-06 on"),
        ("BG_bnb_base_rate", "2010-01-01", "up to 2009-12-31; there is none for 2010-01-01"),
        ("BG_bnb_base_rate", "2022-11-01", "up to 2022-10-31"),
        ("BG_bnb_base_rate", "2026-01-01", "up to 2025-12-31"),
        ("BG_legal_interest", "2026-07-01", "up to 2026-06-30"),
        ("PL_commercial_transactions", "2027-01-01", "up to 2026-12-31"),
    ],
)
def test_a_day_before_the_first_row_in_a_hole_or_after_the_end_is_refused(name, day, says):
    with pytest.raises(queries.RateUnknown, match=says):
        queries.rate(name, date.fromisoformat(day))


def test_a_series_that_nobody_publishes_is_an_error():
    with pytest.raises(LookupError, match="no series 'XX'"):
        queries.rate("XX", date(2020, 1, 1))


def test_a_rate_says_whether_its_source_was_seen_for_the_day():
    row = queries.rate("EU_ecb_main_refinancing", date(2026, 7, 1))
    assert row.rate == Fraction(215, 10_000)
    assert row.is_seen_on(date(2026, 2, 5))
    assert not row.is_seen_on(date(2026, 7, 1))


def test_changes_of_a_rate_as_periods():
    found = queries.rate_periods("PL_nbp_reference", date(2020, 3, 17), date(2020, 4, 9))
    assert [(one.valid_from.isoformat(), one.rate * 100) for one in found] == [
        ("2015-03-05", Fraction(3, 2)),
        ("2020-03-18", 1),
        ("2020-04-09", Fraction(1, 2)),
    ]
    assert len(queries.rate_periods("PL_nbp_reference", date(2026, 3, 5), date(2099, 1, 1))) == 1


def test_periods_with_a_hole_are_refused():
    assert len(queries.rate_periods("BG_bnb_base_rate", date(2016, 2, 1), date(2022, 10, 31))) == 2
    with pytest.raises(queries.RateUnknown, match="there is none for 2022-11-01"):
        queries.rate_periods("BG_bnb_base_rate", date(2016, 2, 1), date(2022, 11, 1))


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [
        ("PL_statutory_delay", "PL", "delay"),
        ("PL_statutory_capital", "PL", "capital"),
        ("PL_commercial_transactions", "PL", "commercial"),
        ("PL_commercial_health", "PL", "commercial_health"),
        ("BG_legal_interest", "BG", "legal"),
    ],
)
def test_what_a_rule_makes_of_its_base_is_what_was_published_on_every_day(name, country, code):
    rows = queries.series(name).rows
    day, last = rows[0].since, rows[-1].until or date(2026, 12, 31)
    ruled = queries.late_interest_rates(country, code, day, last)
    while day <= last:
        in_force = [one.rate for one in ruled if one.valid_from <= day][-1]
        assert in_force == queries.rate(name, day).rate, day
        day += timedelta(1)
