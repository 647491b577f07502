"""The one list engine: columns, filters and search are declared; sorting, paging, counting and phone cards follow."""

from .asked import narrowed
from .bulk import BulkAction, BulkForm, Values, offer
from .columns import Column, Day, Moment, Money, Number, Percent, State, Text
from .filters import Amount, Choice, Contains, Filter, Only, Period, Quantity, YesNo
from .grouping import Group, Month
from .registry import find, register, registered
from .rendering import render, searched
from .tables import Table

__all__ = [
    "Amount",
    "BulkAction",
    "BulkForm",
    "Choice",
    "Column",
    "Contains",
    "Day",
    "Filter",
    "Group",
    "Moment",
    "Money",
    "Month",
    "Number",
    "Only",
    "Percent",
    "Period",
    "Quantity",
    "State",
    "Table",
    "Text",
    "Values",
    "YesNo",
    "find",
    "narrowed",
    "offer",
    "register",
    "registered",
    "render",
    "searched",
]
