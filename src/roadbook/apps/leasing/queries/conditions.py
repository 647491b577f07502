"""The conditions of a product in words, and what differs from one version of them to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.documents.enums import AttachmentKind, DocumentKind
from roadbook.apps.leasing.enums import (
    DayCount,
    FeeBase,
    FeeWhen,
    Index,
    Method,
    RateKind,
    Remainder,
    RoundingMode,
)
from roadbook.apps.leasing.models import Fee, Product, ProductTerms, ProductVersion
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.kit import figures
from roadbook.kit.money import format_money

LABELS: Mapping[str, str | Promise] = {
    "methods": gettext_lazy("Methods"),
    "method": gettext_lazy("Usual method"),
    "every_months": gettext_lazy("Months between instalments"),
    "day_count": gettext_lazy("Days are counted"),
    "in_advance": gettext_lazy("Instalments in advance"),
    "charge_days_before": gettext_lazy("Charged so many days before due"),
    "rate_kind": gettext_lazy("The rate is"),
    "index": gettext_lazy("Index"),
    "margin": gettext_lazy("Margin over the index"),
    "rate_floor": gettext_lazy("Never under"),
    "rate_cap": gettext_lazy("Never over"),
    "rate_min": gettext_lazy("Lowest yearly rate"),
    "rate_default": gettext_lazy("Usual yearly rate"),
    "rate_max": gettext_lazy("Highest yearly rate"),
    "late_rate": gettext_lazy("Agreed late interest"),
    "down_payment_min": gettext_lazy("Smallest down payment, of the price"),
    "residual_max": gettext_lazy("Largest residual value, of the price"),
    "count_min": gettext_lazy("Fewest instalments"),
    "count_default": gettext_lazy("Usual instalments"),
    "count_max": gettext_lazy("Most instalments"),
    "rounding": gettext_lazy("Amounts are rounded"),
    "unit": gettext_lazy("Instalments are multiples of"),
    "remainder": gettext_lazy("What rounding leaves over goes to"),
    "fees": gettext_lazy("Fees"),
    "waterfall": gettext_lazy("Order of payment"),
    "documents": gettext_lazy("Documents of ours"),
    "attachments": gettext_lazy("Attached files"),
}
WORDS: Mapping[str, Any] = {
    "methods": Method,
    "method": Method,
    "day_count": DayCount,
    "rate_kind": RateKind,
    "index": Index,
    "rounding": RoundingMode,
    "remainder": Remainder,
    "waterfall": ChargeKind,
    "documents": DocumentKind,
    "attachments": AttachmentKind,
}
NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Edition:
    """A version of a product's conditions; ``differences`` from the one before, those of the first from nothing."""

    version: ProductVersion
    is_in_force: bool
    is_to_come: bool
    differences: list[Difference]


def editions(product: Product) -> list[Edition]:
    """The versions of a product, newest first. One statement where they were not fetched with it."""
    today, currency = product.company.business_date, product.company.currency
    rows = sorted(product.versions.select_related("created_by"), key=lambda one: one.effective_on)
    in_force = [one for one in rows if one.effective_on <= today][-1:] or rows[:1]
    befores = [None, *(one.conditions for one in rows)]
    found = [
        Edition(one, one in in_force, one.effective_on > today, differences(before, one.conditions, currency))
        for before, one in zip(befores, rows, strict=False)
    ]
    return found[::-1]


def differences(old: ProductTerms | None, new: ProductTerms, currency: str) -> list[Difference]:
    """Every condition that changed, in words; against nothing, every condition that says anything."""
    found = []
    for name, label in LABELS.items():
        before = said(name, getattr(old, name), currency) if old else NOTHING
        after = said(name, getattr(new, name), currency)
        if before != after:
            found.append(Difference(str(label), before, after))
    return found


def said(name: str, value: Any, currency: str) -> str:
    """One condition as people say it."""
    if value is None or value in ("", ()):
        return NOTHING
    if name == "fees":
        return "; ".join(_fee(one, currency) for one in value)
    if name in WORDS:
        values = value if isinstance(value, tuple) else (value,)
        return ", ".join(_word(WORDS[name], one) for one in values)
    return _plain(name, value, currency)


def _plain(name: str, value: Any, currency: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return figures.percent(value)
    return format_money(value, currency) if name == "unit" else str(value)


def _word(words: Any, value: str) -> str:
    return str(words(value).label) if value in words.values else value


def _fee(fee: Fee, currency: str) -> str:
    shares: Mapping[str, Callable[[], str]] = {FeeBase.FIXED: lambda: format_money(fee.amount, currency)}
    amount = shares.get(fee.base, lambda: f"{figures.percent(fee.share)} – {FeeBase(fee.base).label}")()
    least = _(", at least %(amount)s") % {"amount": format_money(fee.least, currency)} if fee.least else ""
    return f"{fee.name} ({fee.code}): {amount}{least}, {FeeWhen(fee.when).label}"
