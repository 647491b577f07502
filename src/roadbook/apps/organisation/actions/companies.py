"""Opening and changing own companies, and moving their business date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions import queries as packs
from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.organisation import rules
from roadbook.apps.organisation.events import BusinessDateAdvanced, CompanyOpened
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit
from roadbook.kit.errors import Conflict, Refused
from roadbook.kit.events import publish

from . import accounts
from .codes import insert

NUMBERS = {
    "BG": {"tax_number": "eik", "bulstat": "eik"},
    "PL": {"tax_number": "nip", "regon": "regon", "krs": "krs"},
    "RU": {"tax_number": "inn_organisation", "kpp": "kpp", "ogrn": "ogrn"},
}
"""The numbers by which registers of a country know a company: field -> kind of identifier."""
COMPANY_FIELDS = (
    "name",
    "legal_form",
    "language",
    "time_zone",
    "tax_number",
    "bulstat",
    "regon",
    "krs",
    "kpp",
    "ogrn",
    "vat_number",
    "accountable_person",
    "manager",
    "manager_number",
    "address",
    "postcode",
    "city",
    "region",
    "phone",
    "email",
    "website",
)
PERSONAL = {"manager_number"}
ACCOUNT_WORDS = {"bank_name": "bank", "iban": "iban", "bic": "bic"}
SHORTEST_REASON = 3


class CompanyChangedMeanwhile(Conflict):
    """The company is not what the editor saw."""


class ReasonMissing(Refused):
    """A national number is not shown without a reason."""

    code = "reason_missing"


@transaction.atomic
def create_company(
    *, by: Any, code: str, name: str, country: str, currency: str, language: str, business_date: date, **more: str
) -> Company:
    """Open an own company. ``more`` takes the other fields of ``COMPANY_FIELDS``, and ``iban``, ``bic`` and
    ``bank_name`` of its first bank account.

    :raises Forbidden: the user may not open companies.
    :raises CodeTaken: the code is in use.
    :raises IdentifierRefused: a number or the bank account fails its check.
    """
    rules.require(by, rules.EDIT, company_id=None)
    new = prepared(
        code=code, name=name, country=country, currency=currency, language=language, business_date=business_date, **more
    )
    company = new.company
    insert(company)
    audit.record(
        action="organisation.company.create",
        subject=company,
        by=by,
        company_id=company.pk,
        changes=new.told,
        personal=new.personal,
    )
    if new.account:
        accounts.add(company, new.account, by)
    publish(CompanyOpened(company_id=company.pk, by_id=getattr(by, "pk", None)))
    return company


@dataclass(frozen=True)
class Prepared:
    """A company that may be opened: its row, what the audit log is told of it, its first account as it is told."""

    company: Company
    told: dict[str, list[Any]]
    personal: dict[str, list[Any]]
    account: dict[str, Any]


def prepared(
    *, code: str, name: str, country: str, currency: str, language: str, business_date: date, **more: str
) -> Prepared:
    """Check what is said of a new company, as ``create_company`` takes it. Nothing is written or looked up.

    :raises IdentifierRefused: a number fails its check.
    """
    account: dict[str, Any] = {word: more.pop(field) for field, word in ACCOUNT_WORDS.items() if field in more}
    values = _checked(country, {"name": name, "language": language, **more})
    company = Company(code=code, country=country, currency=currency, business_date=business_date, **values)
    told = {"code": code, "country": country, "currency": currency, **_told(values)}
    personal = {field: values[field] for field in PERSONAL & set(values)}
    account = {**account, "currency": currency, "opened_on": None} if account.get("iban") else {}
    return Prepared(company, audit.diff({}, told), audit.diff({}, personal), account)


@transaction.atomic
def change_company(*, company: Company, by: Any, version: int | None = None, **values: str) -> Company:
    """Change fields of ``COMPANY_FIELDS``; code, country and currency are for ever.

    :raises Forbidden: the user may not change this company.
    :raises CompanyChangedMeanwhile: somebody changed it since ``version``, where one is given.
    :raises IdentifierRefused: a number fails its check.
    """
    rules.require(by, rules.EDIT, company_id=company.pk)
    company = Company.objects.select_for_update().get(pk=company.pk)
    if version is not None and version != company.version:
        raise CompanyChangedMeanwhile(_("Somebody changed this company a moment ago."))
    values = _checked(company.country, values)
    changes = audit.diff({name: getattr(company, name) for name in values}, values)
    if changes:
        Company.objects.filter(pk=company.pk).update(**values, version=F("version") + 1)
        company.refresh_from_db()
        audit.record(
            action="organisation.company.change",
            subject=company,
            by=by,
            company_id=company.pk,
            changes={name: value for name, value in changes.items() if name not in PERSONAL},
            personal={name: value for name, value in changes.items() if name in PERSONAL},
        )
    return company


def told_company(company: Company) -> dict[str, Any]:
    """What is on the register about a company, in the words in which it is told."""
    return {name: getattr(company, name) for name in COMPANY_FIELDS}


def show_manager_number(*, company: Company, reason: str, by: Any) -> str:
    """The manager's national number in full; who asked and why stays in the audit log.

    :raises Forbidden: the user may not see whole numbers in this company.
    :raises ReasonMissing: no reason in words.
    """
    rules.require(by, rules.REVEAL, company_id=company.pk)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words what you need the number for."), field="reason")
    audit.record(
        action="organisation.company.show_manager_number",
        subject=company,
        by=by,
        company_id=company.pk,
        changes={"reason": [None, reason]},
    )
    return company.manager_number


def _told(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in PERSONAL}


def _checked(country: str, values: dict[str, str]) -> dict[str, str]:
    unknown = set(values) - set(COMPANY_FIELDS)
    if unknown:
        raise TypeError(f"not a field of a company: {sorted(unknown)}")
    clean = dict(values)
    for name, kind in NUMBERS[country].items():
        if clean.get(name):
            clean[name] = jurisdictions.check_identifier(kind, clean[name], field=name).normalised
    if "manager_number" in clean:
        clean |= _manager_number(country, clean["manager_number"])
    return clean


def _manager_number(country: str, typed: str) -> dict[str, str]:
    """The number with its kind: whichever personal number of the country it is.

    :raises IdentifierRefused: it is none of them.
    """
    if not typed.strip():
        return {"manager_number": "", "manager_number_kind": ""}
    refusal: jurisdictions.IdentifierRefused | None = None
    for kind in packs.pack(country).person_identifiers:
        try:
            number = jurisdictions.check_identifier(kind, typed, field="manager_number")
        except jurisdictions.IdentifierRefused as refused:
            refusal = refusal or refused
        else:
            return {"manager_number": number.normalised, "manager_number_kind": kind}
    raise refusal or jurisdictions.IdentifierRefused(_("This number cannot be checked."), field="manager_number")


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
