"""The chart of accounts: adding an account, giving it a name, taking it out of use and back."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import queries
from roadbook.apps.ledger.enums import GLKind, Purpose
from roadbook.apps.ledger.models import GLAccount
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit
from roadbook.kit.errors import Conflict, Refused

from .opening import CHART

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]{0,19}")


class ChartRefused(Refused):
    """The chart cannot be changed like this."""

    code = "chart"


class AccountInUse(Conflict):
    """A rule books on the account, or something stands on it."""

    code = "account_in_use"


@transaction.atomic
def add_account(*, company: Company, code: str, kind: str, by: Any, name: str = "", purpose: str = "") -> GLAccount:
    """A further account of the chart. With a purpose it may take the place of the standard account of that purpose.

    :raises ChartRefused: the code is taken or no code, the purpose is of another kind, or it would have no name.
    """
    identity.require(by, Permission.LEDGER_EDIT, company_id=company.pk)
    if not CODE.fullmatch(code):
        raise ChartRefused(_("Up to twenty digits and Latin letters, also points, dashes and strokes."), field="code")
    if kind not in GLKind.values:
        raise ChartRefused(_("Choose one of the list."), field="kind")
    if purpose and purpose not in Purpose.values:
        raise ChartRefused(_("Choose one of the list."), field="purpose")
    if purpose and kinds()[purpose] != kind:
        word = GLKind(kinds()[purpose]).label
        raise ChartRefused(_("For this purpose the account is of the kind “%(kind)s”.") % {"kind": word}, field="kind")
    account = GLAccount(company=company, code=code, name=_named(name, purpose), kind=kind, purpose=purpose)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise ChartRefused(_("Another account has this code."), field="code") from error
    new = {one: [None, getattr(account, one)] for one in ("code", "name", "kind", "purpose")}
    audit.record(action="ledger.glaccount.add", subject=account, by=by, company_id=company.pk, changes=new)
    return account


@transaction.atomic
def change_account(*, account: GLAccount, name: str, is_open: bool, by: Any) -> GLAccount:
    """Give the account the company's own name (none: what it is for), take it out of use or back.

    :raises AccountInUse: a rule books on it now or later, or it is not even: a closed account is empty and stays so.
    :raises ChartRefused: it would have no name.
    """
    row: GLAccount = GLAccount.objects.select_for_update(of=("self",)).select_related("company").get(pk=account.pk)
    identity.require(by, Permission.LEDGER_EDIT, company_id=row.company_id)
    if row.is_open and not is_open:
        _require_unused(row)
    new = {"name": _named(name, row.purpose), "is_open": is_open}
    changes = audit.diff({key: getattr(row, key) for key in new}, new)
    if changes:
        row.name, row.is_open = _named(name, row.purpose), is_open
        row.save(update_fields=["name", "is_open"])
        audit.record(action="ledger.glaccount.change", subject=row, by=by, company_id=row.company_id, changes=changes)
    return row


def _named(name: str, purpose: str) -> str:
    name = " ".join(name.split())
    if not name and not purpose:
        raise ChartRefused(_("An account without a purpose needs a name."), field="name")
    return name


def _require_unused(account: GLAccount) -> None:
    touching = queries.rules_touching(account, account.company.business_date)
    if touching:
        told = {"case": queries.case_words(touching[0])}
        raise AccountInUse(_("A rule books on this account: %(case)s. Change the rule first.") % told, field="is_open")
    if queries.balances_of(account):
        raise AccountInUse(_("Something stands on this account. It can be closed when it is even."), field="is_open")


@cache
def kinds() -> dict[str, str]:
    """The kind of account that each purpose asks for: that of the standard chart."""
    return {row["purpose"]: row["kind"] for row in json.loads(CHART.read_text(encoding="utf-8"))["accounts"]}
