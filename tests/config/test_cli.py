"""The console command, from the outside."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Company
from roadbook.config import cli
from roadbook.kit import day, invariants
from tests.factories import leasing, receivables


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


@pytest.mark.django_db
def test_close_day_closes_every_missed_date_one_by_one(capsys):
    contract = leasing.active(receivables.company(business_date=date(2026, 11, 24)))
    assert run("close-day", "--until", "2026-11-27") == 0
    contract.company.refresh_from_db()
    assert contract.company.business_date == date(2026, 11, 27)
    code = contract.company.code
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        f"{code} 2026-11-24",
        f"{code} 2026-11-25",
        f"{code} 2026-11-26",
    ]
    assert run("close-day", "--until", "2026-11-27") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_close_day_names_a_company_that_is_not_there(capsys):
    assert run("close-day", "--company", "NOWHERE") == 1
    assert "NOWHERE" in capsys.readouterr().err


@pytest.mark.django_db
def test_close_day_says_where_it_stopped(monkeypatch: pytest.MonkeyPatch, capsys):
    company = receivables.company(business_date=date(2026, 11, 24))

    def stops(scope_id: int, on: date) -> int:
        raise day.DayStopped("step leasing.charge, range 1..9: no posting rule")

    monkeypatch.setattr(day, "close", stops)
    assert run("close-day") == 1
    company.refresh_from_db()
    assert company.business_date == date(2026, 11, 24)
    assert "no posting rule" in capsys.readouterr().err


@pytest.mark.django_db
def test_two_closers_of_one_day_both_end_well(monkeypatch: pytest.MonkeyPatch):
    company = receivables.company(business_date=date(2026, 11, 24))

    def quicker(scope_id: int, on: date) -> int:
        organisation.advance_business_date(company=Company.objects.get(pk=scope_id), by=None)
        return 0

    monkeypatch.setattr(day, "close", quicker)
    assert run("close-day", "--company", company.code) == 0
    company.refresh_from_db()
    assert company.business_date == date(2026, 11, 25)
