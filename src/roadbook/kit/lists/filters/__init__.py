"""Filters by the type of what they look at: choice, text, date, number, amount, yes or no."""

from .base import LONGEST, Condition, Filter, Ground, Operator, Unreadable, one_line
from .choice import Choice, Only, YesNo
from .days import PRESETS, Period
from .line import Contains
from .numbers import Amount, Quantity

__all__ = [
    "LONGEST",
    "PRESETS",
    "Amount",
    "Choice",
    "Condition",
    "Contains",
    "Filter",
    "Ground",
    "Only",
    "Operator",
    "Period",
    "Quantity",
    "Unreadable",
    "YesNo",
    "one_line",
]
