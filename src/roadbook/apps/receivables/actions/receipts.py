"""Papers about money: that it arrived, and how to pay what is owed."""

from __future__ import annotations

from typing import Any

from roadbook.apps.documents import actions as documents
from roadbook.apps.documents.enums import DocumentKind
from roadbook.apps.documents.models import Document
from roadbook.apps.receivables.models import Account, Payment


def issue_receipt(*, payment: Payment, language: str, by: Any) -> Document:
    """The receipt of a payment as PDF in a language, from the company's template; issued again it is the same."""
    return documents.make(kind=str(DocumentKind.RECEIPT), pk=payment.pk, language=language, by=by)


def issue_slip(*, account: Account, language: str, by: Any) -> Document:
    """The slip to pay with what the account owes on its business date, as PDF, from the company's template."""
    return documents.make(kind=str(DocumentKind.PAYMENT_SLIP), pk=account.pk, language=language, by=by)
