"""From a tree back to its source: ``parse(write(tree)) == tree`` for every tree that ``parse`` gives."""

from __future__ import annotations

import re

from .nodes import (
    Block,
    Bold,
    Choice,
    Code,
    Columns,
    Each,
    Heading,
    If,
    Inline,
    Italic,
    Item,
    Line,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    Text,
    Token,
    Tree,
)

_RULES = {"left": "---", "center": ":-:", "right": "--:"}
_SPECIAL = re.compile(r"[\\*{}|]")
_LABEL = re.compile(r"((?:[0-9]{1,3}\.)*[0-9]{1,3})([.)])(?=\s)")


def escape(text: str) -> str:
    """Text that prints as it is."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def write(tree: Tree) -> str:
    """The source of a tree."""
    return "\n\n".join(_block(one) for one in tree)


def _block(block: Block) -> str:  # noqa: C901, PLR0911 - one return for each kind of block
    match block:
        case Heading():
            return f"{'#' * block.level} {_line(block.line)}".rstrip()
        case Paragraph():
            return "\n".join(_begun(_line(one)) for one in block.lines)
        case Item():
            return f"{block.label or '-'} {_line(block.line)}"
        case Table():
            return "\n".join(_table(block))
        case PageBreak():
            return "@page"
        case Signatures():
            return "@sign " + " | ".join(_line(one) for one in block.cells)
        case Columns():
            return "@columns\n" + "\n@next\n".join(write(one) for one in block.columns) + "\n@end"
        case Code():
            return f"@qr {block.name}"
        case Each():
            return f"{{{{#each {block.name}}}}}\n{write(block.inside)}\n{{{{/each}}}}"
        case If():
            otherwise = f"\n{{{{else}}}}\n{write(block.otherwise)}" if block.otherwise else ""
            return f"{{{{#if {block.fact}}}}}\n{write(block.then)}{otherwise}\n{{{{/if}}}}"


def _table(table: Table) -> list[str]:
    out = []
    if table.head:
        out = [_row(table.head), "|" + "|".join(_RULES[one] for one in table.align) + "|"]
    for one in table.rows:
        if isinstance(one, Row):
            out.append(_row(one.cells))
        else:
            out += [f"{{{{#each {one.name}}}}}", *(_row(row.cells) for row in one.rows), "{{/each}}"]
    return out


def _row(cells: tuple[Line, ...]) -> str:
    return "| " + " | ".join(_line(one) for one in cells) + " |"


def _line(line: Line) -> str:
    return "".join(_inline(one) for one in line)


def _inline(node: Inline) -> str:
    match node:
        case Text():
            return escape(node.text)
        case Bold():
            return f"**{_line(node.inside)}**"
        case Italic():
            return f"*{_line(node.inside)}*"
        case Token():
            return "{{" + node.name + (f":{node.form}" if node.form else "") + "}}"
        case Choice():
            otherwise = "{{else}}" + _line(node.otherwise) if node.otherwise else ""
            return f"{{{{#if {node.fact}}}}}{_line(node.then)}{otherwise}{{{{/if}}}}"


def _begun(line: str) -> str:
    """A line of text does not begin with the mark of another block."""
    if line[:1] in {"#", "@", "-"}:
        return "\\" + line
    return _LABEL.sub(lambda found: f"{found[1]}\\{found[2]}", line, count=1) if _LABEL.match(line) else line
