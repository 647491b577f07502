"""What the audit log calls the acts and things of own companies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

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
        "purpose": _("Purpose"),
        "is_default": _("Stands on papers"),
        "opened_on": _("Opened on"),
        "closed_on": _("Closed on"),
        "series": _("Number series"),
        "prefix": _("Prefix"),
        "reason": _("Reason"),
    },
)
audit.name_actions(BRANCH, {"create": _("Branch added"), "change": _("Branch changed")})
