"""What a template is made of: blocks that stand below each other, and what stands in their lines.

Places in the source (line and column from 1) go with what can be wrong; they take no part in comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """Where in the source: line and column, both from 1."""

    line: int
    column: int


NOWHERE = Place(0, 0)


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Bold:
    inside: tuple[Inline, ...]


@dataclass(frozen=True)
class Italic:
    inside: tuple[Inline, ...]


@dataclass(frozen=True)
class Token:
    """``{{name}}`` or ``{{name:form}}``."""

    name: str
    form: str = ""
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Choice:
    """``{{#if fact}}…{{else}}…{{/if}}`` inside a line."""

    fact: str
    then: tuple[Inline, ...]
    otherwise: tuple[Inline, ...] = ()
    at: Place = field(default=NOWHERE, compare=False)


Inline = Text | Bold | Italic | Token | Choice
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    line: Line


@dataclass(frozen=True)
class Paragraph:
    """Its lines break where the source breaks."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Item:
    """``- text`` (``label`` is empty) or ``1.2. text`` (the label is printed as it was typed)."""

    label: str
    line: Line


@dataclass(frozen=True)
class Row:
    cells: tuple[Line, ...]


@dataclass(frozen=True)
class EachRow:
    """Rows that are printed once for each entry of a list."""

    name: str
    rows: tuple[Row, ...]
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Table:
    """``align`` has one of left, center, right for each column; ``head`` may be empty."""

    align: tuple[str, ...]
    head: tuple[Line, ...]
    rows: tuple[Row | EachRow, ...]


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, beside each other, with what stands below each."""

    cells: tuple[Line, ...]


@dataclass(frozen=True)
class Columns:
    columns: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Code:
    """A QR code of a token's text."""

    name: str
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Each:
    name: str
    inside: tuple[Block, ...]
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class If:
    fact: str
    then: tuple[Block, ...]
    otherwise: tuple[Block, ...] = ()
    at: Place = field(default=NOWHERE, compare=False)


Block = Heading | Paragraph | Item | Table | PageBreak | Signatures | Columns | Code | Each | If
Tree = tuple[Block, ...]


@dataclass(frozen=True)
class Schema:
    """What templates of one kind may say: tokens with their type, lists with the tokens of an entry, facts."""

    tokens: Mapping[str, str]
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """What is wrong and where. ``code`` names the sentence, ``what`` is the word in question, ``near`` a known one."""

    line: int
    column: int
    code: str
    what: str = ""
    near: str = ""


class MarkupRefusedError(ValueError):
    """The source is no template; ``problem`` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.line}:{problem.column} {problem.code} {problem.what}".strip())
        self.problem = problem
