"""Which strings a person may read: found in Python, in templates, and in the explanations of calc."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract as babel_extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/roadbook"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Found = tuple[str | None, str, str | None]


def messages() -> dict[Found, set[str]]:
    """Every translatable string with the files that hold it: {(context, msgid, plural): files}."""
    found: dict[Found, set[str]] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        if "migrations" in path.parts or "data" in path.parts:
            continue
        text = path.read_text()
        code = text if path.suffix == ".py" else _as_python(templatize(text, origin=str(path)))
        for _line, message, _comments, context in babel_extract("python", BytesIO(code.encode()), KEYWORDS, (), {}):
            single, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, None)
            if single:
                found.setdefault((context, single, plural), set()).add(str(path.relative_to(ROOT)))
    for label, name in explained():
        found.setdefault((None, label, None), set()).add(name)
    return found


def explained() -> Iterator[tuple[str, str]]:
    """Labels of explanations: calc knows no languages, its words are translated where they are shown."""
    for path in sorted((SOURCE / "calc").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            for text in _labels(node):
                yield text, str(path.relative_to(ROOT))


def _labels(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        if node.func.id == "Line":
            yield from _words(node.args[0])
        if node.func.id == "Operand":
            yield from (word.replace("_", " ") for word in _words(node.args[0]))
    if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "label" for t in node.targets):
        yield from _words(node.value)
    if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Tuple):
        firsts = [row.elts[0] for row in node.iter.elts if isinstance(row, ast.Tuple) and row.elts]
        if isinstance(node.target.elts[0], ast.Name) and node.target.elts[0].id == "name":
            yield from (word.replace("_", " ") for first in firsts for word in _words(first))


def _words(node: ast.AST) -> Iterator[str]:
    for part in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
        first = part.values[0] if isinstance(part, ast.JoinedStr) and part.values else part
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
            yield first.value if first is part else first.value.rstrip("_")


def _as_python(templatized: str) -> str:
    """A template as Django shows it to gettext, without the indentation that Python would stumble over."""
    return "\n".join(line.lstrip() for line in templatized.splitlines())


def lazy_f_strings() -> Iterator[str]:
    """``_(f"…")`` can never be translated: the extractor does not see it."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_marked = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
            if is_marked and any(isinstance(argument, ast.JoinedStr) for argument in node.args):
                yield f"{path.relative_to(ROOT)}:{node.lineno} f-string inside {node.func.id}()"
