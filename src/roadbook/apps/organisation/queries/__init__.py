"""Reads of companies, branches, bank accounts and number series."""

from .companies import (
    account_on_papers,
    accounts_of,
    accounts_visible_to,
    branches_of,
    branches_visible_to,
    code_to_pay,
    companies_for_closing,
    companies_visible_to,
    company_of_company,
    holidays_of,
)
from .numbers import Series, gaps_of, register_bearer, series_book, series_of

__all__ = [
    "Series",
    "account_on_papers",
    "accounts_of",
    "accounts_visible_to",
    "branches_of",
    "branches_visible_to",
    "code_to_pay",
    "companies_for_closing",
    "companies_visible_to",
    "company_of_company",
    "gaps_of",
    "holidays_of",
    "register_bearer",
    "series_book",
    "series_of",
]
