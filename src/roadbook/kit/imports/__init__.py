"""The one import engine: a file is uploaded, mapped, checked, mended, run as a job, reported and undone."""

from .applying import one_by_one, problem
from .declared import Draft, Field, Ground, Importer, Outcome, Problem, Standing, Verdict
from .kinds import Digits, DigitsField, OneOf, Whole, YesNo
from .registry import find, register, registered

__all__ = [
    "Digits",
    "DigitsField",
    "Draft",
    "Field",
    "Ground",
    "Importer",
    "OneOf",
    "Outcome",
    "Problem",
    "Standing",
    "Verdict",
    "Whole",
    "YesNo",
    "find",
    "one_by_one",
    "problem",
    "register",
    "registered",
]
