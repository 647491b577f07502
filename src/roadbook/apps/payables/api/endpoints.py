"""Refunds: proposed, changed, approved by another, paid out, cancelled."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Status

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties.models import Party
from roadbook.apps.payables import actions, queries
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables import rules as receivables
from roadbook.apps.receivables.models import Account
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, money_in, money_out, page

from .schemas import BillApproval, BillCancel, BillOut, BillPayout, RefundChange, RefundContents, RefundIn

router = Router(tags=["refunds"])
PathKey = Annotated[Key, Path()]
OnAccount = Annotated[Key | None, Query(None, description="Only the refunds of this account")]
PLAIN = tuple(name for name in BillOut.model_fields if name != "amount")


@router.get("", response={200: Page[BillOut], **RESPONSES}, operation_id="bill_list", summary="Refunds")
def list_bills(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, account_id: OnAccount = None) -> Any:
    """Refunds that the caller may see, newest first."""
    rows = queries.bill_register(request.user)
    found = page(request, rows.filter(account_id=account_id) if account_id else rows, cursor, limit)
    return {**found, "items": [_out(one) for one in found["items"]]}


@router.post("", response={201: BillOut, **RESPONSES}, operation_id="refund_create", summary="Propose a refund")
@idempotent
def create_refund(request: HttpRequest, body: RefundIn) -> Any:
    """Propose to pay unapplied credit back: it is set aside at once."""
    account = queries.accounts_with_credit(request.user).filter(pk=body.account_id).first()
    if account is None:
        raise Http404
    bill = actions.draft_refund(account=account, by=request.user, **_contents(request, account, body))
    return Status(201, _out(bill))


@router.get("/{bill_id}", response={200: BillOut, **RESPONSES}, operation_id="bill_show", summary="One refund")
def show_bill(request: HttpRequest, bill_id: PathKey) -> Any:
    """One refund with who proposed and who approved it."""
    return _out(_bill(request, bill_id))


@router.put("/{bill_id}", response={200: BillOut, **RESPONSES}, operation_id="refund_change", summary="Change a refund")
@idempotent
def change_refund(request: HttpRequest, bill_id: PathKey, body: RefundChange) -> Any:
    """Change a refund that is not paid: it must be approved again."""
    bill = _bill(request, bill_id)
    contents = _contents(request, bill.account, body)
    return _out(actions.change_refund(bill=bill, revision=body.revision, by=request.user, **contents))


@router.post(
    "/{bill_id}/approve", response={200: BillOut, **RESPONSES}, operation_id="bill_approve", summary="Approve a refund"
)
@idempotent
def approve_bill(request: HttpRequest, bill_id: PathKey, body: BillApproval) -> Any:
    """Approve what somebody else proposed."""
    bill = _bill(request, bill_id)
    return _out(actions.approve_bill(bill=bill, revision=body.revision, by=request.user))


@router.post(
    "/{bill_id}/pay", response={200: BillOut, **RESPONSES}, operation_id="bill_pay", summary="Record the payout"
)
@idempotent
def pay_bill(request: HttpRequest, bill_id: PathKey, body: BillPayout) -> Any:
    """Record that what was approved has left the house, on the business date unless given."""
    bill = _bill(request, bill_id)
    return _out(actions.pay_bill(bill=bill, paid_on=body.paid_on, reference=body.reference, by=request.user))


@router.post(
    "/{bill_id}/cancel", response={200: BillOut, **RESPONSES}, operation_id="bill_cancel", summary="Cancel a refund"
)
@idempotent
def cancel_bill(request: HttpRequest, bill_id: PathKey, body: BillCancel) -> Any:
    """Call a refund off that is not paid: the money is the client's credit again."""
    bill = _bill(request, bill_id)
    return _out(actions.cancel_bill(bill=bill, reason=body.reason, by=request.user))


def _bill(request: HttpRequest, pk: int) -> Bill:
    bill = queries.bill_register(request.user, Permission.BILL_VIEW).filter(pk=pk).first()
    if bill is None:
        raise Http404
    return bill


def _contents(request: HttpRequest, account: Account, body: RefundContents) -> dict[str, Any]:
    """The contents as the actions want them; a payee whom the caller does not see is not found."""
    payee = None
    if body.payee_id is not None:
        payee = Party.objects.visible_to(request.user).filter(pk=body.payee_id).first()
        if payee is None:
            raise Http404
    receivables.check_currency(account, body.amount.currency)
    return {
        "amount": money_in(body.amount.amount, body.amount.currency, field="amount.amount"),
        "channel": body.channel,
        "payee": payee,
        "payee_name": body.payee_name or (payee.name if payee else ""),
        "payee_account": body.payee_account,
        "reason": body.reason,
    }


def _out(bill: Bill) -> dict[str, Any]:
    return {**{name: getattr(bill, name) for name in PLAIN}, "amount": money_out(bill.amount, bill.currency)}
