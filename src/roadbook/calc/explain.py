"""An explanation is data: label, formula, operands, rule, sub-lines; and the figure can be recomputed from it.

A formula is a small expression over the operands' names: ``+ - * / ( )``, ``round(x, MODE)``, ``min``, ``max``
and ``sum(lines)``, the sum of the values of the sub-lines. It is evaluated exactly, with fractions.

>>> rate = Operand("rate", Fraction(12, 100), "rate")
>>> line = Line("Interest", "round(opening * rate / 12, HALF_UP)",
...             (Operand("opening", 100_050, "money"), rate), 1001, "schedule.interest")
>>> recompute(line)
1001
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from roadbook.calc.rounding import Rounding, to_units

Kind = Literal["money", "rate", "days", "date", "count", "text"]
Value = int | str | Decimal | Fraction | date


class Operand(NamedTuple):
    """A named figure of a formula: money in minor units, a rate as a fraction of one, days, a date, a word."""

    name: str
    value: Value
    kind: Kind


class Line(NamedTuple):
    """One explained figure: ``value`` (minor units) is what ``formula`` gives for ``operands`` and ``lines``.

    ``label`` is an English message that the screen translates; ``rule`` names the rule that was applied.
    """

    label: str
    formula: str
    operands: tuple[Operand, ...]
    value: int
    rule: str
    lines: tuple[Line, ...] = ()

    def named(self, label: str) -> Line:
        """The same figure under another label, as one of many."""
        return self._replace(label=label)


class FormulaError(ValueError):
    """The formula of a line uses something outside its small grammar."""


def to_data(line: Line) -> dict[str, Any]:
    """Give the line ready for JSON: fractions as "a/b", decimals as text, dates as ISO text."""
    return {
        "label": line.label,
        "formula": line.formula,
        "operands": [{"name": o.name, "value": _plain(o.value), "kind": o.kind} for o in line.operands],
        "value": line.value,
        "rule": line.rule,
        "lines": [to_data(one) for one in line.lines],
    }


def _plain(value: Value) -> int | str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value if isinstance(value, int) else str(value)


def recompute(line: Line) -> int:
    """Compute the value of a line again from its formula, operands and sub-lines (recomputed in their turn).

    :raises FormulaError: the formula cannot be read, or its result is not whole.
    """
    names = {o.name: Fraction(o.value) for o in line.operands if isinstance(o.value, int | Decimal | Fraction)}
    inner = [Fraction(recompute(one)) for one in line.lines]
    result = _evaluate(ast.parse(line.formula, mode="eval").body, names, inner)
    if result.denominator != 1:
        raise FormulaError(f"{line.formula!r} gives {result}, which is not whole units")
    return result.numerator


_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


def _evaluate(node: ast.expr, names: Mapping[str, Fraction], lines: list[Fraction]) -> Fraction:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return Fraction(node.value)
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand, names, lines)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _evaluate(node.left, names, lines), _evaluate(node.right, names, lines)
        return _OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return _call(node.func.id, node.args, names, lines)
    raise FormulaError(f"{ast.unparse(node)!r} is not part of the grammar of formulas")


def _call(name: str, args: list[ast.expr], names: Mapping[str, Fraction], lines: list[Fraction]) -> Fraction:
    if name == "sum" and len(args) == 1 and ast.unparse(args[0]) == "lines":
        return sum(lines, Fraction(0))
    if name == "round" and len(args) == 2:
        mode = Rounding.__members__.get(ast.unparse(args[1]))
        if mode is not None:
            return Fraction(to_units(_evaluate(args[0], names, lines), mode))
    if name in {"min", "max"} and args:
        values = [_evaluate(one, names, lines) for one in args]
        return min(values) if name == "min" else max(values)
    raise FormulaError(f"{name}() of {len(args)} arguments is not part of the grammar of formulas")
