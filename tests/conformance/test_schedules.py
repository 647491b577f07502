"""Every claimed schedule of others reproduces to the cent, from the copies in data/."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from roadbook.calc import golden
from tools import conformance

DATA = Path(__file__).parent / "data"
FILES = [DATA / name for name in ("fineract_first_schedules.json", "misc_schedules.json")]
RECORDS = [record for path in FILES for record in json.loads(path.read_text(encoding="utf-8"))["vectors"]]
CLAIMED = [record for record in RECORDS if golden.is_claimed(record)]


@pytest.mark.parametrize("record", CLAIMED, ids=lambda record: record["id"])
def test_a_claimed_schedule_reproduces(record):
    assert golden.check_schedule_record(record) == []


def test_one_cent_is_found():
    record = copy.deepcopy(next(record for record in CLAIMED if "expected_rows" in record))
    record["expected_rows"][2]["interest"] = "0.01"
    found = golden.check_schedule_record(record)
    assert [(one.row, one.field, one.expected) for one in found] == [(3, "interest", "1")]


def test_the_command_ends_with_the_count_and_succeeds(capsys):
    assert conformance.main(["schedules", *map(str, FILES)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{len(CLAIMED)} of {len(CLAIMED)} reproduce, {len(RECORDS) - len(CLAIMED)} not claimed"
    assert lines[-2].startswith(f"not claimed: {len(RECORDS) - len(CLAIMED)}, of which ")


def test_the_command_names_what_differs_and_fails(tmp_path, capsys):
    record = copy.deepcopy(CLAIMED[0])
    record["expected_rows"][0]["principal"] = "1.00"
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"vectors": [record, {"id": "odd", "kind": "due dates"}]}), encoding="utf-8")
    assert conformance.main(["schedules", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{record['id']}: row 1 principal: expected 100, got ")
    assert lines[1].startswith("odd: record: expected a form that we read, got KeyError")
    assert lines[-1] == "0 of 2 reproduce, 0 not claimed"


@pytest.mark.parametrize("suite", ["statements", "unheard-of"])
def test_a_suite_that_is_not_there_is_said_so(suite, tmp_path, capsys):
    assert conformance.main([suite, str(tmp_path)]) == 2
    assert f"suite {suite}" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_so(tmp_path, capsys):
    assert conformance.main(["daycount", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err
