"""A tax document as PDF/A in a language: what was issued, never what we would say today."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_percent
from django.db import transaction
from django.utils import translation

from roadbook.apps.billing.enums import VatCode
from roadbook.apps.billing.models import TaxDocument, TaxLine, VatEntry
from roadbook.apps.documents import actions as documents
from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Permission
from roadbook.calc import words
from roadbook.kit import audit
from roadbook.kit.money import format_money

KIND = "tax_document"


@transaction.atomic
def print_document(*, document: TaxDocument, language: str, by: Any) -> Document:
    """The PDF/A of an issued document; printed again it is the same file. Its lines and sums are at hand.

    :raises Forbidden: the user makes no documents there. :raises LanguageRefused: not a language of the product.
    """
    return documents.generate(
        branch=document.branch,
        kind=KIND,
        language=language,
        data=printed_data(document, language),
        subject=audit.key(document),
        subject_permission=Permission.TAX_VIEW,
        title=f"{document.number}-{language}",
        by=by,
    )


def printed_data(document: TaxDocument, language: str) -> dict[str, Any]:
    """Everything that the paper shows, as text in the language asked for."""
    labels = documents.labels(KIND, language)
    seller, lines = document.seller_details, list(document.lines.all())

    def money(minor: int) -> str:
        return format_money(minor, document.currency, symbol=False, language=language)

    return {
        "dated_on": document.issued_on.isoformat(),
        "company": _letterhead(seller, labels),
        "kind": document.kind,
        "number": document.number,
        "facts": _facts(document, labels, language),
        "seller": [seller["name"], seller["address"], *_numbers_of_seller(seller, labels)],
        "buyer": _buyer(document.buyer_details),
        "currency": document.currency,
        "lines": [_line(one, document.currency, language) for one in lines],
        "sums": [_sum(one, document.currency, language) for one in document.vat_entries.all()],
        "net": money(document.net),
        "vat": money(document.vat),
        "gross": format_money(document.gross, document.currency, language=language),
        "local_vat": _local_vat(document, language),
        "in_words": _in_words(document, language),
        "laws": sorted({one.legal_text for one in lines if one.legal_text}),
        "account": " ".join(part for part in (seller["account"], seller["bic"], seller["bank"]) if part),
    }


def _facts(document: TaxDocument, labels: dict[str, str], language: str) -> list[list[str]]:
    shown = [
        [labels["issued_on"], day(document.issued_on, language)],
        [labels["tax_on"], day(document.tax_on, language)],
        [labels["due_on"], day(document.due_on, language)],
    ]
    about = document.corrects
    if about is not None:
        shown.append([labels["corrects"], f"{about.number}, {day(about.issued_on, language)}"])
        shown.append([labels["reason"], document.reason])
    return shown


def _letterhead(seller: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    return {
        "name": seller["name"],
        "lines": [line for line in (seller["address"], *_numbers_of_seller(seller, labels)) if line],
        "contact": [line for line in (seller["phone"], seller["email"], seller["account"]) if line],
    }


def _numbers_of_seller(seller: dict[str, Any], labels: dict[str, str]) -> list[str]:
    return [f"{labels[name]} {seller[name]}" for name in ("tax_number", "vat_number") if seller[name]]


def _buyer(details: dict[str, Any]) -> list[str]:
    numbers = [f"{one['kind'].replace('_', ' ').upper()} {one['value']}" for one in details["numbers"]]
    return [line for line in (details["name"], details["address"], *numbers) if line]


def _line(one: TaxLine, currency: str, language: str) -> dict[str, str]:
    with translation.override(language):
        label = one.title
    return {
        "label": label,
        "quantity": f"{one.quantity.normalize():f}{' ' + one.unit if one.unit else ''}",
        "rate": rate(one.vat_code, one.vat_rate, language),
        **{
            name: format_money(getattr(one, name), currency, symbol=False, language=language)
            for name in ("net", "vat", "gross")
        },
    }


def _sum(one: VatEntry, currency: str, language: str) -> dict[str, str]:
    sums = {
        name: format_money(getattr(one, name), currency, symbol=False, language=language)
        for name in ("net", "vat", "gross")
    }
    return {"rate": rate(one.vat_code, one.vat_rate, language), **sums}


def rate(code: str, value: Decimal, language: str) -> str:
    """``20 %``, or why there is none, in a language."""
    if value:
        return str(format_percent(value, locale=language, decimal_quantization=False))
    with translation.override(language):
        return str(VatCode(code).label)


def _local_vat(document: TaxDocument, language: str) -> str:
    if document.exchange_rate is None:
        return ""
    return format_money(document.local_vat, document.local_currency, language=language)


def _in_words(document: TaxDocument, language: str) -> str:
    """The amount in words; of a credit note what is given back."""
    if not words.has_words(document.currency, language):
        return ""
    return words.in_words(abs(document.gross), document.currency, language)


def day(value: date, language: str) -> str:
    """24.11.2026 in Bulgarian, Polish and Russian, 24 Nov 2026 in English."""
    return str(format_date(value, "d MMM y" if language == "en" else "dd.MM.y", locale=language))
