"""Every write to companies, branches and number series."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.kit import audit
from roadbook.kit.errors import Conflict, Refused
from roadbook.kit.events import publish

from . import rules
from .enums import SERIES_PREFIX, SeriesKind
from .events import BusinessDateAdvanced, CompanyOpened
from .models import Branch, Company, NumberSeries

COMPANY_FIELDS = (
    "name",
    "language",
    "time_zone",
    "tax_number",
    "vat_number",
    "accountable_person",
    "address",
    "phone",
    "email",
    "bank_name",
    "iban",
    "bic",
)
BRANCH_FIELDS = ("name", "city", "address", "phone")


class CodeTaken(Refused):
    """Another company, or another branch of the company, has this code."""

    code = "code_taken"


@transaction.atomic
def create_company(
    *, by: Any, code: str, name: str, country: str, currency: str, language: str, business_date: date, **more: str
) -> Company:
    """Open an own company. ``more`` takes the other fields of ``COMPANY_FIELDS``.

    :raises Forbidden: the user may not open companies.
    :raises CodeTaken: the code is in use.
    :raises IdentifierRefused: the registration number or the IBAN fails its check.
    """
    rules.require(by, rules.EDIT, company_id=None)
    values = _checked(country, {"name": name, "language": language, **more})
    company = Company(code=code, country=country, currency=currency, business_date=business_date, **values)
    _insert(company)
    audit.record(
        action="organisation.company.create",
        subject=company,
        by=by,
        company_id=company.pk,
        changes=audit.diff({}, {"code": code, "country": country, "currency": currency, **values}),
    )
    publish(CompanyOpened(company_id=company.pk, by_id=getattr(by, "pk", None)))
    return company


@transaction.atomic
def change_company(*, company: Company, by: Any, **values: str) -> Company:
    """Change fields of ``COMPANY_FIELDS``; code, country and currency are for ever.

    :raises Forbidden: the user may not change this company.
    :raises IdentifierRefused: the registration number or the IBAN fails its check.
    """
    rules.require(by, rules.EDIT, company_id=company.pk)
    company = Company.objects.select_for_update().get(pk=company.pk)
    values = _checked(company.country, values)
    changes = audit.diff({name: getattr(company, name) for name in values}, values)
    if changes:
        Company.objects.filter(pk=company.pk).update(**values)
        company.refresh_from_db()
        audit.record(
            action="organisation.company.change", subject=company, by=by, company_id=company.pk, changes=changes
        )
    return company


def _insert(row: Company | Branch) -> None:
    """Store a new row; its unique code is the lock between two who choose the same at the same time."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not type(row).objects.filter(code=row.code).exists():
            raise
        raise CodeTaken(_("This code is in use."), field="code") from error


def _checked(country: str, values: dict[str, str]) -> dict[str, str]:
    unknown = set(values) - set(COMPANY_FIELDS)
    if unknown:
        raise TypeError(f"not a field of a company: {sorted(unknown)}")
    clean = dict(values)
    if clean.get("tax_number"):
        kind = jurisdictions.company_identifier(country)
        clean["tax_number"] = jurisdictions.check_identifier(kind, clean["tax_number"], field="tax_number").normalised
    if clean.get("iban"):
        clean["iban"] = jurisdictions.check_iban(clean["iban"], country=country)
    return clean


@transaction.atomic
def create_branch(*, company: Company, by: Any, code: str, name: str, **more: str) -> Branch:
    """Add a branch. ``more`` takes the other fields of ``BRANCH_FIELDS``.

    :raises Forbidden: the user may not change this company.
    :raises CodeTaken: another branch of the company has the code.
    """
    rules.require(by, rules.EDIT, company_id=company.pk)
    branch = Branch(company=company, code=code, name=name, **more)
    _insert(branch)
    audit.record(
        action="organisation.branch.create",
        subject=branch,
        by=by,
        company_id=company.pk,
        changes=audit.diff({}, {"code": code, "name": name, **more}),
    )
    return branch


@transaction.atomic
def change_branch(*, branch: Branch, by: Any, **values: str) -> Branch:
    """Change fields of ``BRANCH_FIELDS``.

    :raises Forbidden: the user may not change this company.
    """
    rules.require(by, rules.EDIT, company_id=branch.company_id)
    branch = Branch.objects.select_for_update().get(pk=branch.pk)
    changes = audit.diff({name: getattr(branch, name) for name in BRANCH_FIELDS if name in values}, values)
    if changes:
        Branch.objects.filter(pk=branch.pk).update(**values)
        branch.refresh_from_db()
        audit.record(
            action="organisation.branch.change", subject=branch, by=by, company_id=branch.company_id, changes=changes
        )
    return branch


def next_number(*, company: Company, kind: str, on: date) -> str:
    """The next number of its kind in the year of ``on``, such as ``"L-2026-00042"``.

    Runs inside the caller's transaction and holds the series' row until it ends, so numbers are gapless and a rollback
    burns none (I20).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    series = NumberSeries.objects.filter(company=company, kind=SeriesKind(kind), year=on.year)
    if not series.update(next=F("next") + 1):
        prefix = SERIES_PREFIX[SeriesKind(kind)]
        NumberSeries.objects.get_or_create(company=company, kind=kind, year=on.year, defaults={"prefix": prefix})
        series.update(next=F("next") + 1)
    taken = series.get()
    return f"{taken.prefix}-{taken.year}-{taken.next - 1:05d}"


@transaction.atomic
def advance_business_date(*, company: Company, by: Any) -> date:
    """Move the company to the next calendar day; the instance follows.

    :raises Forbidden: the user may not close the day of this company.
    :raises Conflict: somebody moved the date a moment ago.
    """
    rules.require(by, rules.CLOSE_DAY, company_id=company.pk)
    old, new = company.business_date, company.business_date + timedelta(days=1)
    if not Company.objects.filter(pk=company.pk, business_date=old).update(business_date=new):
        raise Conflict(_("The business date has already been moved."))
    company.business_date = new
    audit.record(
        action="organisation.company.advance",
        subject=company,
        by=by,
        company_id=company.pk,
        changes={"business_date": [old, new]},
    )
    publish(BusinessDateAdvanced(company_id=company.pk, business_date=new))
    return new
