"""Reading sheets (XLSX) as a stream: rows come one by one, shared texts lie in a file of their own.

Formulas are not computed: a cell gives the value that was saved with it. Dates are told by the cell's number format.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import IO, Any

from django.utils.translation import gettext as _

from roadbook.kit import xml

from .package import open_package
from .values import MAX_COLUMNS, Cell, Detected, FileRefused, Reading, Row, SheetName

DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
NOT_A_DAY = 60
"""The serial of 29 February 1900, which Excel counts and the calendar does not."""
_IN_MEMORY = 16 * 1024**2
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Texts:
    """Shared texts, kept in a file and read by number: a sheet may hold millions of them."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - lives as long as the reader
        self._ends = array("Q", [0])
        self.get = lru_cache(maxsize=10_000)(self._get)

    def add(self, text: str) -> None:
        encoded = text.encode("utf-8", errors="replace")
        self._file.write(encoded)
        self._ends.append(self._ends[-1] + len(encoded))

    def _get(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise xml.XmlRefused(f"shared text {number}")
        self._file.seek(self._ends[number])
        return self._file.read(self._ends[number + 1] - self._ends[number]).decode()


class Workbook:
    """An opened file: its sheets, which formats mean dates, and its shared texts once they are needed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.package = open_package(stream)
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.is_from_1904 = False
        self._read_workbook()
        self._dates = self._date_styles()
        self._texts: Texts | None = None
        self.formulas = 0

    def _part(self, path: str) -> IO[bytes] | None:
        try:
            return self.package.open(path)
        except KeyError:
            return None

    def _read_workbook(self) -> None:
        links = {}
        for link in _elements(self._part("xl/_rels/workbook.xml.rels"), "Relationship"):
            target = link.get("Target", "")
            links[link.get("Id")] = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        for element in _elements(self._part("xl/workbook.xml"), "workbookPr", "sheet"):
            if xml.name(element) == "workbookPr":
                self.is_from_1904 = element.get("date1904") in {"1", "true"}
                continue
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            path = links.get(relation, "")
            if "worksheets/" in path:
                self.sheets[element.get("name", "")] = path
                if element.get("state") in {"hidden", "veryHidden"}:
                    self.hidden.add(element.get("name", ""))

    def _date_styles(self) -> frozenset[int]:
        """The numbers of the cell styles that show a number as a date or a time."""
        own: set[int] = set()
        found: set[int] = set()
        part = self._part("xl/styles.xml")
        if part is None:
            return frozenset()
        for element in _elements(part, "numFmt", "cellXfs"):
            if xml.name(element) == "numFmt":
                if re.search("[dmyhs]", _QUOTED.sub("", element.get("formatCode", "")).lower()):
                    own.add(int(element.get("numFmtId", "0")))
            else:
                formats = [int(style.get("numFmtId", "0")) for style in element]
                found = {place for place, code in enumerate(formats) if code in DATE_FORMATS or code in own}
        return frozenset(found)

    def texts(self) -> Texts:
        if self._texts is None:
            self._texts = Texts()
            part = self._part("xl/sharedStrings.xml")
            for element in _elements(part, "si") if part else ():
                self._texts.add(_text(element))
        return self._texts

    def rows(self, sheet: str) -> Iterator[Row]:
        part = self._part(self.sheets.get(sheet, ""))
        if part is None:
            raise FileRefused(_("There is no such sheet in the file."))
        last = 0
        for element in _elements(part, "row"):
            line = int(element.get("r") or last + 1)
            if line <= last:
                raise FileRefused(_("This is not an Excel file, or it is damaged."))
            last = line
            yield self._row(line, element)

    def _row(self, line: int, element: Any) -> Row:
        cells: list[Cell] = []
        problem = ""
        for one in element:
            reference = one.get("r")
            place = _column(reference) if reference else len(cells)
            try:
                value = self._value(one)
            except (ValueError, InvalidOperation, OverflowError) as error:
                value, problem = None, problem or _unreadable(line, reference or "", error)
            if value is None:
                continue
            if place >= MAX_COLUMNS:
                raise FileRefused(_("There are more than %(most)d columns.") % {"most": MAX_COLUMNS}, line=line)
            cells.extend([None] * (place + 1 - len(cells)))
            cells[place] = value
        return Row(line, tuple(cells), problem)

    def _value(self, cell: Any) -> Cell:  # noqa: PLR0911 - one for each kind of cell
        raw, kind = _raw(cell)
        if any(xml.name(child) == "f" for child in cell):
            self.formulas += 1
        if raw == "":
            return None
        if kind == "s":
            return self.texts().get(int(raw)) or None
        if kind in {"str", "inlineStr"}:
            return raw
        if kind == "b":
            return raw == "1"
        if kind == "e":
            raise ValueError(raw)
        if kind == "d":
            return _iso(raw)
        style = cell.get("s")
        if style and int(style) in self._dates:
            return self._moment(raw)
        return number(raw)

    def _moment(self, raw: str) -> Cell:
        """The date of a serial number; a part of a day makes it an instant, which is rounded to seconds."""
        serial = Decimal(raw)
        days = int(serial)
        if self.is_from_1904:
            start = date(1904, 1, 1)
        elif days == NOT_A_DAY:
            raise ValueError("29.02.1900")
        else:
            start = date(1899, 12, 31) if days < NOT_A_DAY else date(1899, 12, 30)
        day = start + timedelta(days=days)
        seconds = round((serial - days) * 86_400)
        if not seconds:
            return day
        return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - sheets know no zone


def detect(stream: IO[bytes]) -> Detected:
    """The sheets of a file; the first one that is not hidden is read.

    :raises FileRefused: see ``open_package``; or there is no sheet.
    """
    with _damage_refused():
        book = Workbook(stream)
    sheets = tuple(SheetName(name, name in book.hidden) for name in book.sheets)
    if not sheets:
        raise FileRefused(_("There is no sheet in the file."))
    first = next((sheet for sheet in sheets if not sheet.is_hidden), sheets[0])
    hidden = ", ".join(sheet.name for sheet in sheets if sheet.is_hidden)
    warnings = (_("Hidden sheets: %(names)s.") % {"names": hidden},) if hidden else ()
    return Detected(Reading("xlsx", sheet=first.name), sheets, warnings)


def rows(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Every row of the sheet that is not empty. An error value or a day that never was is the row's problem.

    :raises FileRefused: the sheet is not there, or the file is damaged.
    """
    with _damage_refused():
        for row in Workbook(stream).rows(reading.sheet):
            if not row.is_empty:
                yield row


def formulas(stream: IO[bytes], reading: Reading, most: int = 1_000) -> int:
    """How many cells of the first rows are formulas, of which only the saved value is read."""
    with _damage_refused():
        book = Workbook(stream)
        for place, _row in enumerate(book.rows(reading.sheet)):
            if place >= most:
                break
        return book.formulas


def number(raw: str) -> int | Decimal:
    """A number as Excel keeps it: fifteen digits, the rest is noise of its arithmetic."""
    exact = Decimal(raw)
    if not exact.is_finite() or exact.adjusted() > 300:  # noqa: PLR2004 - beyond what a sheet can hold
        raise ValueError(raw)
    if exact == exact.to_integral_value():
        return int(exact)
    digits = max(0, 15 - 1 - exact.adjusted())
    rounded = round(exact, digits) if exact.adjusted() > -30 else Decimal(0)  # noqa: PLR2004 - as good as nothing
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Whatever a damaged file makes zip and XML say, the user is told the same."""
    try:
        yield
    except (xml.XmlRefused, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FileRefused(_("This is not an Excel file, or it is damaged.")) from error


def _elements(part: IO[bytes] | None, *tags: str) -> Iterator[Any]:
    if part is None:
        raise xml.XmlRefused("a part is missing")
    return xml.elements(part, *tags)


def _raw(cell: Any) -> tuple[str, str]:
    """The saved text of a cell, and its kind."""
    kind = cell.get("t") or "n"
    for child in cell:
        if xml.name(child) == "v":
            return child.text or "", kind
        if xml.name(child) == "is":
            return _text(child), kind
    return "", kind


def _text(element: Any) -> str:
    """All runs of a text, without the readings that are printed over it."""
    runs = (run for child in element if xml.name(child) in {"t", "r"} for run in ([child] if not len(child) else child))
    return "".join(run.text or "" for run in runs if xml.name(run) == "t")


@lru_cache(maxsize=2_000)
def _letters(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _column(reference: str) -> int:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise xml.XmlRefused(reference)
    return _letters(match[1])


def _iso(raw: str) -> Cell:
    moment = datetime.fromisoformat(raw)
    return moment.date() if "T" not in raw else moment.replace(tzinfo=None)


def _unreadable(line: int, reference: str, error: Exception) -> str:
    told = {"cell": reference or line, "value": str(error)[:40]}
    return _("Cell %(cell)s holds no value that can be read (%(value)s).") % told
