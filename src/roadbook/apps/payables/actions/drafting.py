"""Proposing a refund and changing the proposal. The credit is set aside from the first moment."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.parties.models import Party
from roadbook.apps.payables import rules, states
from roadbook.apps.payables.enums import BillEvent, BillKind, BillState
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account
from roadbook.kit import audit, clock, text
from roadbook.kit.money import to_decimal_text
from roadbook.kit.states import move

from .telling import tell

PERSONAL = ("payee_name", "payee_account")


@transaction.atomic
def draft_refund(
    *,
    account: Account,
    amount: int,
    channel: str,
    payee_name: str,
    reason: str,
    by: Any,
    payee: Party | None = None,
    payee_account: str = "",
) -> Bill:
    """Propose to pay ``amount`` (minor units) of the account's unapplied credit back; it is set aside at once.

    :raises BillRefused: something of it cannot be paid out.
    :raises CreditShort, AccountClosed, PaymentRefused: there is not so much credit, or the account is closed.
    """
    company, branch = account.company, account.branch
    identity.require(by, Permission.BILL_DRAFT, company_id=company.pk, branch_id=branch.pk)
    bill = Bill(
        company=company,
        branch=branch,
        number=organisation.next_number(company=company, kind="bill", on=company.business_date),
        kind=BillKind.REFUND,
        account=account,
        payee=payee,
        payee_name=payee_name.strip(),
        payee_account=payee_account,
        amount=amount,
        currency=account.currency,
        channel=channel,
        reason=reason.strip(),
        drafted_on=company.business_date,
        made_by=by,
        made_at=clock.now(),
    )
    rules.check_contents(bill)
    if amount <= 0:
        raise rules.BillRefused(_("A refund has an amount above zero."), field="amount")
    bill.search_text = _search_text(bill)
    bill.save(force_insert=True)
    receivables.withdraw_credit(account=account, amount=amount, source=bill.source, by=by)
    _record("draft", bill, {name: [None, value] for name, value in _shown(bill).items()}, by)
    tell(bill, "draft", by=by)
    return bill


@transaction.atomic
def change_refund(*, bill: Bill, revision: int, by: Any, **contents: Any) -> Bill:
    """Change what is proposed: any of the contents of ``draft_refund``. What was approved must be approved again.

    :raises BillChanged: ``revision`` is not the one that the user saw.
    :raises MoveRefused: it is paid or cancelled. Other refusals as for ``draft_refund``.
    """
    row = Bill.objects.locked(bill.pk)
    rules.require(by, BillEvent.CHANGE, row)
    if revision != row.revision:
        raise rules.BillChanged(_("Somebody changed this record a moment ago. Reload to see its present state."))
    before, amount = _shown(row), row.amount
    for name, value in contents.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    rules.check_contents(row)
    if row.state != BillState.DRAFT:
        move(row, BillEvent.CHANGE, table=states.BILL, by=by, together=rules.NO_APPROVAL)
    row.revision += 1
    row.made_by, row.made_at = by, clock.now()
    if row.amount != amount:
        _set_aside_anew(row, by)
    row.search_text = _search_text(row)
    row.save()
    changes = audit.diff(before, _shown(row))
    if changes:
        _record("change", row, changes, by)
    return row


def _set_aside_anew(row: Bill, by: Any) -> None:
    if row.amount <= 0:
        raise rules.BillRefused(_("A refund has an amount above zero."), field="amount")
    receivables.return_credit(account=row.account, source=row.source, by=by)
    row.amount_revision = row.revision
    receivables.withdraw_credit(account=row.account, amount=row.amount, source=row.source, by=by)


def _shown(bill: Bill) -> dict[str, Any]:
    return {
        "amount": to_decimal_text(bill.amount, bill.currency),
        "currency": bill.currency,
        "channel": bill.channel,
        "reason": bill.reason,
        "payee_id": bill.payee_id,
        **{name: getattr(bill, name) for name in PERSONAL},
    }


def _record(act: str, bill: Bill, changes: dict[str, Any], by: Any) -> None:
    audit.record(
        action=f"payables.bill.{act}",
        subject=bill,
        by=by,
        company_id=bill.company_id,
        changes={name: value for name, value in changes.items() if name not in PERSONAL},
        personal={name: value for name, value in changes.items() if name in PERSONAL},
    )


def _search_text(bill: Bill) -> str:
    figure = to_decimal_text(bill.amount, bill.currency)
    return text.search_text(bill.number, bill.account.search_text, bill.payee_name, bill.reason, figure)
