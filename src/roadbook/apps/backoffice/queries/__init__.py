"""Reads of the shell: what each user finds at home, in the palette, in the audit log, among jobs and closed days."""

from .audit import audit_visible_to, sees_everything
from .day import CompanyDay, days, days_visible_to
from .home import PARTS as HOME_PARTS
from .home import Home, home
from .jobs import jobs_visible_to, last_verdicts
from .palette import palette
from .reach import jobs_in_reach, result_of
from .year import Year, companies_of_year, year

__all__ = [
    "HOME_PARTS",
    "CompanyDay",
    "Home",
    "Year",
    "audit_visible_to",
    "companies_of_year",
    "days",
    "days_visible_to",
    "home",
    "jobs_in_reach",
    "jobs_visible_to",
    "last_verdicts",
    "palette",
    "result_of",
    "sees_everything",
    "year",
]
