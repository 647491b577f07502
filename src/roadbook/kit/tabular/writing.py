"""Writing rows to CSV and XLSX as a stream, for people who open them in a spreadsheet.

Text that a spreadsheet would take for a formula gets an apostrophe in front (CSV) or is typed as text (XLSX); numbers
stay numbers, also negative ones. ``undefused`` takes the apostrophe away again when such a file comes back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from .values import MAX_CELL_LENGTH, Cell

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TITLE_LENGTH = 31
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Manner:
    """How a language writes values into a text file."""

    separator: str
    decimal: str
    day: str
    moment: str


LOCAL = Manner(";", ",", "%d.%m.%Y", "%d.%m.%Y %H:%M")
ENGLISH = Manner(",", ".", "%Y-%m-%d", "%Y-%m-%d %H:%M")


def manner(language: str) -> Manner:
    """Semicolon and comma where spreadsheets expect them; English ones expect comma and point."""
    return ENGLISH if language.startswith("en") else LOCAL


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def undefused(text: str) -> str:
    """The text before it was defused."""
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


class Writer(Protocol):
    """Takes the rows one by one; ``close`` completes the file and leaves it open."""

    def write(self, cells: Sequence[Cell]) -> None: ...

    def close(self) -> None: ...


class CsvWriter:
    """UTF-8 with a mark, so that spreadsheets know it; lines end as RFC 4180 says."""

    def __init__(self, target: IO[bytes], headers: Sequence[str], *, language: str) -> None:
        self._manner = manner(language)
        self._text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False, errors="replace")
        self._csv = csv.writer(self._text, delimiter=self._manner.separator)
        self.write(headers)

    def write(self, cells: Sequence[Cell]) -> None:
        self._csv.writerow([self._written(cell) for cell in cells])

    def flush(self) -> None:
        """Hand on what was written so far."""
        self._text.flush()

    def close(self) -> None:
        self._text.flush()
        self._text.detach()

    def _written(self, cell: Cell) -> str:  # noqa: PLR0911 - one for each kind of cell
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return _("yes") if cell else _("no")
        if isinstance(cell, int):
            return str(cell)
        if isinstance(cell, Decimal):
            return format(cell, "f").replace(".", self._manner.decimal)
        if isinstance(cell, datetime):
            return _naive(cell).strftime(self._manner.moment)
        if isinstance(cell, date):
            return cell.strftime(self._manner.day)
        return defused(_ILLEGAL.sub("\ufffd", str(cell)))


class XlsxWriter:
    """One sheet with a frozen header and a filter over it, and a second one that says what the first one holds."""

    def __init__(
        self, target: IO[bytes], headers: Sequence[str], *, title: str, notes: Sequence[tuple[str, str]] = ()
    ) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        self._target, self._headers, self._notes = target, headers, notes
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(_sheet_title(title))
        self._cell, self._bold = WriteOnlyCell, Font(bold=True)
        self._rows = 0
        self._sheet.freeze_panes = "A2"
        for place, header in enumerate(headers, 1):
            self._sheet.column_dimensions[_letters(place)].width = max(12, min(40, len(str(header)) + 4))
        self._sheet.append([self._heading(header) for header in headers])

    def write(self, cells: Sequence[Cell]) -> None:
        self._sheet.append([self._typed(cell) for cell in cells])
        self._rows += 1

    def close(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{_letters(max(1, len(self._headers)))}{self._rows + 1}"
        if self._notes:
            about = self._book.create_sheet(_sheet_title(_("About")))
            about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 80
            for name, value in self._notes:
                about.append([self._heading(name), self._text(value)])
        self._book.save(self._target)

    def _heading(self, text: str) -> Any:
        cell = self._text(str(text))
        cell.font = self._bold
        return cell

    def _text(self, text: str) -> Any:
        """A cell that is text whatever it looks like."""
        cell = self._cell(self._sheet, value="")
        cell._value = _ILLEGAL.sub("\ufffd", text)[:MAX_CELL_LENGTH]  # noqa: SLF001 - the setter would guess a formula
        cell.data_type = "s"
        return cell

    def _typed(self, cell: Cell) -> Any:
        if cell is None or cell == "":
            return None
        if isinstance(cell, bool | int):
            return cell
        if isinstance(cell, Decimal):
            return self._formatted(cell, "#,##0.00" if _places(cell) == 2 else "General")  # noqa: PLR2004 - cents
        if isinstance(cell, datetime):
            return self._formatted(_naive(cell), "m/d/yy h:mm")
        if isinstance(cell, date):
            return self._formatted(cell, "mm-dd-yy")
        return self._text(str(cell))

    def _formatted(self, value: Any, number_format: str) -> Any:
        """The formats are two of Excel's own, which it shows in the manner of its reader."""
        cell = self._cell(self._sheet, value=value)
        cell.number_format = number_format
        return cell


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _naive(moment: datetime) -> datetime:
    """The moment on the clock of the reader's time zone; sheets know no zones."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip()[:TITLE_LENGTH] or "Sheet"


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    found: str = get_column_letter(place)
    return found
