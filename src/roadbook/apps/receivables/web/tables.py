"""The register of payments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import scope
from roadbook.apps.receivables import queries
from roadbook.apps.receivables.enums import Channel, PaymentState
from roadbook.apps.receivables.models import Payment
from roadbook.kit import lists

STATES = {"booked": ("ok", "check"), "reversed": ("bad", "undo-2")}
COMPANY = lists.Column("company__code", _("Company"))


def _reversed(name: str) -> Callable[[Payment], Any]:
    """What the reversal of a payment says, where it has one."""
    return lambda row: getattr(row.reversal, name) if row.is_reversed else None


@lists.register
class PaymentTable(lists.Table):
    key = "receivables.payments"
    title = _("Payments")
    permission = Permission.PAYMENT_VIEW
    url_name = "receivables:payment_list"
    columns = (
        lists.Column("number", _("Payment"), sort="number", main=True),
        lists.Day("value_on", _("Value date"), sort="value_on"),
        lists.Column("account__number", _("Account")),
        lists.Column("payer_name", _("Payer"), sort="payer_name"),
        lists.State(
            "channel",
            _("Paid by"),
            tones={"cash": ("", "banknote"), "bank": ("", "landmark"), "card": ("", "credit-card")},
        ),
        lists.State("state", _("State"), tones=STATES, card="state"),
        lists.Money("amount", _("Amount"), sort="amount", total=True),
        lists.Money("applied", _("Applied"), total=True),
        lists.Money("rest", _("Credit"), total=True),
        lists.Text("reference", _("Reference"), shown=False),
        lists.Day("received_on", _("Received"), shown=False),
        lists.Day("booked_on", _("Booked"), shown=False),
        lists.Column("taken_by", _("Taken by"), shown=False),
        lists.Day("reversed_on", _("Reversed as of"), value=_reversed("value_on"), shown=False),
        lists.Text("reversal_reason", _("Reason of the reversal"), value=_reversed("reason"), shown=False),
        lists.Column("branch", _("Branch"), value=lambda row: row.account.branch.name, shown=False),
    )
    filters = (
        lists.Choice("channel", _("Paid by"), Channel.choices),
        lists.Period("value_on", _("Value date")),
        lists.Amount("amount", _("Amount")),
        lists.Contains("payer_name", _("Payer")),
        lists.Contains("account", _("Account"), path="account__number"),
        lists.Contains("reference", _("Reference")),
        lists.Period("booked_on", _("Booked")),
        lists.Choice("state", _("State"), PaymentState.choices),
        lists.Amount("rest", _("Credit")),
        lists.Period("reversed_on", _("Reversed as of"), path="reversal__value_on"),
    )
    groupable = (
        lists.Month("value_month", _("Month of the value date"), "-value_on"),
        lists.Group("channel", _("Paid by"), "-channel", Payment.get_channel_display),
        lists.Group("company", _("Company"), "company_id", lambda row: row.company.name),
    )
    search = "search_text"
    default_sort = "-id"
    empty_icon = "banknote"
    empty_title = _("No payment yet")
    empty_text = _("Take the first one, or wait for the bank.")

    def rows(self, user: Any) -> QuerySet[Payment]:
        return queries.payment_register(user)

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        """Where rows may be of several companies, each names its own."""
        if len(scope(user, Permission.PAYMENT_VIEW).any_company_ids) > 1:
            return (*self.columns[:1], COMPANY, *self.columns[1:])
        return self.columns

    def groupable_for(self, user: Any) -> tuple[lists.Group, ...]:
        alone = len(scope(user, Permission.PAYMENT_VIEW).any_company_ids) <= 1
        return tuple(one for one in self.groupable if not (alone and one.name == "company"))

    def row_url(self, row: Payment) -> str:
        return reverse("receivables:payment_show", args=[row.pk])
