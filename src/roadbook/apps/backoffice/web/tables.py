"""Lists of the shell: jobs here, the audit log beside."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadbook.apps.backoffice import queries
from roadbook.kit import lists
from roadbook.kit.models import Job
from roadbook.kit.models.jobs import JobState

from .audit_tables import AuditTable, BlockTable

__all__ = ["AuditTable", "BlockTable", "JobTable"]


def job_title(row: Job) -> str:
    """A job keeps the English words of its title."""
    return gettext(row.title)


def progress_text(row: Job) -> str:
    return f"{row.done} / {row.total}" if row.total else "–"


@lists.register
class JobTable(lists.Table):
    key = "backoffice.jobs"
    url_name = "backoffice:job_list"
    title = _("Jobs")
    columns = (
        lists.Column("title", _("Job"), main=True, value=job_title),
        lists.Text("company_name", _("Company"), css="clip w25"),
        lists.State(
            "state",
            _("State"),
            tones={
                "queued": ("draft", "hourglass"),
                "running": ("info", "loader"),
                "done": "ok",
                "dead": "bad",
                "cancelled": "outline",
            },
        ),
        lists.Number("done", _("Done"), value=progress_text, card="value"),
        lists.Number("failed", _("Failed")),
        lists.Column("created_by", _("Started by")),
        lists.Moment("created_at", _("Started"), card="meta"),
        lists.Moment("finished_at", _("Ended")),
    )
    filters = (lists.Choice("state", _("State"), choices=JobState.choices), lists.Period("created_at", _("Started")))
    search = "title"
    empty_icon = "list-checks"

    def rows(self, user: Any) -> QuerySet[Job]:
        return queries.jobs_visible_to(user)

    def row_url(self, row: Job) -> str:
        return reverse("backoffice:job_show", args=[row.pk])
