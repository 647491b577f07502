"""The journal: rows of a company, and one row with those that were booked with it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from roadbook.apps.ledger import queries
from roadbook.apps.ledger.api.schemas import JournalFileOut, JournalRowOut
from roadbook.apps.ledger.models import JournalRow
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, Text, money_out, page

from .balance import CompanyId, Since, company_of

router = Router(tags=["books"])
Code = Annotated[Text, Query("", description="The code of an account that a row touches")]
Until = Annotated[date | None, Query(None, description="Booked up to and including")]


@router.get(
    "/journal", response={200: Page[JournalRowOut], **RESPONSES}, operation_id="journal_list", summary="Journal"
)
def list_journal(  # noqa: PLR0917 - what a query may say
    request: HttpRequest,
    company_id: CompanyId,
    account: Code = "",
    since: Since = None,
    until: Until = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The movements of a company, the newest first."""
    rows = queries.journal(request.user).filter(company=company_of(request, company_id))
    if account:
        rows = rows.filter(Q(debit__code=account) | Q(credit__code=account))
    rows = rows.filter(booked_on__gte=since) if since else rows
    rows = rows.filter(booked_on__lte=until) if until else rows
    found = page(request, rows, cursor, limit)
    return {**found, "items": [_row(one) for one in found["items"]]}


@router.get(
    "/journal/{row_id}",
    response={200: JournalFileOut, **RESPONSES},
    operation_id="journal_show",
    summary="One movement",
)
def show_journal(request: HttpRequest, row_id: Key) -> Any:
    """A movement, what it was booked for, and the movements of the same act."""
    row = get_object_or_404(queries.journal_file(request.user), pk=row_id)
    booked_for = queries.accounts_of([row]).get(row.account_id or 0)
    undone_by = getattr(row, "reversed_by", None)
    return {
        **_row(row),
        "account": booked_for.title if booked_for else "",
        "reversed_by_id": undone_by.pk if undone_by else None,
        "act": [_row(one) for one in queries.same_act(row)],
    }


def _row(one: JournalRow) -> dict[str, Any]:
    names = ("id", "booked_on", "value_on", "event_key", "source", "leg", "account_id", "charge_id", "reverses_id")
    sides = {"debit": one.debit.code, "credit": one.credit.code}
    return {**{name: getattr(one, name) for name in names}, **sides, "amount": money_out(one.amount, one.currency)}
