"""A large file of each importer: what is planted in it is found row by row, what is good is in, all of it goes back."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.apps import apps

from benchmarks._files import KINDS
from roadbook.kit.imports import batches, find
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import AuditEntry, ImportBatch, ImportRow

from . import files
from .planted import Planted, planted

pytestmark = pytest.mark.django_db
MARKS = {"version", "changed_at", "updated_at", "search_text"}


@pytest.mark.parametrize("code", KINDS)
def test_six_hundred_rows(code):
    goes_in_and_back(code, 600)


@pytest.mark.long
@pytest.mark.parametrize("code", KINDS)
def test_ten_thousand_rows(code):
    goes_in_and_back(code, 10_000)


def goes_in_and_back(code: str, count: int) -> None:
    """Check a file, import it, bring it once more, undo it."""
    file = planted(code, count)
    company_id = _register(code, file)
    before, register = _tables(code), _register_says(code)

    batch = files.checked(code, file.rows, company_id=company_id, takes_changes=find(code).takes_changes)
    assert batch.counts == file.counts
    assert _judged(batch) == file.expected
    assert _tables(code) == before

    batches.run(batch=batch, by=None)
    files.worked(batch)
    taken = file.counts["new"] + file.counts["conflict"]
    assert batch.counts == {"done": taken, **{state: file.counts[state] for state in ("duplicate", "error")}}
    _the_good_are_in_whole(code, batch, file)

    again = files.checked(code, file.rows, company_id=company_id, takes_changes=True)
    assert again.counts == {"duplicate": len(file.rows) - file.counts["error"], "error": file.counts["error"]}
    with pytest.raises(batches.ImportRefused):
        batches.run(batch=again, by=None)

    batches.undo(batch=batch, by=None)
    files.worked(batch)
    assert (batch.state, batch.problem, batch.counts["undone"]) == ("undone", "", taken)
    assert _register_says(code) == register
    assert _tables(code) == before


def _register(code: str, file: Planted) -> int | None:
    """Put on the register what is there before the file."""
    batch = files.checked(code, file.register)
    batches.run(batch=batch, by=None)
    files.worked(batch)
    assert batch.counts == {"done": len(file.register)}
    return batch.company_id


def _judged(batch: ImportBatch) -> list[tuple[str, str]]:
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    return [(row.state, ",".join(problem.field for problem in Contents(row).problems)) for row in rows]


def _the_good_are_in_whole(code: str, batch: ImportBatch, file: Planted) -> None:
    made = files.made(code, batch)
    assert len(set(made)) == len(made) == file.counts["new"]
    assert files.things(code).count() == len(file.register) + file.counts["new"]
    told = AuditEntry.objects.filter(action=files.MADE[code], subject__in=made).values_list("subject", flat=True)
    assert Counter(told) == Counter(made)
    wrong = ImportRow.objects.filter(batch=batch, state="error")
    assert set(wrong.values_list("subject", flat=True)) == {""}
    assert Counter(
        name for fields in wrong.values_list("fields", flat=True) for name in fields.strip(",").split(",")
    ) == (file.faults)


def _tables(code: str) -> dict[str, int]:
    """How many rows every table of the importer's context holds."""
    models = apps.get_app_config(code.partition(".")[0]).get_models()
    return {model._meta.label: model._base_manager.count() for model in models}


def _register_says(code: str) -> dict[int, dict[str, Any]]:
    """Every column of the things that the importer fills, but for the marks of having been touched."""
    rows = files.things(code).values()
    return {row["id"]: {name: value for name, value in row.items() if name not in MARKS} for row in rows}
