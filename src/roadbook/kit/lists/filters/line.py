"""Filters over text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import EMPTY, FILLED, Filter, Ground, Operator, one_line

LOOKUPS = {"": "icontains", "is": "iexact", "starts": "istartswith", "lacks": "icontains"}


@dataclass(frozen=True)
class Contains(Filter):
    """Text: a part of it, all of it, its beginning, whatever the case."""

    operators: ClassVar[tuple[Operator, ...]] = (
        Operator("", _("contains"), "line"),
        Operator("lacks", _("does not contain"), "line"),
        Operator("is", _("is"), "line"),
        Operator("starts", _("starts with"), "line"),
        EMPTY,
        FILLED,
    )

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:  # noqa: ARG002
        part = one_line(typed[0])
        found = Q(**{f"{self.column}__{LOOKUPS[operator.code]}": part})
        return (~found if operator.code == "lacks" else found), part
