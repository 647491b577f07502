"""Every claimed payment code of others reproduces, from the copy in data/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadbook.calc import golden, golden_qr

RECORDS = json.loads((Path(__file__).parent / "data/qr.json").read_text(encoding="utf-8"))["vectors"]


@pytest.mark.parametrize("record", [one for one in RECORDS if golden.is_claimed(one)], ids=lambda record: record["id"])
def test_a_claimed_code_reproduces(record):
    assert golden_qr.check_qr_record(record) == []


def test_a_wrong_payload_is_found():
    record = next(one for one in RECORDS if one["valid"]) | {"payload": "BCD"}
    assert [one.field for one in golden_qr.check_qr_record(record)] == ["payload"]


def test_a_code_that_should_have_been_refused_is_found():
    record = next(one for one in RECORDS if one["valid"]) | {"valid": False, "payload": None}
    assert [one.expected for one in golden_qr.check_qr_record(record)] == ["refused"]
