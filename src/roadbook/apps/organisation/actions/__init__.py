"""Every write to companies, branches and number series."""

from .branches import BRANCH_FIELDS, change_branch, create_branch
from .codes import CodeTaken
from .companies import COMPANY_FIELDS, advance_business_date, change_company, create_company
from .numbers import next_number

__all__ = [
    "BRANCH_FIELDS",
    "COMPANY_FIELDS",
    "CodeTaken",
    "advance_business_date",
    "change_branch",
    "change_company",
    "create_branch",
    "create_company",
    "next_number",
]
