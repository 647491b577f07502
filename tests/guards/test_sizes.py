"""Sizes that good code keeps (house.md): marks over the whole house, none crossed by much."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src/roadbook"
FILES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts and path.read_text().strip()]


def test_half_of_all_files_are_short():
    """Half under 80 lines, give or take a twentieth."""
    lengths = sorted(len(path.read_text().splitlines()) for path in FILES)
    assert statistics.median(lengths) <= 80 * 1.05
    assert lengths[int(len(lengths) * 0.9)] <= 350
    assert lengths[-1] <= 600


def test_half_of_all_functions_are_short():
    spans = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    )
    assert statistics.median(spans) <= 9
    assert spans[-1] <= 60


def test_templates_are_short():
    lengths = {path: len(path.read_text().splitlines()) for path in SOURCE.rglob("*.html")}
    assert [path for path, length in lengths.items() if length > 150] == []
