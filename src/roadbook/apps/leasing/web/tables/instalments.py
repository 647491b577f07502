"""The register of instalments over all contracts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import scope
from roadbook.apps.leasing.enums import InstalmentState
from roadbook.apps.leasing.models import Instalment
from roadbook.apps.leasing.queries.instalments import in_states, instalment_register, with_open_charges
from roadbook.kit import lists

CONTRACT = "schedule__contract__"
COMPANY = lists.Column(CONTRACT + "company__code", _("Company"))
TONES = {
    "planned": ("", "calendar"),
    "due": ("info", "hourglass"),
    "overdue": ("warn", "clock"),
    "paid": ("ok", "check"),
}


def _money(name: str, label: Any, **more: Any) -> lists.Money:
    return lists.Money(name, label, currency=CONTRACT + "currency", total=True, **more)


class States(lists.Choice):
    """Where instalments stand, asked so that an index answers."""

    def understand(self, operator: Any, typed: Sequence[str], ground: Any) -> tuple[Q, str]:
        _computed, words = super().understand(operator, typed, ground)
        known = {str(value) for value, _label in self.choices}
        wanted = known - set(typed) if operator.code == "not" else known & set(typed)
        return (in_states(wanted) if wanted else Q(pk__in=[])), words


@lists.register
class InstalmentTable(lists.Table):
    key = "leasing.instalments"
    title = _("Instalments")
    permission = Permission.CONTRACT_VIEW
    url_name = "leasing:instalment_list"
    columns = (
        lists.Column(CONTRACT + "number", _("Contract"), main=True),
        lists.Number("number", _("No.")),
        lists.Column(CONTRACT + "client__name", _("Client"), card="meta"),
        lists.Day("due_on", _("Due"), sort="due_on", card="meta"),
        lists.State("state", _("State"), tones=TONES),
        _money("principal", _("Principal")),
        _money("interest", _("Interest")),
        _money("total", _("Instalment"), sort="total", card="value"),
        _money("paid", _("Paid")),
        _money("open", _("Open")),
        lists.Day("charge_on", _("Becomes debt on"), shown=False),
        lists.Day("charged_on", _("Charged"), shown=False),
        lists.Column(CONTRACT + "branch__name", _("Branch"), shown=False),
    )
    filters = (
        States("state", _("State"), InstalmentState.choices),
        lists.Period("due_on", _("Due")),
        lists.Amount("total", _("Instalment")),
        lists.Amount("open", _("Open"), unless_zero=with_open_charges()),
        lists.Contains("contract", _("Contract"), path=CONTRACT + "number"),
        lists.Contains("client", _("Client"), path=CONTRACT + "client__name"),
    )
    groupable = (lists.Month("due_month", _("Month of the due date"), "-due_on"),)
    search = CONTRACT + "search_text"
    default_sort = "due_on"
    empty_icon = "calendar"
    empty_title = _("No instalment yet")
    empty_text = _("The plans of contracts stand here once they are active.")

    def rows(self, user: Any) -> QuerySet[Instalment]:
        return instalment_register(user)

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        """Where rows may be of several companies, each names its own."""
        if len(scope(user, Permission.CONTRACT_VIEW).any_company_ids) > 1:
            return (*self.columns[:1], COMPANY, *self.columns[1:])
        return self.columns

    def row_url(self, row: Instalment) -> str:
        return reverse("leasing:contract_show", args=[row.schedule.contract_id])
