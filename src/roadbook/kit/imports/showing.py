"""A batch and its rows as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from roadbook.kit import audit_words
from roadbook.kit.models import ImportBatch, ImportRow, ImportState, RowState
from roadbook.kit.tabular import Row

from .cells import Contents, shown
from .declared import Field
from .registry import find

PAGE = 50
TONES = {
    RowState.NEW: ("info", "plus"),
    RowState.DUPLICATE: ("outline", "copy"),
    RowState.CONFLICT: ("warn", "git-compare"),
    RowState.ERROR: ("bad", "triangle-alert"),
    RowState.DONE: ("ok", "check"),
    RowState.UNDONE: ("outline", "undo-2"),
}


@dataclass(frozen=True)
class ShownCell:
    field: str
    label: str | Promise
    value: str
    problem: str


@dataclass(frozen=True)
class ShownRow:
    """One row of the preview; ``title`` and ``url`` are those of the record that it made or that is like it."""

    pk: int
    line: int
    state: str
    state_label: str
    tone: str
    icon: str
    cells: tuple[ShownCell, ...]
    note: str
    problem: str
    may_mend: bool
    title: str
    url: str


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    url: str = ""


def fields_of(batch: ImportBatch) -> list[tuple[int, Field]]:
    """The mapped columns with their fields, in the order of the file."""
    known = {field.name: field for field in find(batch.importer).fields}
    return [(int(place), known[name]) for place, name in batch.mapping.items() if name in known]


def page(batch: ImportBatch, *, state: str = "", field: str = "", after: int = 0) -> tuple[list[ShownRow], int]:
    """The next rows behind a number, narrowed by state or by the field at fault; and the number for the page after."""
    rows = ImportRow.objects.filter(batch=batch, number__gt=after)
    if state:
        rows = rows.filter(state=state)
    if field:
        rows = rows.filter(fields__contains=f",{field},")
    found = list(rows.order_by("number")[: PAGE + 1])
    columns = fields_of(batch)
    more = found[PAGE - 1].number if len(found) > PAGE else 0
    things = audit_words.things(_subjects(found))
    return [one(batch, row, columns, things) for row in found[:PAGE]], more


def _subjects(rows: Iterable[ImportRow]) -> set[str]:
    """The records that are there: what was undone is not."""
    return {row.subject for row in rows if row.subject and row.state != RowState.UNDONE}


def one(
    batch: ImportBatch,
    row: ImportRow,
    columns: Sequence[tuple[int, Field]] | None = None,
    things: Mapping[str, audit_words.Thing] | None = None,
) -> ShownRow:
    """A row with what is wrong beside each of its cells."""
    contents = Contents(row)
    problems = {problem.field: problem.message for problem in reversed(contents.problems)}
    mapped = {field.name for _place, field in columns or fields_of(batch)}
    cells = tuple(
        ShownCell(
            field.name,
            field.label,
            shown(contents.cells[place]) if place < len(contents.cells) else "",
            problems.get(field.name, ""),
        )
        for place, field in columns or fields_of(batch)
    )
    tone, icon = TONES[RowState(row.state)]
    rest = [message for field, message in problems.items() if field not in mapped]
    is_open = row.state not in {RowState.DONE, RowState.UNDONE} and not batch.erased_at
    known = things if things is not None else audit_words.things(_subjects([row]))
    thing = known.get(row.subject)
    return ShownRow(
        pk=row.pk,
        line=row.line,
        state=row.state,
        state_label=str(RowState(row.state).label),
        tone=tone,
        icon=icon,
        cells=cells,
        note=contents.note,
        problem=" ".join(rest),
        may_mend=is_open,
        title=thing.title if thing else "",
        url=thing.url if thing else "",
    )


def faulty_fields(batch: ImportBatch) -> list[tuple[str, str | Promise, int]]:
    """The fields at fault with how many rows each spoils, the worst first."""
    labels = {field.name: field.label for field in find(batch.importer).fields}
    labels["-"] = _("The whole line")
    rows = ImportRow.objects.filter(batch=batch, state=RowState.ERROR)
    counted = [
        (name, label, rows.filter(fields__contains=f",{name},").count()) for name, label in _likely(rows, labels)
    ]
    return sorted((one for one in counted if one[2]), key=lambda one: -one[2])


def _likely(rows: Any, labels: dict[str, Any]) -> list[tuple[str, Any]]:
    """The fields named by any kind of error there is: as many kinds as there are, not as many as there are rows."""
    kinds = rows.order_by().values_list("fields", flat=True).distinct()[:500]
    names = {name for kind in kinds for name in kind.split(",") if name}
    return [(name, labels[name]) for name in labels if name in names]


def steps(batch: ImportBatch, current: str) -> list[Step]:
    """The wizard's steps; those that one can go back to have an address."""
    order = ["file", "preview", "report"]
    labels = {"file": _("File and columns"), "preview": _("Check the rows"), "report": _("Import")}
    at = order.index(current)
    may_go_back = batch.state == ImportState.CHECKED and current == "preview"
    return [
        Step(
            labels[name],
            "done" if place < at else "current" if place == at else "blocked",
            "?step=file" if name == "file" and may_go_back else "",
        )
        for place, name in enumerate(order)
    ]


def examples(batch: ImportBatch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Each column of the file with its first values and the field it is mapped to."""
    return [
        {
            "place": place,
            "header": header,
            "values": [text for text in (shown(row.cells[place]) for row in rows[:4]) if text][:3],
            "field": batch.mapping.get(str(place), ""),
        }
        for place, header in enumerate(batch.headers)
    ]
