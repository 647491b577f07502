"""What differs from one contract to the next in the rows of the models: found by values that occur nowhere else.

The models are made with ids from 7 000 000 000 000, series from 1 900 000 000 and names like no other, so every mention
of a row, a number or a word is found in any column: foreign key, plain key, text or JSON.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .forms import SHORT, WHOLE, columns, escaped
from .life import Deal

FIRST_ID, PER_TABLE = 7_000_000_000_000, 1_000_000_000
FIRST_NUMBER, PER_SERIES = 1_900_000_000, 1_000_000
_ID = r"(?<!\d)7\d{12}(?!\d)"
_NUMBER = r"(?<!\d)19\d{8}(?!\d)"


@dataclass(frozen=True)
class Kind:
    """What a piece of a value is: literal ``text``, a ``row`` of a table, a ``number`` of a series, a ``word``.

    ``of`` names the table, series or word column.
    """

    what: str
    of: str = ""


@dataclass(frozen=True)
class Piece:
    """``value``: the literal, the row's place among its table's models, the place in the series, or the shape."""

    kind: Kind
    value: Any


TEXT = Kind("text")
HASH = Kind("hash")  # before pieces of which a column holds the SHA-256
Cell = tuple[Piece, ...]
Row = Sequence[Any]


@dataclass
class Finder:
    """Cuts values into pieces. ``tables`` by the order of their ids, ``series`` by the order of their numbers."""

    tables: Sequence[str]
    series: Sequence[str]
    words: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    whole: dict[tuple[str, str], int | None] = field(default_factory=dict)
    pattern: re.Pattern[str] = field(init=False)
    _known: dict[str, Cell] = field(default_factory=dict)

    def learn(self, models: Iterable[Deal]) -> None:
        """Know the words of the models. A shared client's words are those of the contract that shares it, too."""
        alike: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for deal in models:
            for column, said in columns(deal):
                number = None if column in SHORT else deal.shape.number
                if column in WHOLE.values():
                    self.whole[column, said] = number
                    continue
                for name, spelt in ((column, said), (f"{column}_json", escaped(said))):
                    if spelt not in self.words:
                        self.words[spelt] = name, number
                        alike[len(spelt), name].append(spelt)
        alternatives = [_alike(alike[key]) for key in sorted(alike, reverse=True)]
        self.pattern = re.compile("|".join([_ID, _NUMBER, *alternatives]))

    def cell(self, column: str, value: Any) -> Cell | None:
        """The pieces of a value; None when nothing in it differs from contract to contract."""
        if isinstance(value, int) and not isinstance(value, bool):
            return (self._row(value),) if value >= FIRST_ID else None
        if not isinstance(value, str):
            return None
        whole = WHOLE.get(column, ""), value
        if whole in self.whole:
            return (Piece(Kind("word", whole[0]), self.whole[whole]),)
        pieces = self._known.get(value)
        if pieces is None:
            pieces = self._known[value] = tuple(self._cut(value))
        return pieces if any(piece.kind != TEXT for piece in pieces) else None

    def _cut(self, value: str) -> Iterable[Piece]:
        literal, end = [], 0
        for match in self.pattern.finditer(value):
            piece = self._piece(match.group())
            if piece is None:
                continue
            literal.append(value[end : match.start()])
            if text := "".join(literal):
                yield Piece(TEXT, text)
            literal, end = [], match.end()
            yield piece
        if end < len(value):
            yield Piece(TEXT, value[end:])

    def _piece(self, found: str) -> Piece | None:
        if found in self.words:
            return Piece(Kind("word", self.words[found][0]), self.words[found][1])
        if re.fullmatch(_ID, found):
            return self._row(int(found))
        if re.fullmatch(_NUMBER, found):
            place = int(found) - FIRST_NUMBER
            return Piece(Kind("number", self.series[place // PER_SERIES]), place % PER_SERIES)
        return None

    def _row(self, pk: int) -> Piece:
        place = pk - FIRST_ID
        return Piece(Kind("row", self.tables[place // PER_TABLE]), place % PER_TABLE)


def _alike(found: list[str]) -> str:
    """One pattern for texts of one length: at each place the letters that occur there. The dictionary decides."""
    letters = [sorted(set(column)) for column in zip(*found, strict=True)]
    body = "".join(re.escape(at[0]) if len(at) == 1 else f"[{re.escape(''.join(at))}]" for at in letters)
    head = r"(?<!\d)" if all(one[0].isdigit() for one in found) else ""
    tail = r"(?!\d)" if all(one[-1].isdigit() for one in found) else ""
    return f"{head}{body}{tail}"


Signature = tuple[tuple[Kind, ...] | None, ...]


@dataclass
class Group:
    """Rows of one table that are made alike: the same columns differ, by the same kinds of pieces."""

    table: str
    signature: Signature
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    shapes: list[int | None] = field(default_factory=list)


def grouped(table: str, rows: Iterable[Row], cut: Callable[[Row], list[Cell | None]]) -> list[Group]:
    """The rows by how they are made: values that differ as tuples of their pieces' values.

    :raises ValueError: a row speaks of the words of contracts that do not share a client.
    """
    groups: dict[Signature, Group] = {}
    for row in rows:
        cells = cut(row)
        signature = tuple(cell and tuple(piece.kind for piece in cell) for cell in cells)
        group = groups.setdefault(signature, Group(table, signature))
        group.rows.append(
            tuple(
                value if cell is None else tuple(piece.value for piece in cell)
                for value, cell in zip(row, cells, strict=True)
            )
        )
        group.shapes.append(_shape(table, cells))
    return list(groups.values())


def _shape(table: str, cells: Iterable[Cell | None]) -> int | None:
    words = [piece.value for cell in cells if cell for piece in cell if piece.kind.what == "word"]
    if not words:
        return None
    found = set(words) - {None}
    if not found:
        raise ValueError(f"a row of {table} has nothing that tells whose it is")
    if max(found) - min(found) > 1:
        raise ValueError(f"a row of {table} speaks of contracts {sorted(found)}")
    return max(found)
