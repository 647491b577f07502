"""Filters of a table: which operators a column has, read from the address and made conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db.models import CharField, Field, Model, Q, TextField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.kit import text

LONGEST = 100
MOST_VALUES = 300
Params = Mapping[str, Sequence[str]]


class Unreadable(ValueError):  # noqa: N818 - what is unreadable is no error of ours
    """What the address says cannot be understood; the message is for the reader."""


@dataclass(frozen=True)
class Operator:
    """``code`` is its word in addresses (empty for the plain one), ``shape`` what it asks for.

    Shapes: none, line, choices, number, two (from and to), day, days (from and to), preset.
    """

    code: str
    label: str | Promise
    shape: str


EMPTY = Operator("empty", gettext_lazy("is empty"), "none")
FILLED = Operator("filled", gettext_lazy("is not empty"), "none")
SPANS = ("two", "days")


@dataclass(frozen=True)
class Ground:
    """What a filter must know to read itself: the model that it narrows, and the day that presets count from."""

    model: type[Model]
    today: Callable[[], date]


@dataclass(frozen=True)
class Condition:
    """One chip: a filter, its operator, what was typed, and what follows. With a ``problem`` no row fits.

    ``said`` is the value in words; ``params`` is how an address spells the condition.
    """

    filter: Filter
    operator: Operator
    typed: tuple[str, ...]
    condition: Q
    said: str
    params: tuple[tuple[str, str], ...]
    problem: str = ""


@dataclass(frozen=True)
class Filter:
    """``name`` is the parameter in the address and, unless ``path`` says another, the path of the column."""

    operators: ClassVar[tuple[Operator, ...]] = ()

    name: str
    label: str | Promise
    path: str = field(default="", kw_only=True)

    @property
    def column(self) -> str:
        return self.path or self.name

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:
        """The condition and its value in words.

        :raises Unreadable: with the reason.
        """
        raise NotImplementedError

    def read(self, params: Params, ground: Ground) -> list[Condition]:
        """Every condition on this filter among the parameters of a group. Never raises."""
        found = []
        for operator in self.operators:
            found += [self.make(operator, typed, ground) for typed in self._typed(operator, params)]
        known = {self._param(operator) for operator in self.operators if operator.shape not in SPANS}
        for name in params:
            if name.startswith(f"{self.name}.") and name not in known:
                found.append(self._misread(name, params[name]))
        return found

    def make(self, operator: Operator, typed: Sequence[str], ground: Ground) -> Condition:
        """The condition of one operator; what cannot be read is its problem."""
        problem = ""
        try:
            condition, said = self._condition(operator, typed, ground)
        except Unreadable as error:
            condition, said, problem = Q(), " – ".join(filter(None, typed))[:LONGEST], str(error)
        return Condition(self, operator, tuple(typed), condition, said, self._params(operator, typed), problem)

    def _condition(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:
        if operator not in (EMPTY, FILLED):
            return self.understand(operator, typed, ground)
        empty = Q(**{f"{self.column}__isnull": True})
        if isinstance(field_of(ground.model, self.column), CharField | TextField):
            empty |= Q(**{self.column: ""})
        return (empty if operator == EMPTY else ~empty), ""

    def _typed(self, operator: Operator, params: Params) -> list[Sequence[str]]:
        """What the address says for an operator, condition by condition; blanks say nothing."""
        if operator.shape in SPANS:
            span = [_last(params, f"{self.name}_{part}").strip()[:LONGEST] for part in ("from", "to")]
            return [span] if any(span) else []
        given = [value for value in params.get(self._param(operator), ()) if value.strip()]
        if operator.shape == "none":
            return [()] if given else []
        if operator.shape == "choices":
            return [given[:MOST_VALUES]] if given else []
        return [[value] for value in given]

    def _param(self, operator: Operator) -> str:
        return f"{self.name}.{operator.code}" if operator.code else self.name

    def _params(self, operator: Operator, typed: Sequence[str]) -> tuple[tuple[str, str], ...]:
        if operator.shape in SPANS:
            pairs = zip((f"{self.name}_from", f"{self.name}_to"), typed, strict=True)
            return tuple((name, value) for name, value in pairs if value)
        values = ("1",) if operator.shape == "none" else tuple(typed)
        return tuple((self._param(operator), value) for value in values)

    def _misread(self, name: str, values: Sequence[str]) -> Condition:
        strange = Operator(name.removeprefix(f"{self.name}.")[:LONGEST], name.partition(".")[2][:LONGEST], "line")
        params = tuple((name[:LONGEST], value[:LONGEST]) for value in values[:1])
        problem = _("There is no such condition.")
        return Condition(self, strange, tuple(values[:1]), Q(), "".join(values[:1])[:LONGEST], params, problem)


def one_line(typed: str) -> str:
    """The text in one line and composed.

    :raises Unreadable: it holds a character that no text may hold.
    """
    try:
        return " ".join(text.clean(typed[:LONGEST]).split())
    except ValueError:
        raise Unreadable(_("This text holds a character that cannot be stored.")) from None


def field_of(model: type[Model], path: str) -> Field[Any, Any] | None:
    """The model's field at the end of a path; None for an annotation."""
    current: Any = model
    found: Any = None
    for name in path.split("__"):
        by_name = {one.name: one for one in current._meta.get_fields()} | {
            one.attname: one for one in current._meta.concrete_fields
        }
        found = by_name.get(name)
        if found is None:
            return None
        current = found.related_model
    return found if isinstance(found, Field) else None


def _last(params: Params, name: str) -> str:
    values = params.get(name, ())
    return values[-1] if values else ""
