"""What the audit log calls the acts and things of own companies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.enums import AccountPurpose
from roadbook.kit import audit, figures

COMPANY, BRANCH = "organisation.company", "organisation.branch"

audit.name_subject(COMPANY, _("Company"), "organisation:company_show", audit.titles_from(COMPANY, "name"))
audit.name_subject(BRANCH, _("Branch"), titles=audit.titles_from(BRANCH, "name"))
audit.name_actions(
    COMPANY,
    {
        "create": _("Company opened"),
        "change": _("Company changed"),
        "advance": _("Business date moved"),
        "show_manager_number": _("Manager's number shown"),
    },
)
audit.name_action("organisation.bankaccount.change", _("Bank account changed"))
audit.name_action("organisation.series.change", _("Number series changed"))
audit.name_fields(
    COMPANY,
    {
        "bank_account": _("Bank account"),
        "bank": _("Bank"),
        "iban": _("Account number"),
        "bic": _("BIC"),
        "is_default": _("Stands on papers"),
        "series": _("Number series"),
        "prefix": _("Prefix"),
        "reason": _("Reason"),
    },
)
audit.name_actions(BRANCH, {"create": _("Branch added"), "change": _("Branch changed")})


def _day(value: Any) -> str:
    return figures.day(date.fromisoformat(value)) if value else ""


def _purpose(value: Any) -> str:
    return str(AccountPurpose(value).label) if value else ""


audit.name_field(COMPANY, "purpose", _("Purpose"), _purpose)
audit.name_fields(COMPANY, {"opened_on": _("Opened on"), "closed_on": _("Closed on")}, _day)
