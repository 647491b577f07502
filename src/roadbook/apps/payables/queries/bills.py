"""The register of bills, one bill's file, and what a new one needs to know."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties.models import BankAccount
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables.models import Account


def bill_register(user: Any, permission: str | None = None) -> QuerySet[Bill]:
    """Bills on which the user holds the permission (by default: may see), with what a row shows."""
    rows: QuerySet[Bill] = Bill.objects.visible_to(user, permission)
    return rows.select_related("company", "branch", "account", "payee", "made_by", "approved_by", "paid_by")


def bill_file(user: Any) -> QuerySet[Bill]:
    """The register with the position of each account."""
    return bill_register(user).select_related("account__position")


def bills_on(user: Any, account_id: int) -> list[Bill]:
    """The bills about an account that the user may see, newest first."""
    return list(bill_register(user).filter(account_id=account_id).order_by("-pk"))


def accounts_with_credit(user: Any) -> QuerySet[Account]:
    """Open accounts on which the user may propose a refund."""
    rows: QuerySet[Account] = Account.objects.visible_to(user, Permission.BILL_DRAFT).open()
    return rows.select_related("company", "branch", "position").prefetch_related("parties__party")


def payee_accounts(account: Account) -> list[str]:
    """Bank accounts of the people behind an account, to pay to."""
    rows = BankAccount.objects.filter(party__in=account.parties.values("party_id")).order_by("pk")
    return [one.iban for one in rows]
