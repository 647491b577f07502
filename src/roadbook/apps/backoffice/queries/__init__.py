"""Reads of the shell: what each user finds at home, in the palette, in the audit log, among jobs and closed days."""

from .audit import (
    Seal,
    Told,
    actor_of,
    audit_actors,
    audit_told,
    audit_visible_to,
    blocks,
    may_reveal,
    personal_changes,
    seal,
    sees_everything,
)
from .day import CompanyDay, days, days_visible_to
from .home import PARTS as HOME_PARTS
from .home import Home, home
from .jobs import jobs_visible_to, last_verdicts
from .palette import palette
from .reach import jobs_in_reach, result_of
from .security import Security, security
from .year import Year, companies_of_year, year

__all__ = [
    "HOME_PARTS",
    "CompanyDay",
    "Home",
    "Seal",
    "Security",
    "Told",
    "Year",
    "actor_of",
    "audit_actors",
    "audit_told",
    "audit_visible_to",
    "blocks",
    "companies_of_year",
    "days",
    "days_visible_to",
    "home",
    "jobs_in_reach",
    "jobs_visible_to",
    "last_verdicts",
    "may_reveal",
    "palette",
    "personal_changes",
    "result_of",
    "seal",
    "security",
    "sees_everything",
    "year",
]
