"""Accounts under /accounts, payments under /payments."""

from .accounts import accounts
from .payments import payments

__all__ = ["accounts", "payments"]
