"""State diagrams are fresh, and every state can be reached."""

from __future__ import annotations

import pytest

from roadbook.kit import states
from tools import diagrams

TABLES = [
    (context, noun, *table) for context, module in diagrams.tables().items() for noun, table in module.DIAGRAMS.items()
]


def test_diagrams_are_fresh():
    assert diagrams.stale() == []


@pytest.mark.parametrize(("context", "noun", "table", "start", "owners"), TABLES)
def test_every_state_is_reachable(context: str, noun: str, table: dict, start: str, owners: dict):
    assert states.reachable(table, start) == set(table)
    assert set(owners) <= set(table)
    assert {target for moves in table.values() for target in moves.values()} <= set(table)


def test_an_unreachable_state_would_be_seen():
    assert states.reachable({"a": {"go": "b"}, "b": {}, "c": {}}, "a") == {"a", "b"}


def test_a_stale_page_would_be_seen(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(diagrams, "ROOT", tmp_path)
    monkeypatch.setattr(diagrams, "TARGET", tmp_path)
    left_over = tmp_path / "gone.md"
    left_over.write_text("nobody's states")
    assert left_over in diagrams.stale()
    assert diagrams.main([]) == 0
    assert diagrams.stale() == []
    assert diagrams.main(["--check"]) == 0
