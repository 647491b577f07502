"""The register of payments."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.receivables.enums import Channel
from roadbook.apps.receivables.models import Payment
from roadbook.kit import lists

COMPANY = lists.Column("company__code", _("Company"))


class PaymentTable(lists.Table):
    columns: ClassVar[tuple[lists.Column, ...]] = (
        lists.Column("number", _("Payment"), sort="number", main=True),
        lists.Day("value_on", _("Value date"), sort="value_on"),
        lists.Column("account__number", _("Account")),
        lists.Column("payer_name", _("Payer"), sort="payer_name"),
        lists.State(
            "channel",
            _("Paid by"),
            tones={"cash": ("", "banknote"), "bank": ("", "landmark"), "card": ("", "credit-card")},
        ),
        lists.Money("amount", _("Amount"), sort="amount"),
        lists.Money("applied", _("Applied")),
        lists.Money("rest", _("Credit")),
    )
    filters = (
        lists.Choice("channel", _("Paid by"), Channel.choices),
        lists.Period("value_on", _("Value date")),
    )
    search = "search_text"
    default_sort = "-id"
    empty_icon = "banknote"
    empty_title = _("No payment yet")
    empty_text = _("Take the first one, or wait for the bank.")

    def __init__(self, *, is_group: bool = False) -> None:
        """``is_group``: the rows are of several companies, and each names its own."""
        if is_group:
            self.columns = (*self.columns[:1], COMPANY, *self.columns[1:])  # type: ignore[misc]  # depends on the user

    def row_url(self, row: Payment) -> str:
        return reverse("receivables:payment_show", args=[row.pk])
