"""What the audit log calls the acts and things of the books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit
from roadbook.kit.audit_words import Titles

PERIOD, ACCOUNT, RULE = "ledger.period", "ledger.glaccount", "ledger.postingrule"


def _spelled(model: str) -> Titles:
    def titles(pks: Iterable[int]) -> Mapping[int, str]:
        return {row.pk: str(row) for row in apps.get_model(model)._base_manager.filter(pk__in=list(pks))}

    return titles


audit.name_subject(PERIOD, _("Month of the books"), titles=_spelled(PERIOD))
audit.name_subject(ACCOUNT, _("Account of the chart"), titles=_spelled(ACCOUNT))
audit.name_subject(RULE, _("Posting rule"), titles=_spelled(RULE))
audit.name_actions(
    "ledger",
    {
        "books.open": _("Books opened"),
        "period.close": _("Month of the books closed"),
        "period.reopen": _("Month of the books opened again"),
        "glaccount.add": _("Account of the chart added"),
        "glaccount.change": _("Account of the chart changed"),
        "postingrule.change": _("Posting rule changed"),
    },
)
audit.name_field(PERIOD, "reason", _("Reason"))
