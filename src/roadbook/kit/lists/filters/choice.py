"""Filters over listed values, and over yes and no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import EMPTY, FILLED, Filter, Ground, Operator, Unreadable

NAMED = 3
ANY_OF = Operator("", gettext_lazy("is"), "choices")
NONE_OF = Operator("not", gettext_lazy("is not"), "choices")


@dataclass(frozen=True)
class Choice(Filter):
    """Any of listed values, or none of them; a repeated parameter means several.

    ``meaning`` says of each value of a computed column which rows have it, in columns that an index knows.
    """

    operators: ClassVar[tuple[Operator, ...]] = (ANY_OF, NONE_OF, EMPTY, FILLED)

    choices: Sequence[tuple[Any, Any]] = ()
    meaning: Mapping[Any, Q] = field(default_factory=dict, kw_only=True, hash=False)

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:  # noqa: ARG002
        labels = {str(value): str(label) for value, label in self.choices}
        if not set(typed) <= set(labels):
            raise Unreadable(_("There is no such choice."))
        listed = Q(**{f"{self.column}__in": list(typed)})
        if self.meaning:
            listed = Q(*(self.meaning[value] for value in sorted(set(typed))), _connector=Q.OR)
        named = [labels[value] for value in typed]
        more = f" +{len(named) - NAMED}" if len(named) > NAMED else ""
        return (listed if operator == ANY_OF else ~listed), ", ".join(named[:NAMED]) + more


@dataclass(frozen=True)
class Only(Choice):
    """Rows that have something few have; that they lack it cannot be asked, no index tells."""

    operators: ClassVar[tuple[Operator, ...]] = (ANY_OF,)


@dataclass(frozen=True)
class YesNo(Filter):
    """A column that holds yes or no."""

    operators: ClassVar[tuple[Operator, ...]] = (Operator("", gettext_lazy("is"), "choices"),)

    choices: Sequence[tuple[str, Any]] = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:  # noqa: ARG002
        if not set(typed) <= {"yes", "no"}:
            raise Unreadable(_("There is no such choice."))
        words = {value: str(label) for value, label in self.choices}
        found = Q()
        for one in set(typed):
            found |= Q(**{self.column: one == "yes"})
        return found, ", ".join(words[one] for one in words if one in typed)
