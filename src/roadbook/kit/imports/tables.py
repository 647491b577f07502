"""The list of imports."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.kit import access, lists
from roadbook.kit.models import ImportBatch, ImportState

from . import queries
from .registry import find

TONES: dict[str, lists.columns.Tone] = {
    "uploaded": "draft",
    "checking": ("info", "loader"),
    "checked": ("info", "list-checks"),
    "running": ("info", "loader"),
    "stopped": ("warn", "pause"),
    "done": "ok",
    "undoing": ("info", "loader"),
    "undone": ("outline", "undo-2"),
    "discarded": ("outline", "trash-2"),
}


def title_of(batch: ImportBatch) -> str:
    """What is imported; the code where the importer is gone."""
    try:
        return str(find(batch.importer).title)
    except KeyError:
        return batch.importer


class BatchTable(lists.Table):
    title = _("Imports")
    permission = queries.PERMISSION
    filters = (lists.Choice("state", _("State"), choices=ImportState.choices),)
    search = "file_name"
    default_sort = "-created_at"
    empty_icon = "upload"
    empty_title = _("Nothing imported yet")
    empty_text = _("Bring a CSV or XLSX file: every row is checked before anything is written, and all can be undone.")

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        names = access.companies(user, queries.PERMISSION)
        return (
            lists.Column("file_name", _("File"), main=True),
            lists.Text("importer", _("What"), value=title_of, card="meta"),
            lists.Text("company", _("Company"), value=lambda batch: names.get(batch.company_id or 0, "")),
            lists.State("state", _("State"), tones=TONES),
            lists.Number("imported", _("Imported"), value=lambda batch: batch.counts.get("done") or None),
            lists.Number("errors", _("Errors"), value=lambda batch: batch.counts.get("error") or None),
            lists.Text("created_by", _("By"), css=""),
            lists.Moment("created_at", _("Uploaded"), sort="created_at"),
        )

    def rows(self, user: Any) -> QuerySet[Any]:
        return queries.visible_to(user)

    def row_url(self, row: ImportBatch) -> str:
        return reverse("imports:batch_show", args=[row.pk])
