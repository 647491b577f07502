"""The statement of an account as a paper, for any period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import actions as documents
from roadbook.apps.documents import queries as papers
from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import queries
from roadbook.apps.receivables.enums import MovementKind
from roadbook.apps.receivables.models import Account
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.money import format_money

KIND = "account_statement"


class PeriodRefused(Refused):
    """There is no statement for this period."""

    code = "period"


@transaction.atomic
def issue_statement(*, account: Account, since: date, until: date, language: str, by: Any) -> Document:
    """The movements of a period, both days in it, as PDF in a language. The same movements give the same document.

    :raises PeriodRefused: the period ends before it begins, or after the business date.
    :raises Forbidden: the user makes no documents there. :raises LanguageRefused: not a language of the product.
    """
    if until < since:
        raise PeriodRefused(_("The period ends before it begins."), field="until")
    if until > account.company.business_date:
        raise PeriodRefused(_("The period ends after the business date."), field="until")
    return documents.generate(
        branch=account.branch,
        kind=KIND,
        language=language,
        data=statement_data(queries.statement(account, since, until), language),
        subject=audit.key(account),
        subject_permission=Permission.PAYMENT_VIEW,
        title=f"{account.number}-{since:%Y%m%d}-{until:%Y%m%d}-{language}",
        by=by,
    )


def statement_data(found: queries.Statement, language: str) -> dict[str, Any]:
    """Everything that the paper shows, as text in the language asked for."""
    account = found.account
    sums = {name: _amount(found, getattr(found, name), language) for name in ("opening", "charged", "paid", "closing")}
    return {
        "dated_on": found.until.isoformat(),
        "company": papers.letterhead(account.company, language),
        "client": queries.debtor_name(account),
        "account": account.number,
        "currency": account.currency,
        "since": day(found.since, language),
        "until": day(found.until, language),
        "lines": [_line(found, one, language) for one in found.rows],
        "said": _said(found, language),
        **sums,
    }


def _line(found: queries.Statement, one: queries.StatementRow, language: str) -> dict[str, str]:
    with translation.override(language):
        what = _what(one)
    return {
        "on": day(one.on, language),
        "what": what,
        "due_on": day(one.charge.due_on, language) if one.charge else "",
        "charged": _amount(found, one.charged, language) if one.charged else "",
        "paid": _amount(found, one.paid, language) if one.paid else "",
        "balance": _amount(found, one.balance, language),
    }


def _what(one: queries.StatementRow) -> str:
    if one.charge:
        return one.charge.title
    number = one.payment.number if one.payment else ""
    if one.kind == MovementKind.PAYMENT and one.payment:
        return f"{one.kind.label} {number}, {one.payment.get_channel_display()}"
    return f"{one.kind.label} {number}"


def _said(found: queries.Statement, language: str) -> str:
    words = documents.labels(KIND, language)
    if found.closing == 0:
        return words["nothing"]
    amount = format_money(abs(found.closing), found.account.currency, language=language)
    return f"{words['owed' if found.closing > 0 else 'credit']}: {amount}"


def _amount(found: queries.Statement, minor: int, language: str) -> str:
    return format_money(minor, found.account.currency, symbol=False, language=language)


def day(value: date, language: str) -> str:
    """24.11.2026 in Bulgarian, Polish and Russian, 24 Nov 2026 in English."""
    return papers.say("date", "date", value.isoformat(), language)
