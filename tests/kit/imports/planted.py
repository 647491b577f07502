"""A file of any length in which everything that can be the matter with a row is planted, and what must come of it.

Of each forty rows one is on the register already, one is there but differs, one is said again at the end of the file;
three in a hundred are wrong. All others are new.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks import _files
from benchmarks._files import Row

EVERY = 40
KNOWN, DIFFERENT, TWIN = 5, 15, 25
DIFFERS = {
    "parties.clients": ("Град", "Видин"),
    "vehicles.catalogue": ("Power, kW", "59"),
    "vehicles.vehicles": ("Цвят", "бял"),
}
"""What the register says otherwise, and in which column. Files never change an own company."""


@dataclass
class Planted:
    """The rows of a file, each with its state and the field at fault; and what is on the register before it comes."""

    rows: list[Row] = field(default_factory=list)
    expected: list[tuple[str, str]] = field(default_factory=list)
    register: list[Row] = field(default_factory=list)

    def add(self, row: Row, state: str, wrong: str = "") -> None:
        self.rows.append(row)
        self.expected.append((state, wrong))

    @property
    def counts(self) -> Counter[str]:
        """How many rows are in which state."""
        return Counter(state for state, _field in self.expected)

    @property
    def faults(self) -> Counter[str]:
        """How many rows are wrong in which field."""
        return Counter(wrong for _state, wrong in self.expected if wrong)


def planted(code: str, count: int) -> Planted:
    """A file for an importer: so many rows, and those that are said again."""
    file, twins = Planted(), []
    for number, line in enumerate(_files.lines(code, count)):
        place = number % EVERY
        if line.wrong:
            file.add(line.cells, "error", line.wrong)
        elif place == KNOWN:
            file.register.append(line.cells)
            file.add(line.cells, "duplicate")
        elif place == DIFFERENT and code in DIFFERS:
            file.register.append(_otherwise(code, line.cells))
            file.add(line.cells, "conflict")
        else:
            file.add(line.cells, "new")
            twins += [line.cells] if place == TWIN else []
    for cells in twins:
        file.add(cells, "duplicate")
    return file


def _otherwise(code: str, cells: Row) -> Row:
    column, value = DIFFERS[code]
    place = _files.KINDS[code].header.split(";").index(column)
    return [*cells[:place], value, *cells[place + 1 :]]
