"""The paper that says that money arrived."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date
from django.db import transaction
from django.utils import translation

from roadbook.apps.documents import actions as documents
from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation import queries as organisation
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.apps.receivables.models import Allocation, Payment
from roadbook.calc import words
from roadbook.kit import audit
from roadbook.kit.money import format_money


@transaction.atomic
def issue_receipt(*, payment: Payment, language: str, by: Any) -> Document:
    """The receipt of a payment as PDF in a language; issued again it is the same document.

    It lists what the payment settled by the day it was booked: credit applied later does not change the paper.
    """
    return documents.generate(
        branch=payment.account.branch,
        kind="receipt",
        language=language,
        data=receipt_data(payment, language),
        subject=audit.key(payment),
        subject_permission=Permission.PAYMENT_VIEW,
        title=f"{payment.number}-{language}",
        by=by,
    )


def receipt_data(payment: Payment, language: str) -> dict[str, Any]:
    """Everything that the paper shows, as text in the language asked for."""
    rows = payment.allocations.filter(booked_on=payment.booked_on, reverses=None).select_related("charge")
    rows = rows.order_by("id")
    lines = [_line(one, payment.currency, language) for one in rows]
    rest = payment.amount - sum(one.amount for one in rows)
    return {
        "dated_on": payment.booked_on.isoformat(),
        "company": company_data(payment.company, language),
        "number": payment.number,
        "payer": payment.payer_name,
        "received_on": day(payment.received_on, language),
        "channel": payment.channel,
        "account": payment.account.number,
        "reference": payment.reference,
        "amount": format_money(payment.amount, payment.currency, language=language),
        "in_words": _in_words(payment, language),
        "lines": lines,
        "unapplied": format_money(rest, payment.currency, language=language) if rest else "",
        "taken_by": str(payment.taken_by or ""),
        **_voided(payment, language),
    }


def _voided(payment: Payment, language: str) -> dict[str, Any]:
    """Of a reversed payment the paper says so; one that was printed before is told apart on the screen."""
    if not payment.is_reversed:
        return {}
    return {"void": {"on": day(payment.reversal.value_on, language), "reason": payment.reversal.reason}}


def _in_words(payment: Payment, language: str) -> str:
    if not words.has_words(payment.currency, language):
        return ""
    return words.in_words(payment.amount, payment.currency, language)


def company_data(company: Company, language: str) -> dict[str, Any]:
    """The head of the company's paper: name, what identifies it, how to reach it."""
    words_of_kind = documents.labels("receipt", language)
    named = [(words_of_kind[name], getattr(company, name)) for name in ("tax_number", "vat_number")]
    account = organisation.account_on_papers(company)
    lines = [company.full_address, *(f"{label} {value}" for label, value in named if value)]
    return {
        "name": company.name,
        "lines": [line for line in lines if line],
        "contact": [line for line in (company.phone, company.email, account.iban if account else "") if line],
    }


def _line(one: Allocation, currency: str, language: str) -> dict[str, str]:
    charge = one.charge
    words_of_kind = documents.labels("receipt", language)
    with translation.override(language):
        label = words_of_kind.get(charge.label, translation.gettext(charge.label))
        kind = str(ChargeKind(charge.kind).label)
    label = label % charge.label_params if charge.label_params else label
    return {
        "label": label if kind.lower() in label.lower() else f"{label} ({kind})",
        "due_on": day(charge.due_on, language),
        "amount": format_money(one.amount, currency, symbol=False, language=language),
    }


def day(value: Any, language: str) -> str:
    """24.11.2026 in Bulgarian, Polish and Russian, 24 Nov 2026 in English."""
    return format_date(value, "d MMM y" if language == "en" else "dd.MM.y", locale=language)
