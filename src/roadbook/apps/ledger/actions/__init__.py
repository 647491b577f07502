"""Everything that changes the books. Whoever calls ``post`` has asked whether the act is allowed."""

from .booking import Act, DateMoved, Movement, PeriodClosed, PostingRefused, post, post_many, reverse
from .charting import AccountInUse, ChartRefused, add_account, change_account
from .months import MonthRefused, close_period, reopen_period
from .opening import CHART, forget_books, open_books, standard_codes
from .ruling import RuleRefused, change_rule

__all__ = [
    "CHART",
    "AccountInUse",
    "Act",
    "ChartRefused",
    "DateMoved",
    "MonthRefused",
    "Movement",
    "PeriodClosed",
    "PostingRefused",
    "RuleRefused",
    "add_account",
    "change_account",
    "change_rule",
    "close_period",
    "forget_books",
    "open_books",
    "post",
    "post_many",
    "reopen_period",
    "reverse",
    "standard_codes",
]
