"""Every claimed identity number of others is judged as its rule says, from the copy in data/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadbook.calc.golden import Mismatch, is_claimed
from tools.conformance_identity import VERDICTS, check_identity_record

RECORDS = json.loads((Path(__file__).parent / "data/identity.json").read_text(encoding="utf-8"))["vectors"]
CLAIMED = [record for record in RECORDS if is_claimed(record)]


@pytest.mark.parametrize("record", CLAIMED, ids=lambda record: f"{record['id']}-{record['type']}")
def test_a_claimed_number_is_judged_as_published(record):
    assert check_identity_record(record) == []


def test_there_is_a_verdict_on_every_kind_and_one_record_is_not_claimed():
    assert {record["type"] for record in RECORDS} <= set(VERDICTS)
    assert len(RECORDS) - len(CLAIMED) == 1


def test_a_wrong_verdict_is_found():
    record = RECORDS[0] | {"expected_valid": False}
    assert check_identity_record(record) == [Mismatch(None, "valid", "False", "True")]


@pytest.mark.parametrize("record", [one for one in CLAIMED if one["type"] in {"egn", "pesel", "eik", "regon", "iban"}])
def test_a_number_with_one_digit_changed_fails_its_check(record):
    """The last digit is a check digit in these kinds, and another one never fits as well."""
    if not record["expected_valid"]:
        return
    value = record["value"]
    for digit in "0123456789":
        changed = value[:-1] + digit
        assert check_identity_record({**record, "value": changed, "expected_valid": digit == value[-1]}) == []


def test_a_missing_check_digit_of_a_vin_is_refused_only_where_the_law_asks_for_it():
    assert check_identity_record({"type": "vin", "value": "JSA12345678901234", "expected_valid": True}) == []
    assert check_identity_record({"type": "vin_na", "value": "JSA12345678901234", "expected_valid": False}) == []
