"""Every claimed late interest of others reproduces to the cent, from the copy in data/."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from roadbook.apps.jurisdictions import queries
from roadbook.calc import golden
from tools import conformance_rates

RECORDS = json.loads((Path(__file__).parent / "data/late_interest.json").read_text(encoding="utf-8"))["vectors"]


def record(country: str, kind: str, due: str, paid: str, expected: str) -> dict[str, str]:
    return {
        "country": country,
        "kind": kind,
        "principal": "10000.00",
        "due_date": due,
        "paid_date": paid,
        "expected_interest": expected,
    }


@pytest.mark.parametrize("record", [r for r in RECORDS if golden.is_claimed(r)], ids=lambda record: record["id"])
def test_a_claimed_late_interest_reproduces(record):
    assert conformance_rates.check_late_interest_record(record) == []


def test_one_cent_or_one_day_more_is_found():
    wrong = RECORDS[-1] | {"expected_interest": "1098.21", "expected_days": 84}
    assert [one.field for one in conformance_rates.check_late_interest_record(wrong)] == ["interest", "days"]


@pytest.mark.parametrize(
    ("country", "kind", "due", "paid", "expected"),
    [
        ("PL", "statutory interest on capital", "2018-01-02", "2019-01-02", "500.00"),
        ("PL", "statutory interest on capital", "2014-12-23", "2015-12-23", "800.00"),
        ("PL", "maximum interest for delay", "2018-01-02", "2019-01-02", "1400.00"),
        ("PL", "interest for delay in commercial transactions", "2024-01-02", "2024-06-30", "776.71"),
        ("PL", "commercial transactions, public health entity", "2024-01-02", "2024-06-30", "678.08"),
        ("RU", "art. 395", "2018-04-01", "2018-08-25", "290.00"),
        ("RU", "art. 395", "2024-01-10", "2024-03-14", "279.78"),
        ("EU", "late payment", "2018-01-02", "2019-01-02", "800.00"),
    ],
)
def test_each_regime_of_the_tables_is_known(country, kind, due, paid, expected):
    assert conformance_rates.check_late_interest_record(record(country, kind, due, paid, expected)) == []


def test_a_country_without_a_rule_and_a_day_without_a_rate_are_mismatches():
    unknown = conformance_rates.check_late_interest_record(record("XX", "legal", "2019-01-01", "2019-02-01", "1.00"))
    assert [one.got for one in unknown] == ["the packs hold no late_interest of 'XX'"]
    early = conformance_rates.check_late_interest_record(record("BG", "legal", "2014-01-01", "2019-02-01", "1.00"))
    assert "there is no rule for 2014-01-02" in early[0].got
    hole = conformance_rates.check_late_interest_record(record("BG", "legal", "2015-06-01", "2019-02-01", "1.00"))
    assert "there is none for 2015-01-01" in hole[0].got


@pytest.mark.parametrize(
    ("due", "moved"),
    [
        ("2016-01-02", "2016-01-02"),
        ("2016-01-03", "2016-01-04"),
        ("2017-01-07", "2017-01-09"),
        ("2019-04-20", "2019-04-23"),
        ("2024-05-30", "2024-05-31"),
        ("2025-12-24", "2025-12-29"),
    ],
)
def test_a_polish_due_date_leaves_free_days(due, moved):
    assert queries.shifted_due_date("PL", date.fromisoformat(due)) == date.fromisoformat(moved)
