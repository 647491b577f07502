"""What surrounds every tab of a contract's page."""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_compact_decimal, get_currency_symbol
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries.chart import Chart
from roadbook.kit import figures
from roadbook.kit.money import exponent

TABS = (
    ("schedule", _("Schedule"), "leasing:contract_show"),
    ("payments", _("Payments"), "leasing:contract_payments"),
    ("documents", _("Documents"), "leasing:contract_documents"),
    ("parties", _("Parties"), "leasing:contract_parties"),
)


@dataclass(frozen=True)
class Tab:
    url: str
    label: str | Promise
    count: int | None
    is_current: bool


def counts(contract: Contract) -> dict[str, int]:
    """How many payments the account has."""
    return {"payments": contract.account.payments.count()} if contract.account else {}


def tabs(contract: Contract, current: str, counts: dict[str, int]) -> list[Tab]:
    """The tabs in order; a count stands beside those that have one."""
    return [
        Tab(reverse(url, args=[contract.pk]), label, counts.get(code), code == current) for code, label, url in TABS
    ]


def symbol(currency: str) -> str:
    """How the reader writes the currency: €, zł."""
    return get_currency_symbol(currency, locale=figures.locale())


def ticks(chart: Chart | None, currency: str) -> list[tuple[str, str]]:
    """The amounts beside the chart's lines as (y, text), short: 20 000 as 20k."""
    if chart is None:
        return []
    locale, unit = figures.locale(), 10 ** exponent(currency)
    return [(rule.y, format_compact_decimal(rule.value // unit, locale=locale)) for rule in chart.rules]
