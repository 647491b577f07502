"""Rows of the data files that count from one day to another."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from .packs import DATA


@cache
def read(folder: str, country: str) -> dict[str, Any]:
    """The data file of a country in a folder.

    :raises LookupError: there is none.
    """
    path = DATA / folder / f"{country}.json"
    if not path.exists():
        raise LookupError(f"the packs hold no {folder} of {country!r}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def day(text: str | None) -> date | None:
    """A day as the data files write it; None where they leave it open."""
    return date.fromisoformat(text) if text else None


def covers(valid_from: date | None, valid_until: date | None, on: date) -> bool:
    """Whether a row counts on a day; an end that is None is open."""
    return (valid_from is None or valid_from <= on) and (valid_until is None or on <= valid_until)
