"""Two people change the same row: what I typed, what stands there now and what stood there, field by field.

A form that watches its row carries a signed snapshot of what its editor saw (``form_base``). When the action raises a
``Conflict``, the snapshot becomes what stands there now, so that "theirs" means the snapshot's value and saving again
changes the row as it is now. Nothing that was typed is lost: a field keeps its text until the form is saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from . import values
from .cells import PARAMETER as ONLY
from .values import Sent

BASE = "form_base"
CHOICE = "choose-"
TYPED = "typed-"
MINE, THEIRS = "mine", "theirs"
SALT = "roadbook.kit.forms.base"


@dataclass(frozen=True)
class Difference:
    """One field on which the three disagree. ``choice`` is mine, theirs, or empty where both changed it."""

    name: str
    label: Any
    original: str
    mine: str
    theirs: str
    choice: str
    is_missing: bool = False

    @property
    def input_name(self) -> str:
        return CHOICE + self.name


@dataclass(frozen=True)
class Merge:
    """What the conflict screen shows. Without differences somebody changed what this form does not show."""

    differences: tuple[Difference, ...]

    @property
    def missing(self) -> list[Difference]:
        return [one for one in self.differences if one.is_missing]


@dataclass(frozen=True)
class Base:
    """What stood in the row when the editor saw it; ``before`` and ``open`` belong to a conflict not yet settled."""

    values: dict[str, Sent]
    before: dict[str, Sent] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    def sign(self) -> str:
        return signing.dumps([self.values, self.before, list(self.open)], salt=SALT, compress=True)


def base_of(data: Mapping[str, Any]) -> Base | None:
    """The snapshot that came with the data; None without one, or when it is not ours."""
    text = "".join(values.sent_in(data, BASE))
    if not text:
        return None
    try:
        known, before, names = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Base(known, before, tuple(names))


def snapshot(form: forms.BaseForm) -> str:
    """What an unbound form shows, signed."""
    return Base({name: values.as_sent(form.fields[name], form[name].value()) for name in values.names(form)}).sign()


def merged(data: Mapping[str, Any] | None) -> Any:
    """The data with every "theirs" put in place of what was typed, which stays beside it. Applied twice, the same.

    Where only one field was sent, the others are as the snapshot has them.
    """
    base = base_of(data) if data else None
    if data is not None and base is not None and (only := values.sent_in(data, ONLY)):
        return values.with_sent(data, {name: sent for name, sent in base.values.items() if name not in only})
    if data is None or base is None or not base.open:
        return data
    taken = [
        name
        for name in base.open
        if values.sent_in(data, CHOICE + name) == [THEIRS] and not values.sent_in(data, TYPED + name)
    ]
    theirs = {name: base.values.get(name, []) for name in taken}
    typed = {TYPED + name: [json.dumps(values.sent_in(data, name))] for name in taken}
    return values.with_sent(data, {**theirs, **typed})


def unsettled(form: forms.BaseForm) -> Merge | None:
    """The conflict that the sent form is about, with its choices so far; None when it is about none."""
    base = base_of(form.data)
    if base is None or not base.open:
        return None
    chosen = {name: "".join(values.sent_in(form.data, CHOICE + name)) for name in base.open}
    chosen = {name: choice if choice in {MINE, THEIRS} else "" for name, choice in chosen.items()}
    typed = _typed(form.data, base.open)
    return Merge(
        tuple(
            _difference(form, name, base, chosen[name], mine=typed.get(name))
            for name in base.open
            if name in form.fields
        )
    )


def show_typed(form: forms.BaseForm) -> None:
    """Before the conflict is shown again: what was typed comes back where theirs had been taken."""
    base = base_of(form.data)
    if base is None or not base.open:
        return
    typed = _typed(form.data, base.open)
    form.data = values.with_sent(form.data, {**typed, **{TYPED + name: [] for name in typed}})


def clash(form: forms.BaseForm, current: Mapping[str, Any]) -> Merge | None:
    """Turn a refused form towards the row as it is now; None when nothing has moved since the editor saw it.

    ``current`` maps field names, the hidden version among them, to what stands in the row.
    """
    base = base_of(form.data)
    names = [name for name in values.names(form) if name in current]
    now = {name: values.as_sent(form.fields[name], current[name]) for name in names}
    before = base.values if base else {}
    hidden = {
        name: values.as_sent(form.fields[name], current[name])
        for name in current
        if name in form.fields and form.fields[name].widget.is_hidden
    }
    has_moved = any(values.sent_in(form.data, name) != sent for name, sent in hidden.items())
    if not has_moved and all(before.get(name) == now[name] for name in names):
        return None
    merge = _compare(form, before, now, current)
    fresh = Base(now, {one.name: before.get(one.name, []) for one in merge.differences}, _names_of(merge))
    settled: dict[str, Sent] = {prefix + name: [] for name in names for prefix in (TYPED, CHOICE)}
    form.data = values.with_sent(form.data, {**hidden, **settled, BASE: [fresh.sign()]})
    return merge


def _compare(
    form: forms.BaseForm, before: Mapping[str, Sent], now: Mapping[str, Sent], current: Mapping[str, Any]
) -> Merge:
    found = []
    for name, sent in now.items():
        one = form.fields[name]
        mine, theirs = (values.understood(one, text) for text in (values.sent_in(form.data, name), sent))
        if mine == theirs:
            continue
        original = values.understood(one, before[name]) if name in before else object()
        choice = MINE if original == theirs else THEIRS if original == mine else ""
        base = Base(dict(now), {name: before.get(name, [])})
        found.append(_difference(form, name, base, choice, known=current.get(name), is_new=True))
    return Merge(tuple(found))


def _difference(
    form: forms.BaseForm,
    name: str,
    base: Base,
    choice: str,
    *,
    mine: Sent | None = None,
    known: Any = None,
    is_new: bool = False,
) -> Difference:
    one = form.fields[name]
    return Difference(
        name=name,
        label=form[name].label,
        original=values.shown(one, base.before.get(name, [])),
        mine=values.shown(one, values.sent_in(form.data, name) if mine is None else mine),
        theirs=values.shown(one, base.values.get(name, []), known),
        choice=choice,
        is_missing=not choice and not is_new,
    )


def _typed(data: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Sent]:
    """What was typed in the fields for which theirs was taken; one text each, so that any mapping can hold it."""
    marked = {name: "".join(values.sent_in(data, TYPED + name)) for name in names}
    return {name: _texts(text) for name, text in marked.items() if text}


def _texts(kept: str) -> Sent:
    try:
        read = json.loads(kept)
    except ValueError:
        return []
    return [str(one) for one in read] if isinstance(read, list) else []


def _names_of(merge: Merge) -> tuple[str, ...]:
    return tuple(one.name for one in merge.differences)


def question(merge: Merge) -> str:
    """What is said over the form while a choice is missing."""
    return _("Choose mine or theirs: %(fields)s.") % {"fields": ", ".join(str(one.label) for one in merge.missing)}
