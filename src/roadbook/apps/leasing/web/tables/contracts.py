"""Registers of leasing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import User
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.enums import ContractState, ProductKind
from roadbook.apps.leasing.models import Contract, Product
from roadbook.apps.receivables.enums import Bucket
from roadbook.kit import icons, lists
from roadbook.kit.forms import RowField


@dataclass(frozen=True)
class Standing(lists.State):
    """The contract's chip: its state, and how late it is."""

    def html(self, row: Any) -> str:
        chip = queries.chip(row)
        return format_html('<span class="chip" data-tone="{}">{}{}</span>', chip.tone, icons.svg(chip.icon), chip.text)

    def plain(self, row: Any) -> str | None:
        return str(queries.chip(row).text)


def _overdue(row: Contract) -> int:
    return row.account.position.overdue if row.account else 0


def _place(row: Contract) -> str:
    return f"{row.company.code} · {row.branch}"


def _days(row: Contract) -> int | None:
    return row.account.position.days_past_due if row.account else None


OVERDUE = tuple(f"account__position__overdue_{part}" for part in ("principal", "interest", "other"))


class BrokerForm(lists.BulkForm):
    broker = RowField(label=_("Broker"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(broker=queries.brokers(self.user))


def _hand_over(user: Any, row: Contract, values: lists.Values) -> None:
    actions.hand_over(contract=row, broker=values["broker"], by=user)


def _not_handed(user: Any, values: lists.Values) -> list[tuple[Q, Any]]:
    theirs = Contract.objects.visible_to(user, Permission.CONTRACT_EDIT)
    found = [
        (~Q(pk__in=theirs.values("pk")), _("Your role does not allow you to change contracts there.")),
        (Q(state__in=[ContractState.CLOSED, ContractState.CANCELLED]), _("This contract is over.")),
    ]
    broker = values.get("broker")
    return [*found, (Q(broker=broker), _("This broker looks after it already."))] if broker else found


HAND_OVER = lists.BulkAction(
    code="hand-over",
    label=_("Hand to another broker"),
    permission=Permission.CONTRACT_EDIT,
    act=_hand_over,
    explains=_("The broker looks after them from now on; each contract's feed says so."),
    icon="user-check",
    form=BrokerForm,
    refusals=_not_handed,
)
COMPANY = lists.Column("company", _("Company and branch"), value=_place)


@lists.register
class ContractTable(lists.Table):
    """Every contract: who, what, how much, where it stands."""

    key = "leasing.contracts"
    title = _("Contracts")
    permission = Permission.CONTRACT_VIEW
    columns = (
        lists.Column("number", _("Contract"), sort="number", main=True),
        lists.Text("client__name", _("Client"), card="meta", css="clip w25"),
        lists.Column("kind", _("Kind"), value=lambda row: row.product.get_kind_display()),
        lists.Text("vehicle", _("Vehicle")),
        lists.Column("vehicle__plate", _("Plate")),
        lists.Day("signed_on", _("Signed"), sort="signed_on"),
        lists.Money("financed", _("Financed"), sort="financed", card="value", total=True),
        lists.Money("overdue", _("Overdue"), value=_overdue, total=OVERDUE),
        Standing("state", _("State"), card="state"),
        lists.Column("broker", _("Broker"), shown=False),
        lists.Column("branch", _("Branch"), shown=False),
        lists.Column("product__name", _("Product"), shown=False),
        lists.Column("vehicle__vin", _("VIN"), css="mono", shown=False),
        lists.Money("price", _("Price, gross"), shown=False, total=True),
        lists.Money("down_payment", _("Down payment"), shown=False, total=True),
        lists.Percent("rate", _("Yearly rate"), shown=False),
        lists.Number("count", _("Instalments"), shown=False),
        lists.Number("days", _("Days overdue"), value=_days, shown=False),
        lists.Day("first_due_on", _("First due date"), shown=False),
        lists.Day("activated_on", _("Activated"), shown=False),
        lists.Day("closed_on", _("Closed"), shown=False),
    )
    bulk = (HAND_OVER,)
    url_name = "leasing:contract_list"
    groupable = (
        lists.Group("state", _("State"), "-state", Contract.get_state_display),
        lists.Group("company", _("Company"), "company_id", lambda row: row.company.name),
        lists.Group("branch", _("Branch"), "branch_id", _place),
        lists.Month("signed_month", _("Month of signing"), "-signed_on"),
    )
    search = "search_text"
    empty_icon = "file-text"
    empty_title = _("No contracts yet")
    empty_text = _("A contract begins with a client and a vehicle.")

    def rows(self, user: Any) -> QuerySet[Contract]:
        found: QuerySet[Contract] = queries.register(user)
        return found

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        """One company needs no column."""
        if queries.sees_one_company(user):
            return self.columns
        return (*self.columns[:1], COMPANY, *self.columns[1:])

    def groupable_for(self, user: Any) -> tuple[lists.Group, ...]:
        alone = queries.sees_one_company(user)
        return tuple(one for one in self.groupable if not (alone and one.name == "company"))

    def filters_for(self, user: Any) -> tuple[lists.Filter, ...]:
        """The user decides which companies, branches and brokers there are."""
        companies = queries.company_choices(user)
        return (
            lists.Choice("state", _("State"), ContractState.choices),
            lists.Choice("kind", _("Kind"), ProductKind.choices, path="product__kind"),
            *([lists.Choice("company", _("Company"), companies, path="company_id")] if companies else []),
            lists.Choice("overdue", _("Overdue"), Bucket.choices, path="account__position__bucket"),
            lists.Choice("branch", _("Branch"), queries.branch_choices(user), path="branch_id"),
            lists.Choice("broker", _("Broker"), queries.broker_choices(user), path="broker_id"),
            lists.Period("signed_on", _("Signed")),
            lists.Contains("client", _("Client"), path="client__name"),
            lists.Contains("plate", _("Plate"), path="vehicle__plate"),
            lists.Amount("financed", _("Financed")),
            lists.Amount("price", _("Price, gross")),
            lists.Quantity("days", _("Days overdue"), path="account__position__days_past_due"),
            lists.Quantity("count", _("Instalments")),
            lists.Period("first_due_on", _("First due date")),
            lists.Period("activated_on", _("Activated")),
            lists.Period("closed_on", _("Closed")),
        )

    def today(self, user: Any) -> date:
        return queries.business_date(user)

    def row_url(self, row: Contract) -> str:
        return reverse("leasing:contract_show", args=[row.pk])


def _rates(row: Product) -> str:
    return queries.rate_span(row.conditions)


def _in_force(row: Product) -> date:
    """Since when the present conditions count; of a product that is only to come, from when on."""
    days = [one.effective_on for one in row.dated_versions]
    return ([days[0]] + [on for on in days if on <= row.company.business_date])[-1]


@lists.register
class ProductTable(lists.Table):
    """What is offered, company by company."""

    key = "leasing.products"
    title = _("Products")
    permission = Permission.PRODUCT_VIEW
    url_name = "leasing:product_list"

    columns = (
        lists.Column("name", _("Product"), sort="name", main=True),
        lists.Column("code", _("Code"), sort="code"),
        lists.Column("kind", _("Kind"), value=Product.get_kind_display),
        lists.Text("company__name", _("Own company"), card="meta", css="clip w25"),
        lists.Number("rates", _("Yearly rate"), value=_rates),
        lists.Day("in_force", _("In force from"), value=_in_force),
        lists.State("is_offered", _("Offered"), value=lambda row: _("Offered") if row.is_offered else _("Not offered")),
    )
    filters = (
        lists.Choice("kind", _("Kind"), ProductKind.choices),
        lists.YesNo("is_offered", _("Offered")),
        lists.Contains("company", _("Own company"), path="company__name"),
    )
    search = ("name", "code")
    default_sort = "name"
    empty_icon = "layers"
    empty_title = _("No products yet")
    empty_text = _("A product says on which conditions a contract may be drafted.")

    def rows(self, user: Any) -> QuerySet[Product]:
        return Product.objects.visible_to(user).select_related("company").prefetch_related("versions")

    def row_url(self, row: Product) -> str:
        may_edit = identity.may(self.user, Permission.PRODUCT_EDIT, company_id=row.company_id)
        return reverse("leasing:product_edit" if may_edit else "leasing:product_versions", args=[row.pk])
