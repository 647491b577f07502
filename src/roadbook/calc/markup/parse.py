"""From the source of a template to its tree.

One block a line: ``# heading`` (to ``###``), ``- item``, ``1.2. item``, ``| cell | cell |``, text. Lines of text that
follow each other are one paragraph. ``@page`` begins a page, ``@sign one | other`` draws lines to sign on,
``@columns`` … ``@next`` … ``@end`` sets blocks beside each other, ``@qr token`` draws a code. ``{{#each list}}`` …
``{{/each}}`` and ``{{#if fact}}`` … ``{{else}}`` … ``{{/if}}`` stand alone on their lines around blocks.

>>> parse("# Договор **1**")
(Heading(level=1, line=(Text(text='Договор '), Bold(inside=(Text(text='1'),)))),)
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from itertools import pairwise

from . import inline
from .nodes import (
    Block,
    Code,
    Columns,
    Each,
    EachRow,
    Heading,
    If,
    Item,
    Line,
    MarkupRefusedError,
    PageBreak,
    Paragraph,
    Place,
    Problem,
    Row,
    Signatures,
    Table,
    Tree,
)

SOURCE_LIMIT, LINES_LIMIT, LINE_LIMIT = 200_000, 5_000, 20_000
DEPTH, COLUMNS_LIMIT, CELLS_LIMIT = 8, 3, 12
LABEL = re.compile(r"(?:[0-9]{1,3}\.)*[0-9]{1,3}[.)](?=\s)")
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""Control characters and those that turn the direction of what follows: never in a template, taken out of data."""
_ALONE = re.compile(r"\{\{([^{}]*)\}\}")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_DIRECTIVES = ("@columns", "@end", "@next", "@page", "@qr", "@sign")
Closers = frozenset[str]


def parse(source: str) -> Tree:
    """The tree of a template.

    :raises MarkupRefusedError: it is none; the error names line and column.
    """
    return _Parser(_lines(source)).blocks(frozenset(), 0)


def _lines(source: str) -> list[str]:
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > SOURCE_LIMIT:
        raise inline.refuse(1, 1, "large")
    lines = text.split("\n")
    if len(lines) > LINES_LIMIT:
        raise inline.refuse(LINES_LIMIT + 1, 1, "large")
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_LIMIT:
            raise inline.refuse(number, LINE_LIMIT + 1, "long")
        if found := UNSAFE.search(line):
            raise inline.refuse(number, found.start() + 1, "character", f"U+{ord(found[0]):04X}")
    return lines


