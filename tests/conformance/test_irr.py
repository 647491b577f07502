"""Every claimed rate of return of others reproduces to 1e-8, from the copy in data/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadbook.calc import golden, golden_rates

RECORDS = json.loads((Path(__file__).parent / "data/irr.json").read_text(encoding="utf-8"))["vectors"]
LOAN = {"rate": "0.08/12", "nper": 60, "pv": "15000"}


@pytest.mark.parametrize("record", [r for r in RECORDS if golden.is_claimed(r)], ids=lambda record: record["id"])
def test_a_claimed_rate_of_return_reproduces(record):
    assert golden_rates.check_irr_record(record) == []


@pytest.mark.parametrize(
    ("function", "args", "expected"),
    [
        ("PPMT", LOAN | {"per": 1}, "-204.1459143262"),
        ("FV", {"rate": "0.05/12", "nper": 120, "pmt": "-100", "pv": "-100"}, "15692.92889433575"),
        ("PV", {"rate": "0.05/12", "nper": 120, "pmt": "-100", "fv": "15692.92889433575"}, "-100"),
        ("NPER", {"rate": "0.07/12", "pmt": "-150", "pv": "8000"}, "64.0733487706618"),
        ("RATE", {"nper": 2, "pmt": "-121", "pv": "210"}, "0.1"),
        ("PMT", {"rate": "0.1", "nper": 2, "pv": "231", "when": "begin"}, "-121"),
    ],
)
def test_the_other_functions_of_spreadsheets_are_known(function, args, expected):
    record = {"function": function, "args": args, "expected": expected}
    assert golden_rates.check_irr_record(record) == []


def test_npv_and_modified_rate_are_known():
    npv = {"function": "NPV", "rate": "0.25", "flows": ["-100", "50", "75"], "expected": "-12"}
    spreadsheet = {**npv, "start_from_zero": False, "expected": "-9.6"}
    mirr = {
        "function": "MIRR",
        "args": {"values": [-100, 0, 121], "finance_rate": "0.05", "reinvest_rate": "0.05"},
        "expected": "0.1",
    }
    assert [golden_rates.check_irr_record(record) for record in (npv, spreadsheet, mirr)] == [[], [], []]


def test_a_day_count_over_any_number_is_read():
    flows = [["2024-01-01", "-100"], ["2024-12-30", "110"]]
    exact = {"function": "XIRR", "day_count": "act/364", "flows": flows, "expected": "0.1"}
    no_leap_day = {"function": "XIRR", "day_count": "nl/363", "flows": flows, "expected": "0.1"}
    assert golden_rates.check_irr_record(exact) == []
    assert golden_rates.check_irr_record(no_leap_day) == []


def test_a_wrong_rate_is_found():
    record = next(r for r in RECORDS if r["id"] == "pyxirr-irr-73") | {"expected": "0.28094852115"}
    assert [one.field for one in golden_rates.check_irr_record(record)] == ["IRR"]


def test_a_rate_where_none_is_expected_is_found():
    record = {"function": "IRR", "flows": ["-100", "110"], "expected": None}
    assert [one.expected for one in golden_rates.check_irr_record(record)] == ["no rate"]


def test_no_rate_where_one_is_expected_is_found():
    record = {"function": "IRR", "flows": ["100", "110"], "expected": "0.1"}
    assert golden_rates.check_irr_record(record)[0].got.startswith("no rate")


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"function": "DURATION", "expected": "1"}, "function"),
        ({"function": "NPV", "flows": ["1"], "expected": "1"}, "NPV"),
        ({"function": "XIRR", "day_count": "moons", "flows": [["2024-01-01", "1"]], "expected": "1"}, "XIRR"),
    ],
)
def test_a_record_that_we_cannot_read_is_a_mismatch(record, field):
    assert [one.field for one in golden_rates.check_irr_record(record)] == [field]
