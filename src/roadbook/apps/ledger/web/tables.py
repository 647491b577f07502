"""Lists of the books: accounts, rules, months and the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import company_names, scope
from roadbook.apps.ledger import queries
from roadbook.apps.ledger.enums import GLKind, Purpose
from roadbook.apps.ledger.models import GLAccount, JournalRow, Period, PostingRule
from roadbook.kit import lists
from roadbook.kit.lists.filters.base import Ground, Operator, one_line

COMPANY = lists.Column("company__code", _("Company"))


@dataclass(frozen=True)
class OnEitherSide(lists.Filter):
    """The code of an account that a row touches, on whichever side."""

    operators: ClassVar[tuple[Operator, ...]] = (Operator("", _("is"), "line"),)

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:  # noqa: ARG002
        code = one_line(typed[0])
        return Q(debit__code=code) | Q(credit__code=code), code


class OfCompanies(lists.Table):
    """Where rows may be of several companies, each names its own and one may choose."""

    permission = Permission.LEDGER_VIEW

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        if len(scope(user, Permission.LEDGER_VIEW).any_company_ids) > 1:
            return (*self.columns[:1], COMPANY, *self.columns[1:])
        return self.columns

    def filters_for(self, user: Any) -> tuple[lists.Filter, ...]:
        names = company_names(user, Permission.LEDGER_VIEW)
        company = lists.Choice("company", _("Company"), tuple(names.items()), path="company_id")
        return (*self.filters, company) if len(names) > 1 else self.filters


@lists.register
class AccountTable(OfCompanies):
    key = "ledger.accounts"
    title = _("Chart of accounts")
    url_name = "ledger:account_list"
    columns = (
        lists.Column("code", _("Code"), sort="code", main=True),
        lists.Text("title", _("Account"), card="meta"),
        lists.Column("kind", _("Kind"), value=GLAccount.get_kind_display),
        lists.Column("purpose", _("Used for"), value=GLAccount.get_purpose_display),
        lists.State(
            "is_open",
            _("State"),
            value=lambda row: _("In use") if row.is_open else _("Retired"),
            card="state",
        ),
    )
    filters = (
        lists.Choice("kind", _("Kind"), GLKind.choices),
        lists.Choice("purpose", _("Used for"), Purpose.choices),
        lists.YesNo("is_open", _("In use")),
        lists.Contains("name", _("Own name")),
    )
    search = ("code", "name")
    default_sort = "code"
    empty_icon = "list-tree"
    empty_title = _("No accounts")
    empty_text = _("A company opens with the standard chart.")

    def rows(self, user: Any) -> QuerySet[GLAccount]:
        return GLAccount.objects.visible_to(user).select_related("company")

    def row_url(self, row: GLAccount) -> str:
        may_edit = identity.may(self.user, Permission.LEDGER_EDIT, company_id=row.company_id)
        return reverse("ledger:account_change", args=[row.pk]) if may_edit else ""


def _standing(row: Any) -> Any:
    if row.is_past:
        return _("Replaced")
    return _("In force") if row.effective_on <= row.company.business_date else _("To come")


@lists.register
class RuleTable(OfCompanies):
    key = "ledger.rules"
    title = _("Posting rules")
    url_name = "ledger:posting_rules"
    columns = (
        lists.Column("event", _("Event"), sort="event", main=True, value=lambda row: queries.event_word(row.event)),
        lists.Column("product_kind", _("Product"), value=lambda row: queries.kind_word(row.product_kind)),
        lists.Column("charge_kind", _("Charge"), value=lambda row: queries.kind_word(row.charge_kind)),
        lists.Text("debit", _("Debits"), card="meta"),
        lists.Text("credit", _("Credits"), card="meta"),
        lists.Day("effective_on", _("In force from"), sort="effective_on"),
        lists.State("standing", _("State"), value=_standing, card="state"),
    )
    filters = (
        lists.Contains("event", _("Event")),
        lists.Contains("product_kind", _("Product")),
        lists.Contains("charge_kind", _("Charge")),
        lists.Contains("debit", _("Debits"), path="debit__code"),
        lists.Contains("credit", _("Credits"), path="credit__code"),
        lists.Period("effective_on", _("In force from")),
        lists.YesNo("is_past", _("Replaced")),
    )
    groupable = (lists.Group("event", _("Event"), "event", lambda row: queries.event_word(row.event)),)
    search = ("event", "product_kind", "charge_kind")
    default_sort = "event"
    empty_icon = "list-tree"
    empty_title = _("No posting rules")
    empty_text = _("A company opens with the standard rules.")

    def rows(self, user: Any) -> QuerySet[PostingRule]:
        return queries.rule_register(user)

    def row_url(self, row: PostingRule) -> str:
        may_edit = identity.may(self.user, Permission.LEDGER_EDIT, company_id=row.company_id)
        return reverse("ledger:rule_change", args=[row.pk]) if may_edit else ""


@lists.register
class PeriodTable(OfCompanies):
    key = "ledger.months"
    title = _("Months of the books")
    url_name = "ledger:period_list"
    columns = (
        lists.Column("month", _("Month"), main=True, value=str),
        lists.State(
            "is_open",
            _("State"),
            value=lambda row: pgettext_lazy("month", "Open") if row.is_open else _("Closed"),
            card="state",
        ),
        lists.Moment("closed_at", _("Closed at")),
        lists.Column("closed_by", _("Closed by"), card="meta"),
    )
    filters = (
        lists.Quantity("year", _("Year")),
        lists.Quantity("month", _("Month")),
        lists.Period("closed_at", _("Closed at")),
    )
    default_sort = "-id"
    empty_icon = "calendar"
    empty_title = _("No month yet")
    empty_text = _("A month opens with the first movement that is booked in it.")

    def rows(self, user: Any) -> QuerySet[Period]:
        return queries.months(user)

    def row_url(self, row: Period) -> str:
        return reverse("ledger:period_show", args=[row.pk])


@lists.register
class JournalTable(OfCompanies):
    key = "ledger.journal"
    title = _("Journal")
    url_name = "ledger:journal_list"
    columns = (
        lists.Column("source", _("Source"), main=True),
        lists.Day("booked_on", _("Booked"), sort="booked_on", card="meta"),
        lists.Day("value_on", _("Value date")),
        lists.Text("debit", _("Debits"), card="meta"),
        lists.Text("credit", _("Credits"), card="meta"),
        lists.Money("amount", _("Amount"), total=True, card="value"),
        lists.Column("event_key", _("Act"), shown=False),
        lists.Column("branch", _("Branch"), shown=False),
        lists.Moment("booked_at", _("Booked at"), shown=False),
    )
    filters = (
        OnEitherSide("account", _("Account of the chart")),
        lists.Contains("debit", _("Debits"), path="debit__code"),
        lists.Contains("credit", _("Credits"), path="credit__code"),
        lists.Period("booked_on", _("Booked")),
        lists.Period("value_on", _("Value date")),
        lists.Amount("amount", _("Amount")),
        lists.Contains("source", _("Source")),
        lists.Contains("event_key", _("Act")),
    )
    groupable = (lists.Month("booked_month", _("Month of the books"), "-booked_on"),)
    default_sort = "-id"
    empty_icon = "scale"
    empty_title = _("Nothing booked yet")
    empty_text = _("Activated contracts, charges and payments appear here.")

    def rows(self, user: Any) -> QuerySet[JournalRow]:
        return queries.journal(user)

    def row_url(self, row: JournalRow) -> str:
        return reverse("ledger:journal_show", args=[row.pk])
