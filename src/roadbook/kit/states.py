"""State tables: ``{state: {event: next state}}``, moved by one function that also writes the audit row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from . import audit
from .errors import Conflict

Table = Mapping[str, Mapping[str, str]]


class MoveRefused(Conflict):
    """The table lists no such move from the row's present state."""

    code = "move_refused"


def move(
    row: models.Model,
    event: str,
    *,
    table: Table,
    by: Any,
    field: str = "state",
    reason: str = "",
    together: Mapping[str, Any] | None = None,
) -> None:
    """Move the row along its table: conditional UPDATE and audit entry in one transaction; the instance follows.

    ``together`` are other fields that change in the same statement.

    :raises MoveRefused: no such move, or somebody else moved the row first.
    """
    old = getattr(row, field)
    new = table.get(old, {}).get(event)
    if new is None:
        raise MoveRefused(
            _("“%(event)s” is not possible while the state is “%(state)s”.")
            % {"event": getattr(event, "label", event), "state": _shown(row, field)}
        )
    with transaction.atomic():
        manager = type(row)._base_manager
        if not manager.filter(pk=row.pk, **{field: old}).update(**{field: new, **(together or {})}):
            raise MoveRefused(_("Somebody changed this record a moment ago. Reload to see its present state."))
        changes = {field: [str(old), str(new)], **({"reason": [None, reason]} if reason else {})}
        audit.record(
            action=f"{row._meta.label_lower}.{event}",
            subject=row,
            by=by,
            company_id=getattr(row, "company_id", None),
            changes=changes,
        )
    for name, value in {**(together or {}), field: new}.items():
        setattr(row, name, value)


def _shown(row: models.Model, field: str) -> str:
    """The state in the reader's language."""
    display = getattr(row, f"get_{field}_display", None)
    return str(display() if display else getattr(row, field))


def reachable(table: Table, start: str) -> set[str]:
    """Every state that can be reached from ``start``, itself included."""
    seen, todo = {start}, [start]
    while todo:
        for target in table.get(todo.pop(), {}).values():
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def diagram(table: Table, start: str, owners: Mapping[str, str] | None = None) -> str:
    """The table as a Mermaid state diagram, for ``docs/states``."""
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    for state, moves in table.items():
        lines += [f"    {state} --> {target}: {event}" for event, target in moves.items()]
        if not moves:
            lines.append(f"    {state} --> [*]")
    lines += [f"    note right of {state}: {owner}" for state, owner in (owners or {}).items()]
    return "\n".join(lines) + "\n"
