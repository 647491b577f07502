"""What stands on a row that an import made: anything that points at it, is about it, or was done to it since.

Nobody registers anything: foreign keys are read from the models, and every table whose ``subject`` or ``source`` is a
plain key is asked for the row's key. Only who writes echoes of others' acts says so (``echo``): they are no acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db.models import CharField, ManyToOneRel, Model, Q

from roadbook.kit import audit
from roadbook.kit.models import AuditEntry, ImportRow, RowState

from .batches import pieces
from .cells import Contents

KEYS = ("subject", "source")
LOOKING = (".show", ".reveal", ".view", ".download", ".export")
"""Acts that only looked leave nothing behind."""
AT_ONCE = 500


@dataclass(frozen=True)
class Dependant:
    """``subject`` is the row that cannot go; ``what`` names the model and ``which`` the thing or act on it."""

    subject: str
    what: str
    which: str


@dataclass(frozen=True)
class _Echo:
    condition: Q
    forget: Callable[[Sequence[str]], None]


_echoes: dict[str, _Echo] = {}
_echoing_acts: set[str] = set()


def echo(model: str, condition: Q, forget: Callable[[Sequence[str]], None]) -> None:
    """Rows of this model that fit the condition only repeat what others did; ``forget(keys)`` removes those about
    the things of these plain keys, when an import is undone.
    """
    _echoes[model] = _Echo(condition, forget)


def echo_act(action: str) -> None:
    """Entries of the audit log with this action only say what the house did by itself after a thing was made."""
    _echoing_acts.add(action)


def forget_echoes(subjects: Sequence[str]) -> None:
    """Remove what only repeats that these things were made."""
    for one in _echoes.values():
        one.forget(subjects)


def _rows_of(model: Any) -> Any:
    """The rows of a model that are acts or things of their own."""
    known = _echoes.get(model._meta.label)
    rows = model._base_manager.order_by("pk")
    return rows.exclude(known.condition) if known else rows


def found(rows: Sequence[ImportRow], parts: Iterable[str]) -> list[Dependant]:
    """The first thing that stands on each row, of the rows that something stands on.

    What the same import made goes with it: a branch does not hold its company.
    """
    since = {row.subject: row.done_at for row in rows if row.done_at}
    made = {row.subject for row in rows if row.is_new}
    besides = {key: row.subject for row in rows for key in _besides(row)}
    first: dict[str, Dependant] = {}
    for one in _acts({key: since[subject] for key, subject in besides.items()}):
        first.setdefault(besides[one.subject], replace(one, subject=besides[one.subject]))
    mates = _Mates(rows)
    named = _about({key: since[key] for key in made}, mates)
    for one in (*_acts(since), *_pointing(made, set(parts), mates), *named):
        first.setdefault(one.subject, one)
    return list(first.values())


def models_of(subjects: Iterable[str]) -> dict[type[Model], dict[int, str]]:
    """The models of plain keys, each with its ids and their keys."""
    grouped: dict[type[Model], dict[int, str]] = {}
    for subject in subjects:
        label, _colon, pk = subject.rpartition(":")
        grouped.setdefault(apps.get_model(label), {})[int(pk)] = subject
    return grouped


def _acts(since: dict[str, datetime]) -> list[Dependant]:
    """What was done to a row after the import."""
    from roadbook.kit import audit_words

    if not since:
        return []
    later = AuditEntry.objects.filter(subject__in=list(since), at__gt=min(since.values())).order_by("pk")
    return [
        Dependant(entry.subject, audit_words.action(entry.action), entry.actor_name)
        for entry in later
        if entry.at > since[entry.subject] and not entry.action.endswith(LOOKING) and entry.action not in _echoing_acts
    ]


def _besides(row: ImportRow) -> list[str]:
    """What a row made on the way to its own subject, or with it."""
    before = (Contents(row).before or {}) if row.is_new else {}
    return [key for key in before.get("made", ()) if key != row.subject]


class _Mates:
    """Everything that the import of these rows made and has not taken back. Asked only when something was found."""

    def __init__(self, rows: Sequence[ImportRow]) -> None:
        batch_id = rows[0].batch_id if rows else None
        self._rows = ImportRow.objects.filter(batch_id=batch_id, state=RowState.DONE)

    def among(self, keys: Sequence[str]) -> set[str]:
        """Which of these plain keys are such things."""
        named = set(self._rows.filter(subject__in=keys, is_new=True).values_list("subject", flat=True))
        rest = set(keys) - named
        return named | (rest & self._others if rest else set())

    @cached_property
    def _others(self) -> set[str]:
        rows = self._rows.filter(is_new=True).order_by("number").iterator(chunk_size=AT_ONCE)
        return {key for row in rows for key in _besides(row)}


def _pointing(subjects: Iterable[str], parts: set[str], mates: _Mates) -> Iterator[Dependant]:
    """Rows of other tables that point at one of ours that was made, and are no part of it."""
    for model, pks in models_of(subjects).items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ManyToOneRel) or relation.related_model is model:
                continue
            if relation.related_model._meta.label not in parts:
                yield from _pointing_by(relation, pks, mates)


def _pointing_by(relation: ManyToOneRel, pks: dict[int, str], mates: _Mates) -> Iterator[Dependant]:
    """The first row that points at each of ours."""
    other: Any = relation.related_model
    name, left = relation.field.name, set(pks)
    for rows in pieces(_rows_of(other).filter(**{f"{name}__in": list(pks)}).iterator(chunk_size=AT_ONCE), AT_ONCE):
        together = mates.among([audit.key(row) for row in rows])
        for row in rows:
            pk = getattr(row, f"{name}_id")
            if pk in left and audit.key(row) not in together:
                left.discard(pk)
                yield Dependant(pks[pk], _word(other), str(row))
        if not left:
            return


def _about(since: dict[str, datetime], mates: _Mates) -> list[Dependant]:
    """Rows that name one of ours by its plain key; those that tell a time count only after the import."""
    dependants = []
    for model, key in _keyed():
        times = [name for name in ("at", "created_at") if _has(model, name)]
        for row in _rows_of(model).filter(**{f"{key}__in": list(since)}):
            subject = getattr(row, key)
            if (not times or getattr(row, times[0]) > since[subject]) and not mates.among([audit.key(row)]):
                dependants.append(Dependant(subject, _word(model), str(row)))
    return dependants


@cache
def _keyed() -> list[tuple[Any, str]]:
    skipped = {AuditEntry, ImportRow}
    return [
        (model, field.name)
        for model in apps.get_models()
        if model not in skipped and model.__module__.startswith("roadbook.")
        for field in model._meta.get_fields()
        if field.name in KEYS and isinstance(field, CharField)
    ]


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())


def _word(model: Any) -> str:
    return str(model._meta.verbose_name)
