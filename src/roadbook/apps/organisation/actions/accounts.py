"""Bank accounts of an own company: opened, changed, closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions import queries as packs
from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.organisation import rules
from roadbook.apps.organisation.enums import AccountPurpose
from roadbook.apps.organisation.models import BankAccount, Company
from roadbook.kit import audit
from roadbook.kit.errors import Conflict, Refused
from roadbook.kit.money import EXPONENTS

ACCOUNT_FIELDS = ("bank", "iban", "bic", "currency", "purpose", "is_default", "opened_on")


class AccountRefused(Refused):
    """Something said about the bank account cannot be so."""

    code = "bank_account"


class AccountChangedMeanwhile(Conflict):
    """The bank account is not what the editor saw."""


@transaction.atomic
def open_account(*, company: Company, by: Any, iban: str, **details: Any) -> BankAccount:
    """Add a bank account. ``details`` are other ``ACCOUNT_FIELDS``; the first of a currency stands on papers.

    :raises Forbidden: the user may not change this company.
    :raises IdentifierRefused: account number or BIC cannot exist.
    :raises AccountRefused: the company has this account, or another field cannot be so.
    """
    rules.require(by, rules.EDIT, company_id=company.pk)
    return add(company, {"currency": company.currency, **details, "iban": iban}, by)


@transaction.atomic
def change_account(*, account: BankAccount, by: Any, version: int | None = None, **changes: Any) -> BankAccount:
    """Change some of ``ACCOUNT_FIELDS``. Putting it on papers takes the present one of the currency off.

    :raises AccountChangedMeanwhile: somebody changed it since ``version``, where one is given.
    :raises Forbidden, IdentifierRefused, AccountRefused: as for a new account.
    """
    rules.require(by, rules.EDIT, company_id=account.company_id)
    row = BankAccount.objects.select_for_update(of=("self",)).select_related("company").get(pk=account.pk)
    if version is not None and version != row.version:
        raise AccountChangedMeanwhile(_("Somebody changed this bank account a moment ago."))
    old = told_account(row)
    _fill(row, {**old, **changes})
    difference = audit.diff(old, told_account(row))
    if difference:
        row.version += 1
        _save(row)
        _tell(row, difference, by)
    return row


@transaction.atomic
def close_account(*, account: BankAccount, by: Any, on: date) -> BankAccount:
    """Close an account: it is no longer offered, and off the papers.

    :raises AccountRefused: it is closed already, or would be before it was opened or in the future.
    """
    rules.require(by, rules.EDIT, company_id=account.company_id)
    row = BankAccount.objects.select_for_update(of=("self",)).select_related("company").get(pk=account.pk)
    if row.closed_on is not None:
        raise AccountRefused(_("This account is closed."))
    if on > row.company.business_date or (row.opened_on and on < row.opened_on):
        raise AccountRefused(_("It can be closed between its opening and today."), field="on")
    difference: dict[str, list[Any]] = {"closed_on": [None, on]}
    if row.is_default:
        difference["is_default"] = [True, False]
    row.closed_on, row.is_default, row.version = on, False, row.version + 1
    row.save(update_fields=["closed_on", "is_default", "version"])
    _tell(row, difference, by)
    return row


def told_account(account: BankAccount) -> dict[str, Any]:
    """What is on the register about a bank account."""
    return {name: getattr(account, name) for name in ACCOUNT_FIELDS}


def add(company: Company, values: dict[str, Any], by: Any) -> BankAccount:
    """A new account of a company whose change is already allowed."""
    account = prepared(company, values)
    others = company.bank_accounts.filter(currency=account.currency, is_default=True)
    account.is_default = account.is_default or not others.exists()
    _save(account)
    _tell(account, audit.diff({}, told_account(account)), by)
    return account


def prepared(company: Company, values: dict[str, Any]) -> BankAccount:
    """The row of a new account, checked.

    :raises IdentifierRefused, AccountRefused: as for ``open_account``.
    """
    account = BankAccount(company=company)
    _fill(account, values)
    return account


def account_changes(account: BankAccount, difference: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What the audit log is told of a change of an account."""
    return difference if "iban" in difference else {"bank_account": [None, account.spaced], **difference}


def _fill(account: BankAccount, values: dict[str, Any]) -> None:
    unknown = set(values) - set(ACCOUNT_FIELDS)
    if unknown:
        raise TypeError(f"not a field of a bank account: {sorted(unknown)}")
    account.bic = jurisdictions.check_bic(values.get("bic") or "")
    account.iban = jurisdictions.check_account(values["iban"], bik=account.bic)
    known = packs.bank_of(account.iban)
    account.bic = account.bic or (known.bic if known else "")
    account.bank = " ".join((values.get("bank") or "").split()) or (known.name if known else "")
    account.currency = values["currency"]
    if account.currency not in EXPONENTS:
        raise AccountRefused(_("Choose one of the list."), field="currency")
    account.purpose = values.get("purpose") or AccountPurpose.OPERATING
    if account.purpose not in AccountPurpose.values:
        raise AccountRefused(_("Choose one of the list."), field="purpose")
    account.is_default = bool(values.get("is_default"))
    account.opened_on = values.get("opened_on")
    if account.is_default and account.closed_on:
        raise AccountRefused(_("A closed account cannot stand on papers."), field="is_default")
    if account.opened_on and account.closed_on and account.closed_on < account.opened_on:
        raise AccountRefused(_("It would be closed before it was opened."), field="opened_on")


def _save(account: BankAccount) -> None:
    same = BankAccount.objects.filter(company=account.company_id).exclude(pk=account.pk)
    if account.is_default:
        same.filter(currency=account.currency, is_default=True).update(is_default=False)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        if not same.filter(iban=account.iban).exists():
            raise Conflict(_("Somebody put another account on papers a moment ago.")) from error
        raise AccountRefused(_("The company already has this account."), field="iban") from error


def _tell(account: BankAccount, difference: dict[str, list[Any]], by: Any) -> None:
    audit.record(
        action="organisation.bankaccount.change",
        subject=account.company,
        by=by,
        company_id=account.company_id,
        changes=account_changes(account, difference),
    )
