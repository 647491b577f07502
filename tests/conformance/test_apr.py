"""Every claimed annual percentage rate of others reproduces at its decimals, from the copy in data/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadbook.calc import golden, golden_rates

RECORDS = json.loads((Path(__file__).parent / "data/apr.json").read_text(encoding="utf-8"))["vectors"]


@pytest.mark.parametrize("record", [r for r in RECORDS if golden.is_claimed(r)], ids=lambda record: record["id"])
def test_a_claimed_rate_reproduces(record):
    assert golden_rates.check_apr_record(record) == []


def test_a_rate_wrong_in_the_last_decimal_is_found():
    record = next(r for r in RECORDS if r["id"] == "regz-c1i") | {"published_apr_percent": "9.70"}
    assert golden_rates.check_apr_record(record) == [golden.Mismatch(None, "apr", "9.70", "9.69")]


def test_an_unknown_time_unit_is_a_mismatch():
    record = next(r for r in RECORDS if r["id"] == "fsharp-eu-1") | {"time_unit": "lunar"}
    assert golden_rates.check_apr_record(record) == [golden.Mismatch(None, "time_unit", "lunar", "not known")]


def test_weeks_and_years_are_read():
    flows = [
        {"date": "2024-01-01", "amount": "100.00", "direction": "to_borrower"},
        {"date": "2024-12-30", "amount": "-110.00", "direction": "from_borrower"},
    ]
    record = {"time_unit": "week", "cash_flows": flows, "published_apr_percent": "10.0", "published_decimals": 1}
    assert golden_rates.check_apr_record(record) == []


def test_a_rate_that_does_not_exist_is_a_mismatch():
    record = {"cash_flows": [{"t_years": 0, "amount": "1"}], "published_apr_percent": "1", "published_decimals": 0}
    assert golden_rates.check_apr_record(record)[0].got.startswith("no rate")
