"""The one list engine: columns, filters and search are declared; sorting, paging, counting and phone cards follow."""

from .asked import narrowed
from .columns import Column, Day, Moment, Money, Number, Percent, State, Text
from .filters import Choice, Contains, Filter, Period
from .registry import find, register, registered
from .rendering import render
from .tables import Table

__all__ = [
    "Choice",
    "Column",
    "Contains",
    "Day",
    "Filter",
    "Moment",
    "Money",
    "Number",
    "Percent",
    "Period",
    "State",
    "Table",
    "Text",
    "find",
    "narrowed",
    "register",
    "registered",
    "render",
]
