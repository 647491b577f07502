"""What the audit log calls the acts and things of documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

DOCUMENT = "documents.document"

audit.name_subject(DOCUMENT, _("Document"), "documents:document_file", audit.titles_from(DOCUMENT, "title"))
audit.name_action("documents.document.make", _("Document made"))
audit.name_field(DOCUMENT, "subject", _("Of what"))
