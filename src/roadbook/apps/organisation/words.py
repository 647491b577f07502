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
    },
)
audit.name_actions(BRANCH, {"create": _("Branch added"), "change": _("Branch changed")})
