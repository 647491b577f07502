"""Reads of companies, branches and bank accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from roadbook.apps.jurisdictions import queries as packs
from roadbook.apps.organisation import rules
from roadbook.apps.organisation.models import BankAccount, Branch, Company
from roadbook.calc import qr


def companies_for_closing() -> list[Company]:
    """Every company, in the order of their codes: each closes its own business date."""
    return list(Company.objects.order_by("code"))


def companies_visible_to(user: Any, permission: str = rules.VIEW) -> QuerySet[Company]:
    """The companies in which the user holds the permission."""
    return Company.objects.filter(pk__in=rules.policy().company_ids(user, permission))


def branches_of(company: Company) -> QuerySet[Branch]:
    return company.branches.order_by("code")


def branches_visible_to(user: Any, permission: str = rules.VIEW) -> QuerySet[Branch]:
    """The branches of the companies in which the user holds the permission."""
    return Branch.objects.filter(company__in=rules.policy().company_ids(user, permission)).select_related("company")


def company_of_company(user: Any, pk: int) -> int | None:
    """The company itself, if the user may see its page; None when there is none for them."""
    return pk if companies_visible_to(user).filter(pk=pk).exists() else None


def accounts_of(company: Company) -> QuerySet[BankAccount]:
    """Open accounts first, in each currency the one on papers first."""
    return company.bank_accounts.order_by("closed_on", "currency", "-is_default", "pk")


def accounts_visible_to(user: Any, permission: str = rules.VIEW) -> QuerySet[BankAccount]:
    """Bank accounts of the companies in which the user holds the permission."""
    return BankAccount.objects.filter(company__in=rules.policy().company_ids(user, permission)).select_related(
        "company"
    )


def account_on_papers(company: Company, currency: str = "") -> BankAccount | None:
    """The account that stands on papers in a currency, the company's own unless said; None where there is none."""
    return company.bank_accounts.filter(currency=currency or company.currency, is_default=True).first()


def code_to_pay(company: Company, currency: str, owed: int, text: str) -> str:
    """What the code of the country says by which ``owed`` minor units are paid to the company, with ``text``.

    Empty where nothing is owed, no own account stands on papers, or account and values do not fit the code.
    """
    account = account_on_papers(company, currency)
    if account is None or not owed:
        return ""
    name = company.name
    try:
        if currency == "EUR":
            transfer = qr.Transfer(name=name[:70], iban=account.iban, cents=owed, bic=account.bic, text=text)
            return qr.epc(transfer)
        if currency == "PLN":
            return qr.zbp(account=account.iban, grosze=owed, name=name[:20].strip(), title=text)
    except qr.QrRefusedError:
        return ""
    return ""


def holidays_of(company: Company, year: int) -> list[tuple[date, str]]:
    """Public holidays of the company's country in a year, with their names in the reader's language."""
    return sorted(packs.holiday_names(company.country, year).items())
