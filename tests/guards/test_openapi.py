"""openapi.json is what the code says, and every operation says what can go wrong."""

from __future__ import annotations

import json

import pytest

from roadbook.config.api import api
from tools import openapi

SCHEMA = json.loads(openapi.current())
OPERATIONS = [
    (f"{verb.upper()} {path}", operation)
    for path, verbs in SCHEMA["paths"].items()
    for verb, operation in verbs.items()
]


def test_openapi_file_is_fresh():
    assert openapi.TARGET.read_text() == openapi.current()


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_operation_documents_its_errors(name: str, operation: dict):
    assert {"401", "403", "404", "409", "422", "429"} <= set(operation["responses"]), name
    assert operation["security"], name


def test_operation_ids_are_unique():
    ids = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(ids) == len(set(ids))


def test_no_amount_is_a_number():
    assert api.title == "Roadbook"
    for name, schema in SCHEMA["components"]["schemas"].items():
        for field, shape in schema.get("properties", {}).items():
            if field in {"amount", "price", "principal", "interest", "financed", "total"}:
                assert shape.get("type") != "number", f"{name}.{field}"
