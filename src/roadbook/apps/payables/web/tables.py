"""The register of what we owe."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import scope
from roadbook.apps.payables import queries
from roadbook.apps.payables.enums import BillState, PayoutChannel
from roadbook.apps.payables.models import Bill
from roadbook.kit import lists

COMPANY = lists.Column("company__code", _("Company"))
STATES = {
    "draft": ("info", "hourglass"),
    "approved": ("warn", "check"),
    "paid": ("ok", "check-check"),
    "cancelled": ("outline", "x"),
}


@lists.register
class BillTable(lists.Table):
    key = "payables.bills"
    title = _("Refunds")
    permission = Permission.BILL_VIEW
    url_name = "payables:bill_list"
    columns = (
        lists.Column("number", _("Refund"), sort="number", main=True),
        lists.State("state", _("State"), tones=STATES),
        lists.Column("payee_name", _("Payee"), sort="payee_name", card="meta"),
        lists.Column("account__number", _("Account")),
        lists.Money("amount", _("Amount"), sort="amount", total=True, card="value"),
        lists.Column("channel", _("Paid by"), value=Bill.get_channel_display),
        lists.Day("drafted_on", _("Proposed"), sort="drafted_on", card="meta"),
        lists.Column("made_by", _("Proposed by")),
        lists.Column("approved_by", _("Approved by")),
        lists.Day("paid_on", _("Paid out on"), sort="paid_on"),
        lists.Text("reason", _("Reason"), shown=False),
        lists.Text("payee_account", _("Account of the payee"), shown=False),
        lists.Text("payout_reference", _("Reference"), shown=False),
        lists.Column("branch__name", _("Branch"), shown=False),
    )
    filters = (
        lists.Choice("state", _("State"), BillState.choices),
        lists.Choice("channel", _("Paid by"), PayoutChannel.choices),
        lists.Contains("payee_name", _("Payee")),
        lists.Contains("account", _("Account"), path="account__number"),
        lists.Amount("amount", _("Amount")),
        lists.Period("drafted_on", _("Proposed")),
        lists.Period("paid_on", _("Paid out on")),
    )
    groupable = (lists.Group("state", _("State"), "-state", Bill.get_state_display),)
    search = "search_text"
    default_sort = "-id"
    empty_icon = "hand-coins"
    empty_title = _("No refund yet")
    empty_text = _("Credit that a client wants back is proposed here, approved by another and paid out.")

    def rows(self, user: Any) -> QuerySet[Bill]:
        return queries.bill_register(user)

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        """Where rows may be of several companies, each names its own."""
        if len(scope(user, Permission.BILL_VIEW).any_company_ids) > 1:
            return (*self.columns[:1], COMPANY, *self.columns[1:])
        return self.columns

    def row_url(self, row: Bill) -> str:
        return reverse("payables:bill_show", args=[row.pk])
