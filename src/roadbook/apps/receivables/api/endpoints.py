"""Accounts and payments."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Status

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import actions, queries, rules
from roadbook.apps.receivables.models import Account, Payment
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, MoneySchema, Page, idempotent, money_in, page

from . import present
from .schemas import (
    AccountOut,
    PaymentIn,
    PaymentOut,
    PaymentRow,
    PreviewIn,
    PreviewOut,
    ReceiptIn,
    ReceiptOut,
    StatementOut,
)

accounts = Router(tags=["accounts"])
payments = Router(tags=["payments"])
PathKey = Annotated[Key, Path()]
OfClient = Annotated[Key | None, Query(None, description="Only the accounts behind which this client stands")]
OnAccount = Annotated[Key | None, Query(None, description="Only the payments of this account")]


@accounts.get("", response={200: Page[AccountOut], **RESPONSES}, operation_id="account_list", summary="Accounts")
def list_accounts(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, client_id: OfClient = None) -> Any:
    """Accounts that the caller may see with their positions, newest first."""
    user = request.user
    rows = queries.accounts_of(user, client_id) if client_id else queries.account_file(user)
    found = page(request, rows, cursor, limit)
    return {**found, "items": [present.account(row) for row in found["items"]]}


@accounts.get(
    "/{account_id}", response={200: AccountOut, **RESPONSES}, operation_id="account_show", summary="One account"
)
def show_account(request: HttpRequest, account_id: PathKey) -> Any:
    """One account with its people and its position."""
    return present.account(_account(request, account_id))


@accounts.get(
    "/{account_id}/statement",
    response={200: StatementOut, **RESPONSES},
    operation_id="account_statement",
    summary="What was charged and paid",
)
def statement(request: HttpRequest, account_id: PathKey) -> Any:
    """Charges and payments with the balance after each."""
    account = _account(request, account_id)
    lines = [present.statement_line(row, account.currency) for row in queries.statement_rows(account)]
    return {"account_id": account.pk, "lines": lines}


@payments.get("", response={200: Page[PaymentRow], **RESPONSES}, operation_id="payment_list", summary="Payments")
def list_payments(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, account_id: OnAccount = None) -> Any:
    """Payments that the caller may see, newest first."""
    rows = queries.payment_register(request.user)
    found = page(request, rows.filter(account_id=account_id) if account_id else rows, cursor, limit)
    return {**found, "items": [present.payment_row(row, row.applied) for row in found["items"]]}


@payments.post("", response={201: PaymentOut, **RESPONSES}, operation_id="payment_create", summary="Take a payment")
@idempotent
def create_payment(request: HttpRequest, body: PaymentIn) -> Any:
    """Take money on an account: it settles what is due, the rest stays as credit."""
    account = _account(request, body.account_id)
    payment = actions.take_payment(
        account=account,
        amount=_minor(account, body.amount),
        currency=body.amount.currency,
        channel=body.channel,
        value_on=body.value_on,
        received_on=body.received_on,
        payer_name=body.payer_name,
        reference=body.reference,
        instructions=body.instructions,
        by=request.user,
    )
    return Status(201, present.payment(_payment(request, payment.pk)))


@payments.post(
    "/preview",
    response={200: PreviewOut, **RESPONSES},
    operation_id="payment_preview",
    summary="What a payment would settle",
)
def preview_payment(request: HttpRequest, body: PreviewIn) -> Any:
    """What taking this payment now would settle; nothing is booked. Refused as taking it would be."""
    account = _account(request, body.account_id)
    where = {"company_id": account.company_id, "branch_id": account.branch_id}
    identity.require(request.user, Permission.PAYMENT_TAKE, **where)
    amount = _minor(account, body.amount)
    return present.preview(queries.preview_payment(account, amount, body.value_on, body.instructions))


@payments.get(
    "/{payment_id}", response={200: PaymentOut, **RESPONSES}, operation_id="payment_show", summary="One payment"
)
def show_payment(request: HttpRequest, payment_id: PathKey) -> Any:
    """One payment with what it settled and why."""
    return present.payment(_payment(request, payment_id))


@payments.post(
    "/{payment_id}/receipt",
    response={201: ReceiptOut, **RESPONSES},
    operation_id="payment_receipt",
    summary="Make the receipt",
)
@idempotent
def make_receipt(request: HttpRequest, payment_id: PathKey, body: ReceiptIn) -> Any:
    """Make the receipt in a language; made again it is the same document."""
    payment = _payment(request, payment_id)
    return Status(201, actions.issue_receipt(payment=payment, language=body.language, by=request.user))


def _account(request: HttpRequest, pk: int) -> Account:
    account = queries.account_file(request.user).filter(pk=pk).first()
    if account is None:
        raise Http404
    return account


def _payment(request: HttpRequest, pk: int) -> Payment:
    payment = queries.payment_file(request.user).filter(pk=pk).first()
    if payment is None:
        raise Http404
    return payment


def _minor(account: Account, amount: MoneySchema) -> int:
    """Minor units, of the account's own currency only."""
    rules.check_currency(account, amount.currency)
    return money_in(amount.amount, amount.currency, field="amount.amount")
