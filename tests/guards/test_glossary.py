"""One word, one meaning: every table has its word in docs/glossary.md, and no word is listed twice."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

GLOSSARY = Path(__file__).resolve().parents[2] / "docs/glossary.md"
OURS = [
    model for model in apps.get_models() if model.__module__.startswith("roadbook.") and not model._meta.auto_created
]


def words() -> list[str]:
    """The first column: ``GL account, journal row`` is two words, ``position (`AccountPosition`)`` also a class."""
    rows = [line.split("|")[1] for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")]
    return [word.strip() for row in rows for word in row.split(",") if word.strip() != "word"]


def spoken(model: type[Model]) -> str:
    """``ScheduleVersion`` -> ``schedule version``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", model.__name__).lower()


def is_listed(model: type[Model], listed: list[str]) -> bool:
    plain = {re.sub(r" \(.*\)", "", word).lower() for word in listed}
    return spoken(model) in plain or any(f"`{model.__name__}`" in word for word in listed)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_model_is_in_the_glossary(model: type[Model]):
    assert is_listed(model, words()), f"docs/glossary.md has no word for {model.__name__}"


def test_word_is_listed_once():
    assert [word for word, times in Counter(words()).items() if times > 1] == []


def test_model_without_a_word_is_seen():
    assert not is_listed(apps.get_model("receivables.AccountPosition"), ["account (receivables)", "balance"])
