"""Every published contract test of ACTUS reproduces to 1e-8, from the copies in data/ (CC BY-SA 4.0, see ``about``)."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from roadbook.calc import golden
from tools import conformance

DATA = Path(__file__).parent / "data"
FILES = sorted(DATA.glob("actus_*.json"))
RECORDS = {record["id"]: record for path in FILES for record in json.loads(path.read_text(encoding="utf-8"))["vectors"]}


@pytest.mark.parametrize("name", RECORDS)
def test_a_published_contract_reproduces(name):
    assert golden.check_schedule_record(RECORDS[name]) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_copies_name_their_source_and_licence(path):
    about = json.loads(path.read_text(encoding="utf-8"))["about"]
    assert "CC BY-SA 4.0" in about["licence"]
    assert about["source"].startswith("actusfrf/actus-tests")


@pytest.mark.parametrize("field", ["payoff", "notionalPrincipal", "nominalInterestRate", "accruedInterest"])
def test_a_figure_that_is_off_by_a_ten_millionth_is_found(field):
    record = copy.deepcopy(RECORDS["pam21"])
    row = record["results"][4]
    row[field] = float(row[field]) * (1 + 1e-7) + 1e-7
    assert [(one.row, one.field) for one in golden.check_schedule_record(record)] == [(5, field)]


def test_another_event_and_a_missing_one_are_found():
    record = copy.deepcopy(RECORDS["lam05"])
    record["results"][1]["eventType"] = "IP"
    del record["results"][-1]
    found = golden.check_schedule_record(record)
    assert found == [
        golden.Mismatch(2, "event", "IP 2013-01-21T00:00:00", "PR 2013-01-21T00:00:00"),
        golden.Mismatch(None, "events", "20", "21"),
    ]


def test_the_command_reads_the_five_files(capsys):
    assert conformance.main(["schedules", *map(str, FILES)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "65 of 65 reproduce, 0 not claimed"
