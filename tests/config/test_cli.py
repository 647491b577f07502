"""The console command, from the outside."""

from __future__ import annotations

import io
import json

import pytest

from roadbook.config import cli
from roadbook.kit import invariants


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        cli.main(list(words))
    return int(stopped.value.code or 0)


def test_calc_answers_each_line_and_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("{}\nnot json\n"))
    assert run("calc", "schedule") == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["line"] == 1
    assert first["field"]
    assert second["line"] == 2
    assert second["error"]


@pytest.mark.django_db
def test_verify_books_says_which_invariant_is_broken(monkeypatch: pytest.MonkeyPatch, capsys):
    checks = {("I1", "balanced"): list, ("I3", "settled"): lambda: ["payment 7"]}
    monkeypatch.setattr(invariants, "_checks", checks)
    assert run("verify-books") == 1
    out = capsys.readouterr().out
    assert "1 of 2 hold" in out
    assert "payment 7" in out


@pytest.mark.django_db
def test_verify_books_ends_well_on_sound_books(capsys):
    assert run("verify-books") == 0
    out = capsys.readouterr().out
    for code in ("I1", "I2", "I3", "I6", "I10"):
        assert f"{code} " in out
