"""One way to read both kinds of files: look, then a header, then rows as wide as the header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import IO

from django.utils.translation import gettext as _

from . import sheets, texts
from .package import OLD_FORMAT
from .values import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Cell, Detected, FileRefused, Reading, Row

ZIP = b"PK\x03\x04"
KINDS = {"csv": texts, "xlsx": sheets}


@dataclass(frozen=True)
class Opened:
    """``headers`` are the column names, none twice; ``rows`` come as wide as the header and may be walked once."""

    headers: tuple[str, ...]
    rows: Iterator[Row]
    warnings: tuple[str, ...] = ()


def detect(stream: IO[bytes], name: str) -> Detected:
    """What kind of file this is and how to read it. The content decides, not the name.

    :raises FileRefused: it cannot be read, by its content, its size or what it would unpack to.
    """
    size = stream.seek(0, 2)
    if not size:
        raise FileRefused(_("The file is empty."))
    if size > MAX_BYTES:
        raise FileRefused(_("The file is larger than %(most)d MB.") % {"most": MAX_BYTES // 1024**2})
    if name.lower().endswith((".xlsm", ".xltm", ".xlam", ".xlsb")):
        raise FileRefused(_("This Excel file holds macros. Save it as .xlsx without them."))
    stream.seek(0)
    magic = stream.read(8)
    if magic.startswith(ZIP) or magic == OLD_FORMAT:
        found = sheets.detect(stream)
        return replace(found, warnings=(*found.warnings, *_about_formulas(stream, found.reading)))
    if magic.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"MZ")):
        raise FileRefused(_("Only CSV and XLSX files can be read."))
    return texts.detect(stream)


def open_rows(stream: IO[bytes], reading: Reading) -> Opened:
    """The column names and an iterator over the rows below them.

    :raises FileRefused: there is no header; while walking, everything that ``texts`` and ``sheets`` refuse, and more
        than a million rows.
    """
    found = KINDS[reading.kind].rows(stream, reading)
    head: Row | None = None
    for _place in range(max(1, reading.header)):
        head = next(found, None)
    if head is None or head.is_empty:
        raise FileRefused(_("The file has no header: the first line names the columns."))
    if head.problem:
        raise FileRefused(head.problem, line=head.line)
    if len(head.cells) > MAX_COLUMNS:
        raise FileRefused(_("There are more than %(most)d columns.") % {"most": MAX_COLUMNS}, line=head.line)
    headers, warnings = _named(head.cells)
    first = next(found, None)
    if first is None:
        raise FileRefused(_("There is no row below the header."))
    is_even = reading.kind == "csv"
    return Opened(headers, _fitted(chain([first], found), len(headers), is_even=is_even), warnings)


def _about_formulas(stream: IO[bytes], reading: Reading) -> tuple[str, ...]:
    count = sheets.formulas(stream, reading)
    return (_("Some cells are formulas: the values that were saved with them are read."),) if count else ()


def _named(cells: tuple[Cell, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names without doubles and blanks, and what was done about them."""
    names: list[str] = []
    twice: list[str] = []
    for place, cell in enumerate(_without_tail(cells), 1):
        name = " ".join(str(cell or "").split())[:200] or _("Column %(number)d") % {"number": place}
        if name in names:
            twice.append(name)
            copy = 2
            while f"{name} ({copy})" in names:
                copy += 1
            name = f"{name} ({copy})"
        names.append(name)
    told = ", ".join(dict.fromkeys(twice))
    return tuple(names), (_("Columns of the same name: %(names)s.") % {"names": told},) if twice else ()


def _fitted(found: Iterator[Row], width: int, *, is_even: bool) -> Iterator[Row]:
    for count, row in enumerate(found, 1):
        if count > MAX_ROWS:
            raise FileRefused(_("The file has more than a million rows."), line=row.line)
        yield _fit(row, width, is_even=is_even)


def _fit(row: Row, width: int, *, is_even: bool) -> Row:
    """The row as wide as the header. A sheet leaves out empty cells at the end, a text file has no reason to."""
    cells = _without_tail(row.cells)
    problem = row.problem
    if not problem and (len(cells) > width or (is_even and len(row.cells) < width)):
        told = {"line": row.line, "count": len(row.cells), "width": width}
        problem = _("Line %(line)d has %(count)d values; the header has %(width)d.") % told
    return Row(row.line, (*cells[:width], *([None] * (width - len(cells)))), problem)


def _without_tail(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells up to the last one that holds something."""
    end = len(cells)
    while end and (cells[end - 1] is None or not str(cells[end - 1]).strip()):
        end -= 1
    return cells[:end]
