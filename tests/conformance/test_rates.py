"""Every published rate stands in the country packs, from the copy in data/; a wrong or missing one is found."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from roadbook.apps.jurisdictions import queries
from roadbook.calc import golden
from tools import conformance, conformance_rates

FILE = Path(__file__).parent / "data/rates.json"
RECORDS = list(golden.series_records(json.loads(FILE.read_text(encoding="utf-8"))))


def record(name: str) -> dict[str, str]:
    return next(one for one in RECORDS if one["id"] == name)


def test_all_series_are_read():
    assert len(RECORDS) == 271
    assert {one["series"] for one in RECORDS} | {conformance_rates.HEALTH} == set(queries.all_series())


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_a_published_rate_stands_in_the_packs(record):
    assert conformance_rates.check_rate_record(record) == []


def test_the_command_ends_with_the_tally(capsys):
    assert conformance.main(["rates", str(FILE)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "271 of 271 reproduce, 0 not claimed"


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("PL_nbp_reference 2020-03-18", {"percent": "1.01"}, "percent on 2020-03-18"),
        ("PL_nbp_reference 2020-03-18", {"next_from": "2020-04-10"}, "percent on 2020-04-09"),
        ("PL_nbp_reference 2015-03-05", {"effective_from": "2015-03-04"}, "percent on 2015-03-04"),
        ("PL_statutory_delay 2020-03-18", {"max_percent": "13.01"}, "max_percent by rule"),
        ("PL_commercial_transactions 2020-01-01", {"percent_public_health_entity": "11.50"}, "percent_public_health"),
        ("BG_legal_interest 2025-07-01", {"base_percent": "1.97"}, "base_percent"),
        ("BG_legal_interest 2026-01-01", {"add_pp": "10"}, "add_pp"),
        ("BG_legal_interest 2026-01-01", {"day_basis": 365}, "day_basis"),
        ("BG_legal_interest 2026-01-01", {"percent": None}, "percent"),
    ],
)
def test_another_rate_is_found(name, change, field):
    found = conformance_rates.check_rate_record(record(name) | change)
    assert found
    assert found[0].field.startswith(field)


def test_a_monthly_rate_may_be_refused_after_its_month_but_not_on_its_day():
    october = record("BG_bnb_base_rate 2022-10-01")
    assert october["next_from"] == "2023-01-01"
    assert conformance_rates.check_rate_record(october) == []
    moved = october | {"effective_from": "2022-11-01"}
    assert [one.field for one in conformance_rates.check_rate_record(moved)] == ["percent on 2022-11-01"]


def test_legal_interest_of_the_second_half_of_2026_is_not_published_and_follows_from_the_rule():
    assert record("BG_legal_interest 2026-07-01")["percent"] is None
    with pytest.raises(queries.RateUnknown):
        queries.rate("BG_legal_interest", date(2026, 7, 1))
    followed = queries.late_interest_rates("BG", "legal", date(2026, 7, 1), date(2026, 11, 24))
    assert [one.rate for one in followed] == [Fraction(1015, 10_000)]
