"""Lists of the shell: audit entries and jobs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadbook.kit import lists
from roadbook.kit.models import AuditEntry, Job
from roadbook.kit.models.jobs import JobState

LONGEST = 200


def changes_text(row: AuditEntry) -> str:
    """``state: signed → active``: what the entry says changed, personal values left out."""
    parts = [f"{name}: {_shown(old)} → {_shown(new)}" for name, (old, new) in row.changes.items()]
    return ", ".join(parts)[:LONGEST]


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)


class AuditTable(lists.Table):
    columns = (
        lists.Moment("at", _("When"), card="value"),
        lists.Column("actor_name", _("Who"), card="title"),
        lists.Column("action", _("Act"), card="meta", css="mono"),
        lists.Column("subject", _("Of what"), css="mono"),
        lists.Text("changes", _("Changes"), value=changes_text),
        lists.Column("ip", _("From address")),
    )
    filters = (
        lists.Contains("actor_name", _("Who")),
        lists.Contains("action", _("Act")),
        lists.Contains("subject", _("Of what")),
        lists.Contains("ip", _("Address")),
        lists.Period("at", _("When")),
    )
    empty_icon = "scroll-text"


def title(row: Job) -> str:
    """A job keeps the English words of its title."""
    return gettext(row.title)


def progress_text(row: Job) -> str:
    return f"{row.done} / {row.total}" if row.total else "–"


class JobTable(lists.Table):
    columns = (
        lists.Column("title", _("Job"), main=True, value=title),
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

    def row_url(self, row: Job) -> str:
        return reverse("backoffice:job_show", args=[row.pk])
