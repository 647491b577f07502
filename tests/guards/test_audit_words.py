"""Every act that src writes to the audit has a word, every noun's page exists, and every act is of some known noun."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

import roadbook
from roadbook.kit import audit_words

SOURCE = Path(roadbook.__file__).parent


def recorded() -> Iterator[tuple[str, str]]:
    """Where, and the ``action=`` of every ``record(...)`` call; of an f-string its head, up to the first brace."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) != "add_argument":
                for given in node.keywords:
                    if given.arg == "action":
                        yield f"{path.relative_to(SOURCE)}:{node.lineno}", _text(given.value)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _text(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    if isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        return f"{value.values[0].value}*"
    return "*"


def state_moves() -> Iterator[str]:
    """What ``states.move`` would record: every event of every table of every context's ``states.py``."""
    for config in apps.get_app_configs():
        if not (Path(config.path) / "states.py").exists() or not config.name.startswith("roadbook.apps"):
            continue
        for noun, (table, _start, _owners) in importlib.import_module(f"{config.name}.states").DIAGRAMS.items():
            yield from (f"{config.label}.{noun}.{event}" for moves in table.values() for event in moves)


def test_every_recorded_act_has_a_word():
    named = dict(audit_words.actions())
    missing = [
        f"{where} {code}"
        for where, code in recorded()
        if code != "*" and not any(one == code or (code.endswith("*") and one.startswith(code[:-1])) for one in named)
    ]
    assert missing == []


def test_every_move_of_state_has_a_word():
    assert [code for code in state_moves() if not audit_words.has_action(code)] == []


@pytest.mark.parametrize("model", [model for model, _label in audit_words.nouns()])
def test_noun_has_its_table_and_its_page(model):
    assert issubclass(audit_words.model(model), models.Model)
    page = audit_words._nouns[model].page
    assert not page or reverse(page, args=[1])
