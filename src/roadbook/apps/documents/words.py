"""What the audit log calls the acts and things of documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

DOCUMENT = "documents.document"

audit.name_subject(DOCUMENT, _("Document"), "documents:document_file", audit.titles_from(DOCUMENT, "title"))
audit.name_action("documents.document.make", _("Document made"))
audit.name_field(DOCUMENT, "subject", _("Of what"))

TEMPLATE, VERSION = "documents.documenttemplate", "documents.templateversion"

audit.name_subject(TEMPLATE, _("Template of documents"), "", audit.titles_from(TEMPLATE, "name"))
audit.name_subject(VERSION, _("Version of a template"), "documents:version_show", audit.titles_from(VERSION, "number"))
audit.name_action("documents.documenttemplate.open", _("Template of documents begun"))
audit.name_actions(
    VERSION,
    {
        "draft": _("Draft of a template begun"),
        "change": _("Draft of a template changed"),
        "publish": _("Template published"),
        "withdraw": _("Template withdrawn"),
    },
)
audit.name_field(VERSION, "number", _("Version"))

ATTACHMENT = "documents.attachment"

audit.name_subject(ATTACHMENT, _("Attached file"), "documents:attachment_show", audit.titles_from(ATTACHMENT, "name"))
audit.name_actions(
    ATTACHMENT,
    {
        "attach": _("File attached"),
        "change": _("File described anew"),
        "accept": _("File accepted"),
        "reject": _("File rejected"),
        "remove": _("File removed"),
        "arrange": _("Photos put in order"),
        "view": _("Identity scan looked at"),
        "scan": _("File scanned for viruses"),
        "erase": _("File erased"),
    },
)
audit.name_actions(
    "documents.id_scans", {"permit": _("Identity scans allowed"), "forbid": _("Identity scans forbidden")}
)
audit.name_fields(
    ATTACHMENT,
    {
        "subject": _("Of what"),
        "main_photo": _("Main photo"),
        "how": _("How"),
        "found": _("Virus"),
        "reason": _("Reason"),
        "uploaded_sha256": _("SHA-256 when sent"),
        "sha256": _("SHA-256"),
        "kind": _("Kind"),
        "size": _("Size in bytes"),
        "note": _("Note"),
        "name": _("Name"),
        "legal_basis": _("Legal basis"),
        "keep_until": _("Erased after"),
        "expires_on": _("Valid until"),
        "scan": _("Virus scan"),
        "state": _("State"),
        "position": _("Place"),
    },
)
audit.name_field("", "id_scans", _("Scans of identity documents"))
