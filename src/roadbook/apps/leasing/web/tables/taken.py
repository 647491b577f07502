"""The register of contracts that were taken over, with their differences."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import Difference
from roadbook.apps.leasing.models import TakenContract
from roadbook.kit import lists

CURRENCY = "contract__currency"


@lists.register
class TakenTable(lists.Table):
    key = "leasing.taken"
    title = _("Contracts taken over")
    permission = Permission.CONTRACT_VIEW
    url_name = "leasing:taken_list"
    columns = (
        lists.Column("contract__number", _("Contract"), main=True),
        lists.Text("contract__client__name", _("Client"), card="meta"),
        lists.Day("take_over__taken_on", _("Taken over")),
        lists.Money("principal", _("Principal not due"), currency=CURRENCY, total=True, card="value"),
        lists.Money("derived_principal", _("Principal derived"), currency=CURRENCY),
        lists.Money(
            "principal_difference", _("Difference"), sort="principal_difference", currency=CURRENCY, total=True
        ),
        lists.Column("principal_cause", _("Cause"), value=TakenContract.get_principal_cause_display),
        lists.Money("arrears", _("Open arrears"), currency=CURRENCY, total=True),
        lists.Money("instalment", _("Next instalment"), currency=CURRENCY, shown=False),
        lists.Money("derived_instalment", _("Instalment derived"), currency=CURRENCY, shown=False),
        lists.Money(
            "instalment_difference",
            _("Difference of the instalment"),
            sort="instalment_difference",
            currency=CURRENCY,
            shown=False,
        ),
        lists.Column(
            "instalment_cause",
            _("Cause of the difference of the instalment"),
            value=TakenContract.get_instalment_cause_display,
            shown=False,
        ),
    )
    filters = (
        lists.Contains("number", _("Contract"), path="contract__number"),
        lists.Contains("client", _("Client"), path="contract__client__name"),
        lists.Period("taken_on", _("Taken over"), path="take_over__taken_on"),
        lists.Choice("principal_cause", _("Cause"), [one for one in Difference.choices if one[0]]),
        lists.Amount("principal_difference", _("Difference")),
        lists.Amount("instalment_difference", _("Difference of the instalment")),
        lists.Amount("principal", _("Principal not due")),
    )
    default_sort = "-id"
    empty_icon = "import"
    empty_title = _("No contract was taken over")
    empty_text = _("Running contracts of another system come from files.")

    def rows(self, user: Any) -> QuerySet[TakenContract]:
        return queries.taken_contracts(user)

    def row_url(self, row: TakenContract) -> str:
        return reverse("leasing:contract_show", args=[row.contract_id])
