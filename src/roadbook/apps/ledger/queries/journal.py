"""The journal: its rows, the act that a row belongs to, and what it was booked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from roadbook.apps.ledger.models import JournalRow, Period
from roadbook.kit import audit_words

OF_ACT = 200


def journal(user: Any) -> QuerySet[JournalRow]:
    """The rows that the user may see, with what a list shows."""
    rows: QuerySet[JournalRow] = JournalRow.objects.visible_to(user)
    return rows.select_related("debit", "credit", "company", "branch")


def journal_file(user: Any) -> QuerySet[JournalRow]:
    """The same, with what the page of a row shows besides."""
    return journal(user).select_related("period", "reverses", "reversed_by")


def rows_of(sources: Sequence[str]) -> list[JournalRow]:
    """The journal rows of these sources, as booked. One statement for each 500 of them."""
    chunks = (sources[start : start + 500] for start in range(0, len(sources), 500))
    return [row for chunk in chunks for row in JournalRow.objects.filter(source__in=chunk).order_by("id")]


def same_act(row: JournalRow) -> list[JournalRow]:
    """The rows that were booked with this one under one key, at most two hundred."""
    rows = JournalRow.objects.filter(company_id=row.company_id, period_id=row.period_id, event_key=row.event_key)
    if row.account_id:
        rows = rows.filter(account_id=row.account_id)
    return list(rows.select_related("debit", "credit").order_by("id")[:OF_ACT])


def accounts_of(rows: Iterable[JournalRow]) -> dict[int, audit_words.Thing]:
    """What rows were booked for: the account of each by its id, with its title and address. One statement."""
    label = settings.LEDGER_ACCOUNT_SUBJECT
    keys = {f"{label}:{row.account_id}": row.account_id for row in rows if row.account_id}
    return {keys[key]: thing for key, thing in audit_words.things(keys).items()}


def months(user: Any) -> QuerySet[Period]:
    """The months of the books that the user may see."""
    rows: QuerySet[Period] = Period.objects.visible_to(user).select_related("company", "closed_by")
    return rows
