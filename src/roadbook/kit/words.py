"""What people call the kit's own acts and things in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from . import audit_words


def name() -> None:
    """Give imports and exports their words."""
    audit_words.name_subject("kit.importbatch", _("Import"), "imports:batch_show")
    audit_words.name_actions(
        "kit.importbatch",
        {
            "upload": _("File uploaded for import"),
            "check": _("Check of an import started"),
            "find": _("Rows of an import checked"),
            "refuse": _("Import sent back to the file"),
            "run": _("Import started"),
            "stop": _("Import stopped"),
            "finish": _("Import finished"),
            "import": _("Rows imported"),
            "mend": _("Row of an import mended"),
            "undo": _("Undoing of an import started"),
            "keep": _("Import not undone"),
            "take_back": _("Import taken back"),
            "undone": _("Rows of an import taken back"),
            "discard": _("Import discarded"),
        },
    )
    fields = {"file": _("File"), "rows": _("Rows"), "errors": _("Errors"), "line": _("Line"), "fields": _("Fields")}
    audit_words.name_fields("kit.importbatch", fields)
    audit_words.name_subject("kit.export", _("Export"))
    audit_words.name_actions(
        "kit.export",
        {
            "request": _("Export asked for"),
            "write": _("Export written"),
            "download": _("Export downloaded"),
        },
    )
    audit_words.name_fields(
        "kit.export", {"list": _("List"), "query": _("Filter"), "rows": _("Rows"), "format": _("Format")}
    )