class _Parser:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.nth = 0

    @property
    def text(self) -> str:
        return self.lines[self.nth].strip()

    @property
    def at(self) -> Place:
        line = self.lines[self.nth]
        return Place(self.nth + 1, len(line) - len(line.lstrip()) + 1)

    def refuse(self, code: str, what: str = "") -> MarkupRefusedError:
        return inline.refuse(self.at.line, self.at.column, code, what)

    def blocks(self, closers: Closers, depth: int) -> Tree:
        """Blocks up to a line that closes; that line is left for the caller."""
        out: list[Block] = []
        if depth > DEPTH:
            raise self.refuse("deep")
        while self.nth < len(self.lines):
            word, _of = self.word()
            if word in closers:
                break
            if self.text:
                out.append(self.block(word, depth))
            else:
                self.nth += 1
        return tuple(out)

    def word(self) -> tuple[str, str]:
        """What the line says where it is a tag or a directive: (word, of what), else empty."""
        text = self.text
        if text.startswith("@"):
            head, _space, rest = text.partition(" ")
            return head, rest.strip()
        found = _ALONE.fullmatch(text)
        tag = inline.TAG.fullmatch(found[1]) if found else None
        if tag is None or tag["word"] is None:
            return "", ""
        return tag["word"], tag["of"] or ""

    def block(self, word: str, depth: int) -> Block:
        makers: dict[str, Callable[[int], Block]] = {
            "#if": self.condition,
            "#each": self.each,
            "@columns": self.columns,
            "@page": lambda _depth: self.only(PageBreak()),
            "@sign": lambda _depth: self.signatures(),
            "@qr": lambda _depth: self.code(),
        }
        if word in makers:
            return makers[word](depth)
        if word.startswith("@") and word not in _DIRECTIVES:
            near = difflib.get_close_matches(word, _DIRECTIVES, 1)
            raise MarkupRefusedError(Problem(self.at.line, self.at.column, "directive", word[:60], (near or [""])[0]))
        if word:
            raise self.refuse("stray", word)
        return self.plain()

    def plain(self) -> Block:
        text, hashes = self.text, len(self.text) - len(self.text.lstrip("#"))
        if 0 < hashes <= 3 and text[hashes : hashes + 1] == " ":
            return self.only(Heading(hashes, self.rest(hashes)))
        if text.startswith("|"):
            return self.table()
        if text.startswith("- "):
            return self.only(Item("", self.rest(1)))
        if found := LABEL.match(text):
            return self.only(Item(found[0], self.rest(found.end())))
        return self.paragraph()

    def only(self, block: Block) -> Block:
        """A block of this one line."""
        self.nth += 1
        return block

    def rest(self, skipped: int) -> Line:
        """The nodes of the line after its mark."""
        behind = self.text[skipped:]
        gap = len(behind) - len(behind.lstrip())
        return inline.read(behind.strip(), self.at.line, self.at.column + skipped + gap)

    def paragraph(self) -> Paragraph:
        lines = [self.rest(0)]
        self.nth += 1
        while self.nth < len(self.lines) and self.is_text():
            lines.append(self.rest(0))
            self.nth += 1
        return Paragraph(tuple(lines))

    def is_text(self) -> bool:
        text = self.text
        marks = text.startswith(("|", "- ", "# ", "## ", "### ")) or LABEL.match(text)
        return bool(text) and not marks and not self.word()[0]

    def named(self, code: str) -> tuple[str, Place]:
        """The name that a tag or a directive gives, and where."""
        _word, of = self.word()
        if not re.fullmatch(inline.NAME, of):
            raise self.refuse(code, self.text)
        return of, self.at

    def condition(self, depth: int) -> If:
        fact, at = self.named("tag")
        self.nth += 1
        then = self.blocks(frozenset({"else", "/if"}), depth + 1)
        otherwise: Tree = ()
        if self.nth < len(self.lines) and self.word()[0] == "else":
            self.nth += 1
            otherwise = self.blocks(frozenset({"/if"}), depth + 1)
        self.end("#if", at)
        return If(fact, then, otherwise, at)

    def each(self, depth: int) -> Block:
        name, at = self.named("tag")
        following = self.lines[self.nth + 1].strip() if self.nth + 1 < len(self.lines) else ""
        if following.startswith("|"):
            return self.table()
        self.nth += 1
        inside = self.blocks(frozenset({"/each"}), depth + 1)
        self.end("#each", at)
        return Each(name, inside, at)

    def end(self, what: str, at: Place) -> None:
        """Step over the closing line."""
        if self.nth >= len(self.lines):
            raise inline.refuse(at.line, at.column, "unclosed", what)
        self.nth += 1

    def columns(self, depth: int) -> Columns:
        at = self.at
        found: list[Tree] = []
        while not found or (self.nth < len(self.lines) and self.word()[0] == "@next"):
            self.nth += 1
            found.append(self.blocks(frozenset({"@next", "@end"}), depth + 1))
        if len(found) > COLUMNS_LIMIT:
            raise inline.refuse(at.line, at.column, "columns", str(COLUMNS_LIMIT))
        self.end("@columns", at)
        return Columns(tuple(found))

    def code(self) -> Block:
        name, at = self.named("tag")
        return self.only(Code(name, at))

    def signatures(self) -> Block:
        behind = self.text[len("@sign") :]
        cells = self.cells(behind, self.at.column + len("@sign"))
        return self.only(Signatures(cells))

    def cells(self, text: str, column: int) -> tuple[Line, ...]:
        """What stands between unescaped bars."""
        bars = [-1, *_bars(text), len(text)]
        found = []
        for start, stop in pairwise(bars):
            part = text[start + 1 : stop]
            gap = len(part) - len(part.lstrip())
            found.append(inline.read(part.strip(), self.at.line, column + start + 1 + gap))
        if len(found) > CELLS_LIMIT:
            raise self.refuse("cells", str(CELLS_LIMIT))
        return tuple(found)

    def row(self) -> Row:
        text = self.text
        bars = _bars(text)
        is_closed = len(bars) > 1 and bars[-1] == len(text) - 1
        cells = self.cells(text[1 : bars[-1]] if is_closed else text[1:], self.at.column + 1)
        self.nth += 1
        return Row(cells)

    def table(self) -> Table:
        head: tuple[Line, ...] = ()
        align: tuple[str, ...] = ()
        rows: list[Row | EachRow] = []
        start = self.at
        following = self.lines[self.nth + 1].strip() if self.nth + 1 < len(self.lines) else ""
        if self.text.startswith("|") and _RULE.fullmatch(following):
            head = self.row().cells
            align = tuple(_aligned(part) for part in self.text.strip("|").split("|"))
            self.nth += 1
        while self.nth < len(self.lines) and (self.text.startswith("|") or self.begins_rows()):
            rows.append(self.row() if self.text.startswith("|") else self.each_row())
        width = len(head) or max((len(_first(one).cells) for one in rows), default=0)
        align = align or ("left",) * width
        counts = {len(align), width, *(len(row.cells) for one in rows for row in _rows(one))}
        if len(counts) > 1:
            raise inline.refuse(start.line, start.column, "ragged")
        return Table(align, head, tuple(rows))

    def begins_rows(self) -> bool:
        following = self.lines[self.nth + 1].strip() if self.nth + 1 < len(self.lines) else ""
        return self.word()[0] == "#each" and following.startswith("|")

    def each_row(self) -> EachRow:
        name, at = self.named("tag")
        self.nth += 1
        rows = []
        while self.nth < len(self.lines) and self.text.startswith("|"):
            rows.append(self.row())
        if self.nth < len(self.lines) and self.word()[0] != "/each":
            raise self.refuse("rows")
        self.end("#each", at)
        return EachRow(name, tuple(rows), at)


def _rows(one: Row | EachRow) -> tuple[Row, ...]:
    return (one,) if isinstance(one, Row) else one.rows


def _first(one: Row | EachRow) -> Row:
    return _rows(one)[0]


def _bars(text: str) -> list[int]:
    """Where bars stand that no backslash escapes."""
    found, nth = [], 0
    while nth < len(text):
        if text[nth] == "\\":
            nth += 1
        elif text[nth] == "|":
            found.append(nth)
        nth += 1
    return found


def _aligned(part: str) -> str:
    text = part.strip()
    if text.endswith(":"):
        return "center" if text.startswith(":") else "right"
    return "left"
