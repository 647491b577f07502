"""What the audit log calls the acts of the shell and of the machine."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

JOB = "kit.job"

audit.name_subject(JOB, _("Job"), "backoffice:job_show")
audit.name_action("kit.job.cancel", _("Job cancelled"))
audit.name_actions(
    "backoffice",
    {
        "day.close": _("Close of day started"),
        "books.verify": _("Check of the books started"),
        "audit.verify": _("Check of the audit log started"),
        "audit.show": _("Personal values of the audit log shown"),
    },
)
audit.name_field("organisation.company", "on", _("Date"))
