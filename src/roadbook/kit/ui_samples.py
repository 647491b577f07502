"""Made-up data for the style page. No business word: these are shapes, not things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.calc.explain import Line, Operand, to_data
from roadbook.kit import ui_forms
from roadbook.kit.audit_reading import Change
from roadbook.kit.charts import Chart, Series

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class SampleEntry:
    """What ``<c-timeline>`` needs of an entry."""

    icon: str
    tone: str
    title: str | Promise
    text: str | Promise
    at: datetime
    by: str = ""
    is_pinned: bool = False
    planned: bool = False
    url: str = ""
    lead: str | Promise = ""
    rest: str | Promise = ""
    is_edited: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class SamplePlanned:
    """What ``<c-timeline-planned>`` needs."""

    on: date
    title: str | Promise
    icon: str
    tone: str
    url: str = ""


def samples(*, with_errors: bool) -> dict[str, Any]:
    """Everything that the style page shows."""
    return {
        **ui_forms.samples(with_errors=with_errors),
        "entries": _entries(),
        "feed_states": _feed_states(),
        "planned_state": SamplePlanned(date(2026, 12, 4), _("A policy runs out"), "calendar-clock", "warn"),
        "line": _line(),
        "columns": _columns(),
        "curve": _curve(),
        "no_chart": Chart(("11.26",), (Series("", (0,)),)),
        "business_date": TODAY,
        "due_on": date(2026, 12, 5),
        "tones": ("ok", "info", "warn", "deep", "bad", "violet", "outline", "blocked", "draft"),
        "rows": _rows(),
        "steps": _steps(),
    }


def _steps() -> list[dict[str, Any]]:
    """One step of each state: done and led back to, current, not yet open."""
    return [
        {"label": _("First"), "state": "done", "url": "?"},
        {"label": _("Second"), "state": "current", "url": ""},
        {"label": _("Third"), "state": "blocked", "url": ""},
    ]


def _entries() -> list[SampleEntry]:
    return [
        SampleEntry("flag", "warn", _("A promise"), "", datetime(2026, 11, 26, 9, 0, tzinfo=UTC), planned=True),
        SampleEntry("phone", "", _("A call, 3 minutes"), _("They will write tomorrow."), _at(24), "Т. Данев"),
        SampleEntry("banknote", "ok", _("Money received"), "", _at(6), is_pinned=True),
        SampleEntry("triangle-alert", "bad", _("A message failed"), "", _at(5)),
    ]


def _feed_states() -> list[SampleEntry]:
    """What the feed of a record shows besides the plain entry."""
    changes = (Change(str(_("Colour")), "бял", "син"), Change(str(_("Phone")), "••••", "••••", is_personal=True))
    long = str(_("A long note is cut after a few lines, so that one does not hide what came before it."))
    return [
        SampleEntry("pencil", "", _("Changed: colour, phone"), "", _at(24), "Т. Данев", changes=changes),
        SampleEntry("paperclip", "info", _("File attached: талон.pdf"), "", _at(23), "Т. Данев", url="/"),
        SampleEntry("sticky-note", "warn", _("Note"), long, _at(22), lead=long[:40], rest=long[40:], is_edited=True),
    ]


def _at(day: int) -> datetime:
    return datetime(2026, 11, day, 8, 21, tzinfo=UTC)


def _line() -> dict[str, Any]:
    operands = (
        Operand("opening", 1_346_526, "money"),
        Operand("rate", Fraction(89, 1000), "rate"),
        Operand("days", 30, "days"),
    )
    return to_data(Line("Interest", "round(opening * rate * days / 360, HALF_UP)", operands, 9987, "sample"))


def _rows() -> list[dict[str, Any]]:
    columns = ("number", "on", "part", "open", "tone", "state")
    rows = (
        (16, date(2026, 9, 5), 38_225, 0, "", _("Paid")),
        (17, date(2026, 10, 5), 38_509, 29_950, "warn", _("19 days late")),
        (18, date(2026, 12, 5), 38_794, 0, "info", _("In 11 days")),
    )
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _columns() -> Chart:
    series = (Series(_("Arrived"), (12, 19, 8, 24)), Series(_("Expected"), (15, 18, 16, 20)))
    return Chart(("08.26", "09.26", "10.26", "11.26"), series)


def _curve() -> Chart:
    return Chart(("08.26", "09.26", "10.26", "11.26"), (Series(_("Reading"), (120, None, 180, 260)),), is_line=True)
