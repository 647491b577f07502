"""Accounts of debtors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.api import present
from roadbook.apps.receivables.api.schemas import AccountOut, ReceiptOut, StatementIn, StatementOut
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page

from .finding import account_seen

accounts = Router(tags=["accounts"])
PathKey = Annotated[Key, Path()]
OfClient = Annotated[Key | None, Query(None, description="Only the accounts behind which this client stands")]
Since = Annotated[date | None, Query(None, description="The first day, else the account's opening")]
Until = Annotated[date | None, Query(None, description="The last day, else the business date")]


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
def showaccount_seen(request: HttpRequest, account_id: PathKey) -> Any:
    """One account with its people and its position."""
    return present.account(account_seen(request, account_id))


@accounts.post(
    "/{account_id}/apply-credit",
    response={200: AccountOut, **RESPONSES},
    operation_id="account_apply",
    summary="Apply unapplied credit",
)
@idempotent
def apply_credit(request: HttpRequest, account_id: PathKey) -> Any:
    """Let the credit settle what is charged by now, not waiting for the close of day."""
    account = account_seen(request, account_id)
    actions.apply_credit(account=account, by=request.user)
    return present.account(account_seen(request, account.pk))


@accounts.get(
    "/{account_id}/statement",
    response={200: StatementOut, **RESPONSES},
    operation_id="account_statement",
    summary="What was charged and paid",
)
def statement(request: HttpRequest, account_id: PathKey, since: Since = None, until: Until = None) -> Any:
    """Charges, payments, reversals and refunds of a period with the balance after each."""
    account = account_seen(request, account_id)
    return present.statement(queries.statement(account, since, until))


@accounts.post(
    "/{account_id}/statement",
    response={201: ReceiptOut, **RESPONSES},
    operation_id="account_statement_make",
    summary="Make the statement as a paper",
)
@idempotent
def make_statement(request: HttpRequest, account_id: PathKey, body: StatementIn) -> Any:
    """Make the statement of a period as PDF; the same movements give the same document."""
    account = account_seen(request, account_id)
    document = actions.issue_statement(
        account=account,
        since=body.since or account.opened_on,
        until=body.until or account.company.business_date,
        language=body.language,
        by=request.user,
    )
    return Status(201, document)
