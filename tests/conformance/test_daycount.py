"""Every claimed day-count record of others reproduces, from the copy in data/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadbook.calc import golden

RECORDS = json.loads((Path(__file__).parent / "data/daycount.json").read_text(encoding="utf-8"))["vectors"]


@pytest.mark.parametrize("record", [r for r in RECORDS if golden.is_claimed(r)], ids=lambda record: record["id"])
def test_a_claimed_day_count_reproduces(record):
    assert golden.check_daycount_record(record) == []


def test_a_wrong_day_count_is_found():
    record = RECORDS[0] | {"expected_days": RECORDS[0]["expected_days"] + 1}
    assert [one.field for one in golden.check_daycount_record(record)] == ["days"]


def test_an_unknown_convention_is_a_mismatch_and_not_an_error():
    found = golden.check_daycount_record({"convention": "30/365", "start": "2025-01-01", "end": "2025-02-01"})
    assert found == [golden.Mismatch(None, "convention", "30/365", "not known")]
