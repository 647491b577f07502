"""The registers of payments and of charges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import scope
from roadbook.apps.receivables import queries
from roadbook.apps.receivables.enums import Channel, ChargeKind, ChargeState, PaymentState
from roadbook.apps.receivables.models import Charge, Payment
from roadbook.kit import lists

STATES = {"booked": ("ok", "check"), "reversed": ("bad", "undo-2")}
COMPANY = lists.Column("company__code", _("Company"))


def _reversed(name: str) -> Callable[[Payment], Any]:
    """What the reversal of a payment says, where it has one."""
    return lambda row: getattr(row.reversal, name) if row.is_reversed else None


class OfCompanies(lists.Table):
    """Where rows may be of several companies, each names its own."""

    permission = Permission.PAYMENT_VIEW
    company: ClassVar[lists.Column] = COMPANY

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        if len(scope(user, Permission.PAYMENT_VIEW).any_company_ids) > 1:
            return (*self.columns[:1], self.company, *self.columns[1:])
        return self.columns


@lists.register
class PaymentTable(OfCompanies):
    key = "receivables.payments"
    title = _("Payments")
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
        lists.State("state", _("State"), tones=STATES, card="state", value=lambda row: PaymentState(row.state)),
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
        lists.Choice("state", _("State"), PaymentState.choices, meaning=queries.PAYMENT_STATES),
        lists.Only("credit", _("Credit"), [("left", _("Not applied yet"))], meaning={"left": queries.WITH_CREDIT}),
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

    def groupable_for(self, user: Any) -> tuple[lists.Group, ...]:
        alone = len(scope(user, Permission.PAYMENT_VIEW).any_company_ids) <= 1
        return tuple(one for one in self.groupable if not (alone and one.name == "company"))

    def row_url(self, row: Payment) -> str:
        return reverse("receivables:payment_show", args=[row.pk])


def _client(row: Charge) -> str:
    return ", ".join(one.party.name for one in row.account.parties.all() if one.role == "debtor")


@lists.register
class ChargeTable(OfCompanies):
    key = "receivables.charges"
    title = _("Charges")
    url_name = "receivables:charge_list"
    company = lists.Column("account__company__code", _("Company"))
    columns = (
        lists.Column("title", _("Item"), main=True),
        lists.Column("account__number", _("Account"), card="meta"),
        lists.Column("client", _("Client"), value=_client),
        lists.Column("kind", _("Kind"), value=Charge.get_kind_display),
        lists.Day("charged_on", _("Charged"), sort="charged_on"),
        lists.Day("due_on", _("Due"), sort="due_on", card="meta"),
        lists.State(
            "state",
            _("State"),
            tones={"settled": ("ok", "check"), "overdue": ("warn", "clock"), "open": ("info", "hourglass")},
            value=lambda row: ChargeState(row.state),
        ),
        lists.Money("amount", _("Amount"), currency="account__currency", sort="amount", total=True),
        lists.Money("paid", _("Settled"), currency="account__currency", total=True),
        lists.Money("open", _("Open"), currency="account__currency", sort="open", total=True, card="value"),
        lists.Column("account__branch__name", _("Branch"), shown=False),
    )
    filters = (
        lists.Choice("state", _("State"), ChargeState.choices, meaning=queries.CHARGE_STATES),
        lists.Choice("kind", _("Kind"), ChargeKind.choices),
        lists.Period("due_on", _("Due")),
        lists.Period("charged_on", _("Charged")),
        lists.Amount("amount", _("Amount")),
        lists.Amount("open", _("Open")),
        lists.Contains("account", _("Account"), path="account__number"),
    )
    groupable = (
        lists.Month("due_month", _("Month of the due date"), "-due_on"),
        lists.Group("kind", _("Kind"), "-kind", Charge.get_kind_display),
    )
    search = "account__search_text"
    default_sort = "-id"
    empty_icon = "receipt-text"
    empty_title = _("Nothing has been charged yet")
    empty_text = _("Instalments are charged by the close of day.")

    def rows(self, user: Any) -> QuerySet[Charge]:
        return queries.charge_register(user).prefetch_related("account__parties__party")

    def row_url(self, row: Charge) -> str:
        return f"{reverse('receivables:account_show', args=[row.account_id])}?charge={row.pk}#charge-{row.pk}"
