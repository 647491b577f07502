"""What the audit log calls the acts on notes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

audit.name_actions(
    "timeline.note",
    {
        "write": _("Note written"),
        "pin": _("Note pinned or unpinned"),
        "edit": _("Note corrected"),
        "remove": _("Note taken back"),
    },
)
audit.name_fields("", {"entry": _("Entry of the feed"), "is_pinned": _("Pinned")})
