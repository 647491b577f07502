"""From a template and data to what is printed, in the paper's language whatever the screen's is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from roadbook.apps.documents.rules import Kind, Paper
from roadbook.apps.organisation import queries as organisation
from roadbook.apps.organisation.models import Branch, Company
from roadbook.calc import markup, words
from roadbook.kit.money import format_money

LABELS = {
    "bg": ("ЕИК", "ИН по ДДС"),
    "pl": ("NIP", "VAT UE"),
    "ru": ("ИНН", "Номер НДС"),
    "en": ("Registration no.", "VAT no."),
}
"""What stands before the numbers of a company at the head of its paper."""


def snapshot(paper: Paper, language: str) -> dict[str, Any]:
    """Everything that decides what a paper says, as JSON. Kept with the document (I18)."""
    company = paper.branch.company
    return {
        "values": {**company_values(paper.branch, paper.dated_on), **paper.values},
        "lists": {name: [dict(entry) for entry in rows] for name, rows in paper.lists.items()},
        "facts": sorted(paper.facts),
        "company": letterhead(company, language),
        "dated_on": paper.dated_on.isoformat(),
        "title": paper.title,
    }


def printed(source: str, kind: Kind, data: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """The plain blocks of a template filled with a snapshot.

    :raises markup.MarkupRefusedError: the source is no template. :raises markup.FillRefusedError: data is missing.
    """
    given = markup.Data(data["values"], data["lists"], frozenset(data["facts"]))
    return markup.fill(
        markup.parse(source), kind.schema, given, lambda type_of, form, value: say(type_of, form, value, language)
    )


def company_values(branch: Branch, dated_on: date) -> dict[str, Any]:
    """The tokens that every kind has."""
    company = branch.company
    account = organisation.account_on_papers(company)
    return {
        "company.name": company.name,
        "company.tax_number": company.tax_number,
        "company.vat_number": company.vat_number,
        "company.address": company.full_address,
        "company.represented_by": company.accountable_person or company.manager,
        "company.phone": company.phone,
        "company.email": company.email,
        "company.account": account.spaced if account else "",
        "company.bank": account.bank if account else "",
        "company.bic": account.bic if account else "",
        "paper.date": dated_on.isoformat(),
        "paper.place": company.city,
    }


def letterhead(company: Company, language: str) -> dict[str, Any]:
    """The head of the company's paper: name, what identifies it, how to reach it."""
    named = zip(LABELS[language], (company.tax_number, company.vat_number), strict=True)
    account = organisation.account_on_papers(company)
    lines = [company.full_address, *(f"{label} {value}" for label, value in named if value)]
    return {
        "name": company.name,
        "lines": [line for line in lines if line],
        "contact": [line for line in (company.phone, company.email, account.iban if account else "") if line],
    }


def say(kind: str, form: str, value: Any, language: str) -> str:
    """One value in a declared form: ``say("amount", "words", [12345, "EUR"], "bg")``."""
    if kind == "amount":
        return _amount(int(value[0]), str(value[1]), form, language)
    if kind == "date":
        return _day(date.fromisoformat(value), form, language)
    if kind == "percent":
        figure = format_decimal(Decimal(value) * 100, format="#,##0.00##", locale=language)
        return f"{figure}%" if language == "en" else f"{figure}\N{NO-BREAK SPACE}%"
    if kind == "number":
        return words.number(int(value), language) if form == "words" else format_decimal(value, locale=language)
    return str(value)


def _amount(minor: int, currency: str, form: str, language: str) -> str:
    """Minor units; in words where we have words for the currency, else in figures."""
    if form == "words" and words.has_words(currency, language) and minor >= 0:
        return words.in_words(minor, currency, language)
    return format_money(minor, currency, symbol=form != "plain", language=language)


def _day(on: date, form: str, language: str) -> str:
    """24.11.2026 in Bulgarian, Polish and Russian, 24 Nov 2026 in English; long: 24 ноември 2026 г."""
    if form == "long":
        return format_date(on, "long", locale=language)
    return format_date(on, "d MMM y" if language == "en" else "dd.MM.y", locale=language)
