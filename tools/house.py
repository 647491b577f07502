"""House rules that ruff cannot hold: floats on money, unscoped querysets, XML outside kit, unsafe text, sizes."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MONEY = re.compile(r"(^|_)(amount|price|principal|interest|payment|balance|minor|financed|total|open|paid)(_|$)")
EXACT = {"rate", "irr", "apr", "bulk", "daycount", "golden", "golden_rates", "actus", "golden_actus", "factors"}
MANAGER_VERBS = {
    "all",
    "filter",
    "get",
    "exclude",
    "values",
    "values_list",
    "first",
    "last",
    "count",
    "order_by",
    "select_related",
}
LONGEST_FILE, LONGEST_FUNCTION = 600, 60

Finding = tuple[int, str]


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def float_on_money(tree: ast.AST, path: Path) -> Iterator[Finding]:
    """``float(amount)``, ``amount * 0.5``, ``amount / 100``, ``amount: float``: money is whole minor units."""
    if path.stem in EXACT or "rates" in path.parts:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "float" and any(_is_money(a) for a in node.args):
            yield node.lineno, "float() of money"
        if isinstance(node, ast.BinOp) and _float_operation(node):
            yield node.lineno, "float arithmetic on money"
        if isinstance(node, ast.AnnAssign | ast.arg) and isinstance(node.annotation, ast.Name):
            name = node.arg if isinstance(node, ast.arg) else _name(node.target)
            if node.annotation.id == "float" and MONEY.search(name):
                yield node.lineno, f"{name} is annotated as float"


def _is_money(node: ast.AST) -> bool:
    return bool(MONEY.search(_name(node)))


def _float_operation(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    has_money = any(_is_money(side) for side in sides)
    has_float = any(isinstance(side, ast.Constant) and isinstance(side.value, float) for side in sides)
    divides = isinstance(node.op, ast.Div) and _is_money(node.left) and isinstance(node.right, ast.Constant)
    return has_money and (has_float or divides)


def unscoped_queryset(tree: ast.AST, path: Path) -> Iterator[Finding]:
    """``Model.objects.filter`` in web or api: a screen starts from ``visible_to(user)``, whatever it asks for next."""
    if not {"web", "api"} & set(path.parts):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGER_VERBS and _name(node.value) == "objects":
            yield node.lineno, f"unscoped .objects.{node.attr}: begin with .objects.visible_to(user)"


def xml_outside_kit(tree: ast.AST, path: Path) -> Iterator[Finding]:
    """XML is hostile: one reader in kit refuses DTDs, everybody else calls it."""
    if "kit" in path.parts:
        return
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            if name.split(".")[0] in {"lxml", "xml", "xmltodict", "defusedxml"}:
                yield node.lineno, f"{name} outside kit's reader"


def unsafe_text(tree: ast.AST, path: Path) -> Iterator[Finding]:
    """``mark_safe`` of anything but a constant, ``csrf_exempt``, ``extra()`` and raw SQL built by an f-string."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        if name == "mark_safe" and not all(isinstance(a, ast.Constant) for a in node.args):
            yield node.lineno, "mark_safe of a value"
        if name in {"csrf_exempt", "RawSQL", "extra"}:
            yield node.lineno, f"{name} is not used here"
        if name in {"execute", "raw"} and any(isinstance(a, ast.JoinedStr) for a in node.args) and "web" in path.parts:
            yield node.lineno, "SQL built by an f-string"


def sizes(tree: ast.AST, _: Path) -> Iterator[Finding]:
    """No file over 600 lines, no function over 60 (marks of house.md)."""
    longest = max((getattr(n, "end_lineno", 0) or 0 for n in ast.walk(tree)), default=0)
    if longest > LONGEST_FILE:
        yield 1, f"{longest} lines: make a folder by noun"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION:
            yield node.lineno, f"{node.name} is over {LONGEST_FUNCTION} lines"


RULES = (float_on_money, unscoped_queryset, xml_outside_kit, unsafe_text, sizes)


def findings(source: str, path: Path) -> list[tuple[int, str, str]]:
    """What the rules say of one file: (line, rule, message). A line with ``# house: <reason>`` is let through."""
    tree = ast.parse(source)
    excused = {n for n, line in enumerate(source.splitlines(), 1) if "# house: " in line}
    found = [(line, rule.__name__, text) for rule in RULES for line, text in rule(tree, path)]
    return sorted({item for item in found if item[0] not in excused})


def main() -> int:
    """Check everything under src/roadbook; print ``path:line rule message``."""
    bad = 0
    for path in sorted((ROOT / "src/roadbook").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for line, rule, text in findings(path.read_text(), path.relative_to(ROOT)):
            print(f"{path.relative_to(ROOT)}:{line} {rule}: {text}")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
