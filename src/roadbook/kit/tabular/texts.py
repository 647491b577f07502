"""Reading separated text: line by line, with bounded memory, and with a word about each line that is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from . import encodings
from .values import MAX_CELL_LENGTH, MAX_ROW_LENGTH, Detected, FileRefused, Reading, Row

SEPARATORS = (";", ",", "\t", "|")
SAMPLE_LINES = 60
_UNDECODED = re.compile("[\ud800-\udfff]")


class _Lines:
    """Physical lines for the csv module: never longer than a row may be, and counted."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0
        self.row_length = 0
        self.has_nul = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW_LENGTH + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.row_length += len(line)
        if not line.isascii() and _UNDECODED.search(line):
            message = _("Line %(line)d does not fit the encoding %(encoding)s. Choose another one.")
            label = encodings.LABELS.get(self._text.encoding, self._text.encoding)
            raise FileRefused(message % {"line": self.number, "encoding": label}, line=self.number)
        if "\x00" in line:
            self.has_nul = True
            line = line.replace("\x00", "\ufffd")
        return line

    def begin_row(self) -> None:
        self.row_length, self.has_nul = 0, False


def detect(stream: IO[bytes]) -> Detected:
    """Encoding and separator of a text file.

    :raises FileRefused: it is empty, or no text.
    """
    encoding = encodings.detect(stream)
    separator = _separator(stream, encoding)
    return Detected(Reading("csv", encoding=encoding, separator=separator))


def rows(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Every line that is not empty.

    A line whose quotation marks stand in the middle of a value, that holds NUL or an endless value, comes with its
    problem and with what could be read.

    :raises FileRefused: the encoding does not fit, a row is longer than a million letters, quotation marks never close.
    """
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=reading.encoding, errors="surrogateescape", newline=None)
    lines = _Lines(text)
    reader = csv.reader(_guarded(lines), delimiter=reading.separator, strict=True)
    csv.field_size_limit(MAX_ROW_LENGTH + 1)
    try:
        while True:
            first = lines.number + 1
            lines.begin_row()
            row = _next(reader, lines, first)
            if row is None:
                return
            if not row.is_empty:
                yield row
    finally:
        if not stream.closed:
            text.detach()


def _guarded(lines: _Lines) -> Iterator[str]:
    """The lines, until one row has taken more of them than a row may."""
    first = 1
    for line in lines:
        if lines.row_length == len(line):
            first = lines.number
        if lines.row_length > MAX_ROW_LENGTH:
            raise FileRefused(_too_long(first, lines.number), line=first)
        yield line


def _too_long(first: int, last: int) -> str:
    if last > first:
        return _("The quotation marks that open in line %(line)d are never closed.") % {"line": first}
    return _("Line %(line)d is longer than a million letters.") % {"line": first}


def _next(reader: Iterator[list[str]], lines: _Lines, first: int) -> Row | None:
    try:
        cells = next(reader)
    except StopIteration:
        return None
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise FileRefused(_too_long(first, first + 1), line=first) from error
        return Row(first, (), _stray(first, lines.number))
    return Row(first, tuple(cells), _problem(cells, lines, first))


def _stray(first: int, last: int) -> str:
    if last > first:
        told = {"first": first, "last": last}
        return _("The quotation marks in lines %(first)d to %(last)d are not where they may stand.") % told
    return _("The quotation marks in line %(line)d are not where they may stand.") % {"line": first}


def _problem(cells: list[str], lines: _Lines, first: int) -> str:
    if lines.has_nul:
        return _("Line %(line)d holds a NUL character.") % {"line": first}
    if any(len(cell) > MAX_CELL_LENGTH for cell in cells):
        return _("A value in line %(line)d is longer than %(most)d letters.") % {"line": first, "most": MAX_CELL_LENGTH}
    return ""


def _separator(stream: IO[bytes], encoding: str) -> str:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline=None, errors="replace")
    try:
        sample = [line for line in (text.readline(10_000) for _ in range(SAMPLE_LINES)) if line.strip()]
    finally:
        text.detach()
    if not sample:
        raise FileRefused(_("The file is empty."))
    return max(SEPARATORS, key=lambda mark: (_fit(sample, mark), -SEPARATORS.index(mark)))


def _fit(sample: list[str], separator: str) -> float:
    """How evenly the separator cuts the lines: the share of lines that agree, times a little for more columns."""
    try:
        counts = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
    except csv.Error:
        return 0.0
    usual = max(set(counts), key=counts.count, default=1)
    if usual == 1:
        return 0.0
    heading = 1.0 if counts[0] == usual else 0.5
    return heading * counts.count(usual) / len(counts) + min(usual, 50) / 1000
