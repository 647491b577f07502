"""From a tree and data to plain blocks: what a page shows, as lists, strings and numbers only (JSON).

Runs are ``[text, bold, italic]``. Nothing of the data is ever read as markup: a value becomes the text of one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .check import FORMS
from .nodes import (
    Block,
    Bold,
    Choice,
    Code,
    Columns,
    Each,
    Heading,
    If,
    Italic,
    Item,
    Line,
    PageBreak,
    Paragraph,
    Row,
    Schema,
    Signatures,
    Table,
    Text,
    Token,
    Tree,
)
from .parse import UNSAFE

RUNS_LIMIT, VALUE_LIMIT = 200_000, 20_000
Say = Callable[[str, str, Any], str]
Run = list[Any]
Plain = dict[str, Any]


class FillRefusedError(ValueError):
    """The data has no such token, list or fact, or the paper would be endless. ``what`` names it."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(f"{code} {what}".strip())
        self.code, self.what = code, what


@dataclass(frozen=True)
class Data:
    """The values of tokens, the entries of lists, the facts that hold."""

    values: Mapping[str, Any]
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()


def plain(value: str) -> str:
    """Data as it may stand on paper: in one line, without control characters and without what turns the direction."""
    text = " ".join(value.split())
    return UNSAFE.sub("", text)[:VALUE_LIMIT]


def fill(tree: Tree, schema: Schema, data: Data, say: Say) -> list[Plain]:
    """The blocks to print. ``say(type, form, value)`` writes a value out.

    :raises FillRefusedError: a token or list without data (the tree was not checked), or more than 200,000 runs.
    """
    return _Filler(schema, data, say).blocks(tree, {}, {})


class _Filler:
    def __init__(self, schema: Schema, data: Data, say: Say) -> None:
        self.schema, self.data, self.say = schema, data, say
        self.count = 0

    def blocks(self, tree: Tree, own: Mapping[str, Any], kinds: Mapping[str, str]) -> list[Plain]:
        out: list[Plain] = []
        for block in tree:
            out += self.block(block, own, kinds)
        return out

    def block(self, block: Block, own: Mapping[str, Any], kinds: Mapping[str, str]) -> list[Plain]:  # noqa: C901, PLR0911 - one case for each kind of block
        match block:
            case Heading():
                return [{"kind": "heading", "level": block.level, "runs": self.runs(block.line, own, kinds)}]
            case Paragraph():
                lines = [self.runs(line, own, kinds) for line in block.lines]
                said = [line for line in lines if line]
                return [{"kind": "paragraph", "lines": said}] if said else []
            case Item():
                return [{"kind": "item", "label": block.label, "runs": self.runs(block.line, own, kinds)}]
            case Table():
                return self.table(block, own, kinds)
            case PageBreak():
                return [{"kind": "page"}]
            case Signatures():
                return [{"kind": "sign", "cells": self.cells(block.cells, own, kinds)}]
            case Columns():
                return [{"kind": "columns", "columns": [self.blocks(one, own, kinds) for one in block.columns]}]
            case Code():
                text = str(self.value(block.name, own) or "")
                return [{"kind": "qr", "text": text}] if text else []
            case Each():
                inner = self.schema.lists.get(block.name, {})
                return [one for entry in self.entries(block.name) for one in self.blocks(block.inside, entry, inner)]
            case If():
                return self.blocks(block.then if block.fact in self.data.facts else block.otherwise, own, kinds)

    def table(self, table: Table, own: Mapping[str, Any], kinds: Mapping[str, str]) -> list[Plain]:
        rows: list[list[list[Run]]] = []
        for one in table.rows:
            if isinstance(one, Row):
                rows.append(self.cells(one.cells, own, kinds))
                continue
            inner = self.schema.lists.get(one.name, {})
            rows += [self.cells(row.cells, entry, inner) for entry in self.entries(one.name) for row in one.rows]
        if not rows and not table.head:
            return []
        return [{"kind": "table", "align": list(table.align), "head": self.cells(table.head, own, kinds), "rows": rows}]

    def cells(self, cells: Iterable[Line], own: Mapping[str, Any], kinds: Mapping[str, str]) -> list[list[Run]]:
        return [self.runs(cell, own, kinds) for cell in cells]

    def entries(self, name: str) -> Sequence[Mapping[str, Any]]:
        if name not in self.data.lists:
            raise FillRefusedError("list", name)
        return self.data.lists[name]

    def value(self, name: str, own: Mapping[str, Any]) -> Any:
        if name in own:
            return own[name]
        if name not in self.data.values:
            raise FillRefusedError("token", name)
        return self.data.values[name]

    def runs(
        self,
        line: Line,
        own: Mapping[str, Any],
        kinds: Mapping[str, str],
        *,
        bold: bool = False,
        italic: bool = False,
    ) -> list[Run]:
        out: list[Run] = []
        for node in line:
            match node:
                case Text():
                    out.append([node.text, bold, italic])
                case Bold():
                    out += self.runs(node.inside, own, kinds, bold=True, italic=italic)
                case Italic():
                    out += self.runs(node.inside, own, kinds, bold=bold, italic=True)
                case Choice():
                    chosen = node.then if node.fact in self.data.facts else node.otherwise
                    out += self.runs(chosen, own, kinds, bold=bold, italic=italic)
                case Token():
                    if said := self.token(node, own, kinds):
                        out.append([said, bold, italic])
        self.count += len(out)
        if self.count > RUNS_LIMIT:
            raise FillRefusedError("large")
        return out

    def token(self, node: Token, own: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
        kind = kinds.get(node.name) or self.schema.tokens.get(node.name)
        if kind is None:
            raise FillRefusedError("token", node.name)
        value = self.value(node.name, own)
        if value is None or value == "":
            return ""
        return plain(self.say(kind, node.form or FORMS[kind][0], value))
