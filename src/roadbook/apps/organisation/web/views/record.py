"""The page of a company: what all its tabs share, and each of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.organisation import actions, queries, rules
from roadbook.apps.organisation.models import Company
from roadbook.apps.organisation.web.forms import REGISTER_NAMES
from roadbook.kit import audit
from roadbook.kit.access import requires
from roadbook.kit.forms import unmask

USERS, FEED = "identity:user_list", "timeline:feed_show"
"""Screens of contexts above, by the names of their addresses: users of the company, what happened to it."""
USERS_PERMISSION = "user.manage"
TABS = (
    ("company_show", _("Company")),
    ("company_branches", _("Branches")),
    ("company_accounts", _("Bank accounts")),
    ("company_series", _("Number series")),
    ("company_holidays", _("Holidays")),
)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@requires(rules.VIEW)
@require_GET
def company_show(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk)
    numbers = [(_label(company, name), getattr(company, name)) for name in actions.NUMBERS[company.country]]
    context = {
        "numbers": numbers,
        "account": queries.account_on_papers(company),
        "may_reveal": rules.policy().may(request.user, rules.REVEAL, company.pk),
    }
    return page(request, company, "company_show", context)


@requires(rules.VIEW)
@require_GET
def company_branches(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk)
    return page(request, company, "company_branches", {"branches": queries.branches_of(company)})


@requires(rules.VIEW)
@require_GET
def company_accounts(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk)
    return page(request, company, "company_accounts", {"accounts": queries.accounts_of(company)})


@requires(rules.VIEW)
@require_GET
def company_series(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk)
    return page(request, company, "company_series", {"series": queries.series_book(company)})


@requires(rules.VIEW)
@require_GET
def company_holidays(request: HttpRequest, pk: int) -> HttpResponse:
    company = company_or_404(request, pk)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else company.business_date.year  # noqa: PLR2004 - digits of a year
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    context = {
        "year": year,
        "years": [year - 1, year + 1],
        "holidays": queries.holidays_of(company, year),
    }
    return page(request, company, "company_holidays", context)


@requires(rules.VIEW)
@require_POST
def manager_number_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager's national number in full, for a reason."""
    company = company_or_404(request, pk)
    if not rules.policy().may(request.user, rules.REVEAL, company.pk):
        raise PermissionDenied(rules.REVEAL)

    def show(reason: str) -> str:
        return actions.show_manager_number(company=company, reason=reason, by=request.user)

    return unmask(request, show, masked=company.manager_masked)


def page(request: HttpRequest, company: Company, tab: str, context: dict[str, Any]) -> HttpResponse:
    """The company's page with one of its tabs open."""
    head = {
        "company": company,
        "record_tabs": [
            {"url": reverse(f"organisation:{name}", args=[company.pk]), "label": label, "is_current": name == tab}
            for name, label in TABS
        ],
        "feed_url": _address_of(FEED, f"?subject={audit.key(company)}"),
        "may_edit": rules.policy().may(request.user, rules.EDIT, company.pk),
    }
    if rules.policy().may(request.user, USERS_PERMISSION, company.pk):
        head["users_url"] = _address_of(USERS, f"?company={company.pk}")
    return render(request, f"organisation/{tab}.html", {**head, **context})


def company_or_404(request: HttpRequest, pk: int, permission: str = rules.VIEW) -> Company:
    return get_object_or_404(queries.companies_visible_to(request.user, permission), pk=pk)


def _label(company: Company, name: str) -> Any:
    if name == "tax_number":
        return REGISTER_NAMES[company.country]
    return Company._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # a column


def _address_of(name: str, query: str) -> str:
    """The address of a screen of another context; empty where this installation has none."""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""
