"""The bar over a list: its chips, group by group, and the columns that one may choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext

from .address import MOST_GROUPS, Group
from .asked import Asked
from .filters import PRESETS, Choice, Condition, Filter, Operator, Period, YesNo
from .filters.base import SPANS

QUICK = 5
"""So many filters stand ready in the bar; the others are in the menu."""


@dataclass(frozen=True)
class Chip:
    """A condition as it is drawn, or with ``condition`` None one that may be made. ``put`` is what its form changes."""

    filter: Filter
    put: str
    condition: Condition | None = None
    remove_url: str = ""
    is_open: bool = False

    @property
    def id(self) -> str:
        return "chip-" + self.put.replace(".", "-")

    @property
    def operator(self) -> Operator:
        return self.condition.operator if self.condition else self.filter.operators[0]

    @property
    def operators(self) -> Sequence[Operator]:
        return self.filter.operators

    @property
    def says_operator(self) -> bool:
        """Does the value alone leave open how it is compared? Of a span it does not."""
        return self.operator.shape not in (*SPANS, "preset")

    @property
    def shapes(self) -> list[str]:
        return list(dict.fromkeys(one.shape for one in self.filter.operators))

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """The values of a choice: value, label, whether it is chosen."""
        choices = self.filter.choices if isinstance(self.filter, Choice | YesNo) else ()
        return [(str(value), str(label), str(value) in self._typed("choices")) for value, label in choices]

    @property
    def presets(self) -> list[tuple[str, str, bool]]:
        known = PRESETS if isinstance(self.filter, Period) else {}
        return [(code, str(label), code in self._typed("preset")) for code, (label, _span) in known.items()]

    @property
    def value(self) -> str:
        """What was typed into the one line of the form."""
        return "".join(self._typed(self.operator.shape)[:1]) if self.operator.shape not in SPANS else ""

    @property
    def first(self) -> str:
        return self._typed(self.operator.shape)[0] if self._is_span else ""

    @property
    def last(self) -> str:
        return self._typed(self.operator.shape)[1] if self._is_span else ""

    @property
    def _is_span(self) -> bool:
        return self.condition is not None and self.operator.shape in SPANS

    def _typed(self, shape: str) -> Sequence[str]:
        return self.condition.typed if self.condition and self.operator.shape == shape else ()


@dataclass(frozen=True)
class Row:
    """A group in the bar. ``more`` are the filters that may be added, each with the address that begins a chip."""

    number: int
    chips: tuple[Chip, ...]
    more: tuple[tuple[str, str], ...]
    is_any: bool
    match_url: str

    @property
    def takes_match(self) -> bool:
        return len([chip for chip in self.chips if chip.condition]) > 1


@dataclass(frozen=True)
class Option:
    """A column in the chooser."""

    name: str
    label: str
    is_shown: bool
    is_fixed: bool


class Bar:
    """Everything that the bar shows of an address. ``draft`` is the chip that is about to be made: ``2.state``."""

    def __init__(self, asked: Asked, draft: str = "") -> None:
        self.asked = asked
        number, _dot, name = draft.partition(".")
        self.draft_group = int(number) if number.isascii() and number.isdigit() and len(number) == 1 else 0
        self.draft = next((one for one in asked.filters if one.name == name), None)

    @cached_property
    def rows(self) -> list[Row]:
        groups = list(self.asked.wanted.groups)
        last = groups[-1].number
        if self.draft_group == last + 1 and len(groups) < MOST_GROUPS:
            groups.append(Group(last + 1))
        return [self._row(group) for group in groups]

    @property
    def is_grouped(self) -> bool:
        return len(self.rows) > 1

    @property
    def is_any(self) -> bool:
        return self.asked.wanted.is_any

    @property
    def join_url(self) -> str:
        """The address with the groups joined the other way."""
        return self._url(replace(self.asked.wanted, is_any=not self.asked.wanted.is_any))

    @property
    def new_group_url(self) -> str:
        """The address that begins one more group; empty where there may be no more, or nothing stands yet."""
        groups = self.asked.wanted.groups
        if len(groups) >= MOST_GROUPS or not groups[-1].conditions or self.draft_group > groups[-1].number:
            return ""
        return self._draft_url(f"{groups[-1].number + 1}.")

    @property
    def clear_url(self) -> str:
        """The address without any condition and search; order and columns stay."""
        blank = replace(self.asked.wanted, groups=(Group(1),), is_any=False, problems=())
        return "?" + self.asked.query(term="", wanted=blank, ids=())

    @property
    def unselect_url(self) -> str:
        return "?" + self.asked.query(ids=())

    @cached_property
    def options(self) -> list[Option]:
        """The columns to choose from: those that are shown in their order, then the others."""
        shown = [column.name for column in self.asked.shown_columns]
        ordered = sorted(self.asked.columns, key=lambda one: shown.index(one.name) if one.name in shown else len(shown))
        return [Option(one.name, str(one.label), one.name in shown, one.main) for one in ordered]

    @property
    def groupings(self) -> list[tuple[str, str, bool]]:
        """How rows may be grouped: label, address, whether they are; first of all, not at all."""
        now = self.asked.group
        plain = (gettext("Do not group"), "?" + self.asked.query(group=""), now is None)
        found = [
            (str(one.label), "?" + self.asked.query(group=one.name, sort=""), one == now) for one in self.asked.groups
        ]
        return [plain, *found] if found else []

    # ---- Pieces

    def _row(self, group: Group) -> Row:
        chips = [self._chip(group, at, one) for at, one in enumerate(group.conditions)]
        if group.number == 1:
            chips += self._quick(group)
        if self.draft and self.draft_group == group.number:
            chips = [chip for chip in chips if chip.condition or chip.filter != self.draft]
            chips.append(Chip(self.draft, f"{group.number}.{self.draft.name}.new", is_open=True))
        standing = {chip.filter.name for chip in chips if not chip.condition}
        more = tuple((str(one.label), self._draft_url(f"{group.number}.{one.name}")) for one in self._others(standing))
        other = replace(group, is_any=not group.is_any)
        return Row(group.number, tuple(chips), more, group.is_any, self._with(other))

    def _chip(self, group: Group, at: int, one: Condition) -> Chip:
        kept = (*group.conditions[:at], *group.conditions[at + 1 :])
        return Chip(
            one.filter, f"{group.number}.{one.filter.name}.{at}", one, self._with(replace(group, conditions=kept))
        )

    def _quick(self, group: Group) -> list[Chip]:
        asked = {one.filter.name for one in group.conditions}
        return [Chip(one, f"1.{one.name}.new") for one in self.asked.filters[:QUICK] if one.name not in asked]

    def _others(self, standing: set[str]) -> Iterable[Filter]:
        return (one for one in self.asked.filters if one.name not in standing)

    def _with(self, group: Group) -> str:
        groups = tuple(group if one.number == group.number else one for one in self.asked.wanted.groups)
        return self._url(replace(self.asked.wanted, groups=groups))

    def _url(self, wanted: object) -> str:
        return "?" + self.asked.query(wanted=wanted)

    def _draft_url(self, draft: str) -> str:
        return "?" + urlencode([*self.asked.pairs(), ("draft", draft)])
