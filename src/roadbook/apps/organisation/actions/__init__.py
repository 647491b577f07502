"""Every write to companies, branches, bank accounts and number series."""

from .accounts import (
    ACCOUNT_FIELDS,
    AccountChangedMeanwhile,
    AccountRefused,
    change_account,
    close_account,
    open_account,
    told_account,
)
from .branches import BRANCH_FIELDS, BranchChangedMeanwhile, BranchRefused, change_branch, close_branch, create_branch
from .codes import CodeTaken
from .companies import (
    COMPANY_FIELDS,
    NUMBERS,
    CompanyChangedMeanwhile,
    ReasonMissing,
    advance_business_date,
    change_company,
    create_company,
    show_manager_number,
    told_company,
)
from .numbers import SeriesInUse, SeriesRefused, choose_prefix, next_number, next_numbers

__all__ = [
    "ACCOUNT_FIELDS",
    "BRANCH_FIELDS",
    "COMPANY_FIELDS",
    "NUMBERS",
    "AccountChangedMeanwhile",
    "AccountRefused",
    "BranchChangedMeanwhile",
    "BranchRefused",
    "CodeTaken",
    "CompanyChangedMeanwhile",
    "ReasonMissing",
    "SeriesInUse",
    "SeriesRefused",
    "advance_business_date",
    "change_account",
    "change_branch",
    "change_company",
    "choose_prefix",
    "close_account",
    "close_branch",
    "create_branch",
    "create_company",
    "next_number",
    "next_numbers",
    "open_account",
    "show_manager_number",
    "told_account",
    "told_company",
]
