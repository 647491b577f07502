"""Lists in their states for the style page: made of addresses, without any row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from roadbook.kit.models import BulkRun, Job, JobState, SavedView

from .asked import Asked
from .bar import Bar
from .bulk import BulkAction, Preview
from .columns import Column, Money, Number
from .filters import Amount, Choice, Contains, Period
from .tables import Table
from .tabs import Tab

ADDRESS = "kind=a&worth.over=1000&day.in=this_month&2.kind.not=b&2.name=x&2.worth.over=many&2.match=any"


class SampleTable(Table):
    key = "sample.list"
    columns = (
        Column("name", _("Name"), sort="name", main=True),
        Money("worth", _("Amount"), total=True),
        Number("count", _("How many"), shown=False),
    )
    filters = (
        Choice("kind", _("Kind"), [("a", _("First")), ("b", _("Second"))], path="state"),
        Amount("worth", _("Amount"), path="total"),
        Period("day", _("Date"), path="created_at"),
        Contains("name", _("Name")),
    )
    search = "name"
    default_sort = "name"

    def today(self, user: Any) -> date:  # noqa: ARG002 - the same for everybody
        return date(2026, 11, 24)


@dataclass(frozen=True)
class SampleList:
    """What the parts of a list's page ask of it."""

    table: Table
    asked: Asked
    bar: Bar
    bulk: tuple[BulkAction, ...]
    query: str = ""
    term: str = ""
    number_text: str = "1284"
    is_filtered: bool = True
    problems: tuple[str, ...] = ()
    tabs: Any = None


def samples() -> dict[str, Any]:
    """Bar with chips applied, draft and invalid; tabs; chooser; bulk bar; a run in each of its states."""
    table = SampleTable()
    asked = Asked(table, Job.objects.none(), QueryDict(ADDRESS))
    tabs = SimpleNamespace(is_known=False, is_plain=True)
    act = BulkAction("note", _("Write a note"), "", lambda _user, _row, _values: None, icon="message-square-plus")
    return {
        "list": SampleList(table, asked, Bar(asked), (act,), tabs=tabs),
        "tabs": _tabs(),
        "preview": Preview(1270, ((str(_("This row is closed.")), 14),)),
        "action": SimpleNamespace(explains=_("The same note appears on the feed of each row.")),
        "runs": [_run(JobState.RUNNING), _run(JobState.DONE, {str(_("This row is closed.")): 14})],
    }


def _tabs() -> list[Tab]:
    mine = SavedView(pk=1, owner_id=1, name=str(_("Mine")))
    shared = SavedView(pk=2, owner_id=2, name=str(_("Late")), audience="role")
    return [
        Tab(mine, "?view=1", is_current=True, is_mine=True, is_opening=True),
        Tab(shared, "?view=2", is_current=False, is_mine=False, is_opening=False),
    ]


def _run(state: str, reasons: dict[str, int] | None = None) -> dict[str, Any]:
    """A run and its job as the report shows them."""
    job = Job(pk=1, state=state, total=1284, done=640)
    return {"run": BulkRun(pk=1, done=640, reasons=reasons or {}), "job": job, "reasons": list((reasons or {}).items())}
