"""What a tree names that its kind of paper does not declare: every problem with place and nearest word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from .nodes import (
    Bold,
    Choice,
    Code,
    Columns,
    Each,
    EachRow,
    Heading,
    If,
    Italic,
    Item,
    Line,
    PageBreak,
    Paragraph,
    Place,
    Problem,
    Row,
    Schema,
    Signatures,
    Table,
    Token,
    Tree,
)

FORMS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "code": ("text",),
    "number": ("number", "words"),
    "date": ("date", "long"),
    "amount": ("amount", "plain", "words"),
    "percent": ("percent",),
}
"""The forms in which a token of a type may be printed; the first is the usual one."""
Tokens = Mapping[str, str]


def check(tree: Tree, schema: Schema) -> list[Problem]:
    """Every problem of a tree in the order of the source; empty means that it can be printed."""
    found = _Checker(schema).blocks(tree, dict(schema.tokens), inside="")
    return sorted(found, key=lambda one: (one.line, one.column))


class _Checker:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def blocks(self, tree: Tree, known: Tokens, *, inside: str) -> Iterator[Problem]:
        for block in tree:
            match block:
                case Each() | EachRow():
                    yield from self.each(block, known, inside=inside)
                case If():
                    yield from self.fact(block.fact, block.at)
                    yield from self.blocks((*block.then, *block.otherwise), known, inside=inside)
                case Columns():
                    for column in block.columns:
                        yield from self.blocks(column, known, inside=inside)
                case Code():
                    yield from self.code(block, known)
                case Table():
                    yield from self.table(block, known, inside=inside)
                case _:
                    yield from self.lines(_lines_of(block), known)

    def table(self, table: Table, known: Tokens, *, inside: str) -> Iterator[Problem]:
        yield from self.lines(table.head, known)
        for one in table.rows:
            if isinstance(one, Row):
                yield from self.lines(one.cells, known)
            else:
                yield from self.each(one, known, inside=inside)

    def each(self, block: Each | EachRow, known: Tokens, *, inside: str) -> Iterator[Problem]:
        if inside:
            yield Problem(block.at.line, block.at.column, "nested", block.name)
        if block.name not in self.schema.lists:
            yield _unknown("list", block.name, block.at, self.schema.lists)
        own = {**known, **self.schema.lists.get(block.name, {})}
        if isinstance(block, EachRow):
            yield from self.lines((cell for row in block.rows for cell in row.cells), own)
        else:
            yield from self.blocks(block.inside, own, inside=block.name)

    def fact(self, name: str, at: Place) -> Iterator[Problem]:
        if name not in self.schema.facts:
            yield _unknown("fact", name, at, self.schema.facts)

    def code(self, block: Code, known: Tokens) -> Iterator[Problem]:
        if known.get(block.name) != "code":
            yield _unknown("qr", block.name, block.at, [name for name, kind in known.items() if kind == "code"])

    def lines(self, lines: Iterable[Line], known: Tokens) -> Iterator[Problem]:
        for line in lines:
            for node in line:
                match node:
                    case Token():
                        yield from self.token(node, known)
                    case Choice():
                        yield from self.fact(node.fact, node.at)
                        yield from self.lines((node.then, node.otherwise), known)
                    case Bold() | Italic():
                        yield from self.lines((node.inside,), known)

    def token(self, node: Token, known: Tokens) -> Iterator[Problem]:
        kind = known.get(node.name)
        if kind is None:
            yield _unknown("token", node.name, node.at, known)
        elif node.form and node.form not in FORMS[kind]:
            yield Problem(node.at.line, node.at.column, "form", node.form, ", ".join(FORMS[kind]))


def _lines_of(block: object) -> Iterable[Line]:
    match block:
        case Heading() | Item():
            return (block.line,)
        case Paragraph():
            return block.lines
        case Signatures():
            return block.cells
        case PageBreak():
            return ()
    raise TypeError(block)


def _unknown(code: str, name: str, at: Place, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return Problem(at.line, at.column, code, name[:60], near[0] if near else "")
