"""Opening and changing own companies, and moving their business date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.organisation import rules
from roadbook.apps.organisation.events import BusinessDateAdvanced, CompanyOpened
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit
from roadbook.kit.errors import Conflict
from roadbook.kit.events import publish

from .codes import insert

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
    insert(company)
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
