"""Payments: taken, shown, reversed, receipted."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.api import present
from roadbook.apps.receivables.api.schemas import (
    PaymentIn,
    PaymentOut,
    PaymentRow,
    PreviewIn,
    PreviewOut,
    ReceiptIn,
    ReceiptOut,
    ReversalIn,
)
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .finding import account_seen, minor, payer_seen, payment_seen

payments = Router(tags=["payments"])
PathKey = Annotated[Key, Path()]
OnAccount = Annotated[Key | None, Query(None, description="Only the payments of this account")]


@payments.get("", response={200: Page[PaymentRow], **RESPONSES}, operation_id="payment_list", summary="Payments")
def list_payments(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, account_id: OnAccount = None) -> Any:
    """Payments that the caller may see, newest first."""
    rows = queries.payment_register(request.user)
    found = page(request, rows.filter(account_id=account_id) if account_id else rows, cursor, limit)
    return {**found, "items": [present.payment_row(row) for row in found["items"]]}


@payments.post("", response={201: PaymentOut, **RESPONSES}, operation_id="payment_create", summary="Take a payment")
@idempotent
def create_payment(request: HttpRequest, body: PaymentIn) -> Any:
    """Take money on an account: it settles what is due, the rest stays as credit."""
    account = account_seen(request, body.account_id)
    payer = payer_seen(request, body.payer_id)
    payment = actions.take_payment(
        account=account,
        amount=minor(account, body.amount),
        currency=body.amount.currency,
        channel=body.channel,
        value_on=body.value_on,
        received_on=body.received_on,
        payer=payer,
        payer_name=body.payer_name or (payer.name if payer else ""),
        reference=body.reference,
        instructions=body.instructions,
        by=request.user,
    )
    return Status(201, present.payment(payment_seen(request, payment.pk)))


@payments.post(
    "/preview",
    response={200: PreviewOut, **RESPONSES},
    operation_id="payment_preview",
    summary="What a payment would settle",
)
def preview_payment(request: HttpRequest, body: PreviewIn) -> Any:
    """What taking this payment now would settle; nothing is booked. Refused as taking it would be."""
    account = account_seen(request, body.account_id)
    where = {"company_id": account.company_id, "branch_id": account.branch_id}
    identity.require(request.user, Permission.PAYMENT_TAKE, **where)
    amount = minor(account, body.amount)
    return present.preview(queries.preview_payment(account, amount, body.value_on, body.instructions))


@payments.get(
    "/{payment_id}", response={200: PaymentOut, **RESPONSES}, operation_id="payment_show", summary="One payment"
)
def show_payment(request: HttpRequest, payment_id: PathKey) -> Any:
    """One payment with what it settled and why."""
    return present.payment(payment_seen(request, payment_id))


@payments.post(
    "/{payment_id}/reverse",
    response={200: PaymentOut, **RESPONSES},
    operation_id="payment_reverse",
    summary="Reverse a payment",
)
@idempotent
def reverse_payment(request: HttpRequest, payment_id: PathKey, body: ReversalIn) -> Any:
    """Take a payment back: what it settled is owed again, its receipts are void. A reversal is not reversed."""
    payment = payment_seen(request, payment_id)
    actions.reverse_payment(payment=payment, reason=body.reason, value_on=body.value_on, by=request.user)
    return present.payment(payment_seen(request, payment.pk))


@payments.post(
    "/{payment_id}/receipt",
    response={201: ReceiptOut, **RESPONSES},
    operation_id="payment_receipt",
    summary="Make the receipt",
)
@idempotent
def make_receipt(request: HttpRequest, payment_id: PathKey, body: ReceiptIn) -> Any:
    """Make the receipt in a language; made again it is the same document."""
    payment = payment_seen(request, payment_id)
    return Status(201, actions.issue_receipt(payment=payment, language=body.language, by=request.user))
