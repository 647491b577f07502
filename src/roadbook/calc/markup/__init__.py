"""A small markup for papers: text with declared tokens, lists and conditions, and nothing that could be executed.

A source is parsed to a tree (``parse``), checked against what its kind of paper declares (``check``) and filled with
data to plain blocks (``fill``) that printers lay out. A template cannot compute, call, loop over anything but declared
lists or reach anything that is not declared; data is never read as markup. See ADR 46.
"""

from .check import FORMS, check
from .fill import Data, FillRefusedError, fill, plain
from .nodes import MarkupRefusedError, Problem, Schema, Tree
from .parse import SOURCE_LIMIT, UNSAFE, parse
from .write import escape, write

__all__ = [
    "FORMS",
    "SOURCE_LIMIT",
    "UNSAFE",
    "Data",
    "FillRefusedError",
    "MarkupRefusedError",
    "Problem",
    "Schema",
    "Tree",
    "check",
    "escape",
    "fill",
    "parse",
    "plain",
    "write",
]
