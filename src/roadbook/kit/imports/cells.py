"""Cells as they are kept, and rows as the importer gets them: read by the field that their column is mapped to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roadbook.kit.models import ImportRow
from roadbook.kit.tabular import Cell, undefused

from .declared import Draft, Field, Problem
from .kinds import DigitsField

MASKED = re.compile(r"\*{3,}[^\s,*]{0,4}(, \*{3,}[^\s,*]{0,4})*")
"""Numbers as our own lists show them: nothing but their ends."""
CENTS = 2


def kept(cells: Sequence[Cell]) -> list[Any]:
    """The cells as JSON data: numbers and dates remember what they were."""
    return [_kept(cell) for cell in cells]


def _kept(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"n": str(cell)}
    if isinstance(cell, datetime):
        return {"m": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell


def brought_back(cells: Sequence[Any]) -> list[Cell]:
    return [_brought_back(cell) for cell in cells]


def _brought_back(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]  # text, a whole number, truth or nothing
    if "n" in cell:
        return Decimal(cell["n"])
    return datetime.fromisoformat(cell["m"]) if "m" in cell else date.fromisoformat(cell["d"])


def shown(cell: Cell) -> str:
    """A cell as people see and change it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    return undefused(cell) if isinstance(cell, str) else format(cell, "f") if isinstance(cell, Decimal) else str(cell)


class Contents:
    """What an ``ImportRow`` keeps encrypted: cells, problems, a note, and what was there before a change."""

    def __init__(self, row: ImportRow) -> None:
        self._row = row
        data: dict[str, Any] = json.loads(row.content) if row.content else {}
        self.cells: list[Cell] = brought_back(data.get("cells", []))
        self.problems = [Problem(field, message) for field, message in data.get("problems", [])]
        self.note: str = data.get("note", "")
        self.flaw: str = data.get("flaw", "")
        self.before: dict[str, Any] | None = data.get("before")

    def put(self) -> None:
        """Write it back into the row, with the names of the fields at fault beside it."""
        data = {
            "cells": kept(self.cells),
            "problems": [[one.field, one.message] for one in self.problems],
            "note": self.note,
            "flaw": self.flaw,
            "before": self.before,
        }
        self._row.content = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False)
        names = dict.fromkeys(one.field or "-" for one in self.problems)
        self._row.fields = f",{','.join(names)},"[:400] if names else ""


class Reader:
    """Reads rows by a mapping: ``{place of the column: name of the field}``."""

    def __init__(self, fields: Sequence[Field], mapping: Mapping[str, str]) -> None:
        by_name = {field.name: field for field in fields}
        self.columns = [(int(place), by_name[name]) for place, name in mapping.items() if name in by_name]
        self.missing = [field for field in fields if field.is_required and field.name not in mapping.values()]

    def draft(self, row: ImportRow, contents: Contents) -> Draft:
        """The row with every mapped cell read; what cannot be read is a problem of its field."""
        draft = Draft(row.number, row.line, {})
        if contents.flaw:
            draft.refuse("", contents.flaw)
        for place, field in self.columns:
            cell = contents.cells[place] if place < len(contents.cells) else None
            try:
                draft.values[field.name] = read(field, cell)
                if is_masked(cell):
                    draft.masked[field.name] = shown(cell).strip()
            except ValidationError as error:
                draft.refuse(field.name, " ".join(error.messages))
        for field in self.missing:
            draft.refuse(field.name, _("This is needed."))
        return draft


def is_masked(cell: Cell) -> bool:
    """The cell shows only the end of a number."""
    return isinstance(cell, str) and MASKED.fullmatch(undefused(cell).strip()) is not None


def read(field: Field, cell: Cell) -> Any:
    """What a cell says in its field.

    :raises ValidationError: it cannot be so.
    """
    told = _told(field, cell)
    if told in (None, ""):
        if field.is_required:
            raise ValidationError(_("This is needed."))
        told = ""
    return field.reads.clean(told)


def _told(field: Field, cell: Cell) -> Any:
    if isinstance(cell, str):
        return "" if is_masked(cell) else undefused(cell).strip()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, int):
        return cell if isinstance(field.reads, DigitsField) else str(cell)
    if isinstance(cell, Decimal):
        exponent = cell.as_tuple().exponent
        return format(cell if isinstance(exponent, int) and exponent <= -CENTS else cell.quantize(Decimal("0.01")), "f")
    return cell
