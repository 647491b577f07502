"""Own companies, their branches, bank accounts and number series."""

from .accounts import BankAccount
from .branch import Branch
from .company import Company
from .numbers import NumberSeries

__all__ = ["BankAccount", "Branch", "Company", "NumberSeries"]
