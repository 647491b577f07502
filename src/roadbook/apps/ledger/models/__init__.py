"""The books: chart, posting rules, months and the journal."""

from .chart import FIRST_DAY, BooksQuerySet, GLAccount, PostingRule
from .journal import JournalRow, Period

__all__ = ["FIRST_DAY", "BooksQuerySet", "GLAccount", "JournalRow", "Period", "PostingRule"]
