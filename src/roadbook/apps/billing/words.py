"""What the audit log calls the acts and things of tax documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

DOCUMENT = "billing.taxdocument"

audit.name_subject(DOCUMENT, _("Tax document"), "billing:document_show", audit.titles_from(DOCUMENT, "number"))
audit.name_actions(DOCUMENT, {"issue": _("Tax document issued")})
audit.name_field(DOCUMENT, "amount", _("Amount"), str)
audit.name_field(DOCUMENT, "number", _("Number"))
audit.name_field(DOCUMENT, "kind", _("Kind"))
audit.name_field(DOCUMENT, "reason", _("Reason"))
