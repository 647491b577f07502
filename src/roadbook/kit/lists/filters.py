"""Filters of a table: read from the address, applied to the queryset, drawn as chips that can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from roadbook.kit import text
from roadbook.kit.forms import DateField

LONGEST = 100


@dataclass(frozen=True)
class Applied:
    """A filter with what the address asks of it. ``problem`` says why it could not be read; then no row fits."""

    kind: str
    name: str
    label: str
    condition: Q
    state: Mapping[str, Any]
    query: Mapping[str, list[str]]
    problem: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.query)


@dataclass(frozen=True)
class Filter:
    """``name`` is the parameter in the address and, unless ``path`` says another, the path of the column."""

    name: str
    label: str | Promise
    path: str = field(default="", kw_only=True)

    @property
    def column(self) -> str:
        return self.path or self.name

    def read(self, asked: QueryDict, queryset: QuerySet[Any]) -> Applied:
        """Understand the address. Never raises: what cannot be read is a ``problem``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Filter):
    """One or more of listed values; a repeated parameter means any of them."""

    choices: Sequence[tuple[Any, Any]] = ()

    def read(self, asked: QueryDict, queryset: QuerySet[Any]) -> Applied:  # noqa: ARG002 - Filter's signature
        known = {str(value) for value, _label in self.choices}
        chosen = [value for value in asked.getlist(self.name) if value]
        unknown = [value for value in chosen if value not in known]
        return Applied(
            kind="choice",
            name=self.name,
            label=str(self.label),
            condition=Q(**{f"{self.column}__in": chosen}) if chosen else Q(),
            state={"options": [(value, label, str(value) in chosen) for value, label in self.choices]},
            query={self.name: chosen} if chosen else {},
            problem=_("There is no such choice.") if unknown else "",
        )


@dataclass(frozen=True)
class Contains(Filter):
    """Part of a text, whatever its case."""

    def read(self, asked: QueryDict, queryset: QuerySet[Any]) -> Applied:  # noqa: ARG002 - Filter's signature
        part, problem = one_line(asked.get(self.name, ""))
        return Applied(
            kind="contains",
            name=self.name,
            label=str(self.label),
            condition=Q(**{f"{self.column}__icontains": part}) if part else Q(),
            state={"value": part},
            query={self.name: [part]} if part else {},
            problem=problem,
        )


@dataclass(frozen=True)
class Period(Filter):
    """From one day to another, both inclusive, either open: parameters ``<name>_from`` and ``<name>_to``."""

    def read(self, asked: QueryDict, queryset: QuerySet[Any]) -> Applied:
        typed = {part: asked.get(f"{self.name}_{part}", "").strip()[:LONGEST] for part in ("from", "to")}
        days, problem = _days(typed)
        if not problem and all(days.values()) and days["from"] > days["to"]:  # type: ignore[operator]  # both are days
            problem = _("The first day is after the last.")
        return Applied(
            kind="period",
            name=self.name,
            label=str(self.label),
            condition=Q() if problem else self._between(days["from"], days["to"], queryset),
            state=typed,
            query={f"{self.name}_{part}": [value] for part, value in typed.items() if value},
            problem=problem,
        )

    def _between(self, first: date | None, last: date | None, queryset: QuerySet[Any]) -> Q:
        is_instant = isinstance(_model_field(queryset, self.column), DateTimeField)
        low = Q(**{f"{self.column}__gte": _midnight(first) if is_instant else first}) if first else Q()
        if not last:
            return low
        day_after = last + timedelta(days=1)
        return low & Q(**{f"{self.column}__lt": _midnight(day_after) if is_instant else day_after})


def _days(typed: Mapping[str, str]) -> tuple[dict[str, date | None], str]:
    reader = DateField(required=False, latest=date(2100, 12, 30))
    try:
        return {part: reader.clean(value) for part, value in typed.items()}, ""
    except ValidationError as error:
        return {"from": None, "to": None}, error.messages[0]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _model_field(queryset: QuerySet[Any], path: str) -> Any:
    model: Any = queryset.model
    for name in path.split("__"):
        model_field = model._meta.get_field(name)
        model = model_field.related_model
    return model_field


def one_line(typed: str) -> tuple[str, str]:
    """The text in one line and composed; a character that no text may hold is a problem."""
    try:
        return " ".join(text.clean(typed[:LONGEST]).split()), ""
    except ValueError:
        return "", _("This text holds a character that cannot be stored.")
