"""The one import engine: a file is uploaded, mapped, checked, mended, run as a job, reported and undone."""

from .declared import Draft, Field, Ground, Importer, Outcome, Problem, Verdict
from .kinds import OneOf, Whole, YesNo
from .registry import find, register, registered

__all__ = [
    "Draft",
    "Field",
    "Ground",
    "Importer",
    "OneOf",
    "Outcome",
    "Problem",
    "Verdict",
    "Whole",
    "YesNo",
    "find",
    "register",
    "registered",
]
