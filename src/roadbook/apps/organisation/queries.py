"""Reads of companies and branches."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from . import rules
from .models import Branch, Company, NumberSeries


def companies_for_closing() -> list[Company]:
    """Every company, in the order of their codes: each closes its own business date."""
    return list(Company.objects.order_by("code"))


def companies_visible_to(user: Any, permission: str = rules.VIEW) -> QuerySet[Company]:
    """The companies in which the user holds the permission."""
    return Company.objects.filter(pk__in=rules.policy().company_ids(user, permission))


def branches_of(company: Company) -> QuerySet[Branch]:
    return company.branches.order_by("code")


def series_of(company: Company) -> QuerySet[NumberSeries]:
    return company.series.order_by("-year", "kind")


def branches_visible_to(user: Any, permission: str = rules.VIEW) -> QuerySet[Branch]:
    """The branches of the companies in which the user holds the permission."""
    return Branch.objects.filter(company__in=rules.policy().company_ids(user, permission)).select_related("company")
