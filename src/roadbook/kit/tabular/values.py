"""What a cell may hold, and why a file or a line of it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise

from roadbook.kit.errors import Refused

Cell = str | int | Decimal | date | datetime | bool | None
"""Text files know text only; sheets know numbers (int, Decimal), dates and truth as well. Empty is None."""

MAX_BYTES = 100 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300
MAX_ROW_LENGTH = 1_000_000
MAX_CELL_LENGTH = 32_767


class FileRefused(Refused):
    """The file as a whole cannot be read; ``line`` is where, 0 for the whole file."""

    code = "file"

    def __init__(self, message: object, *, line: int = 0) -> None:
        super().__init__(message, field="file")
        self.line = line


@dataclass(frozen=True)
class Reading:
    """How a file is read: kept as data, shown to the user and changed by them.

    ``header`` is the place of the column names among the lines that are not empty, from one.
    """

    kind: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header: int = 1


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, its cells, and what is wrong with the line itself, if anything."""

    line: int
    cells: tuple[Cell, ...]
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.problem and all(cell is None or not str(cell).strip() for cell in self.cells)


@dataclass(frozen=True)
class SheetName:
    name: str
    is_hidden: bool


@dataclass(frozen=True)
class Detected:
    """What a file looks like at first sight."""

    reading: Reading
    sheets: tuple[SheetName, ...] = ()
    warnings: tuple[str | Promise, ...] = ()
