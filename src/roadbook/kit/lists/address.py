"""The grammar of a list's address: groups of conditions. See docs/adr on addresses of lists.

``state=active&signed_on.in=this_month`` are conditions of the first group, all of which must hold; ``match=any`` lets
one do. ``2.state=draft&2.overdue=90&2.match=any`` is a second group; groups are joined by AND, with ``join=any`` by OR.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from .filters import Condition, Filter, Ground

MOST_GROUPS = 5
MOST_CONDITIONS = 40
ANY = "any"
_GROUPED = re.compile(r"([0-9]{1,3})\.(.+)", re.DOTALL)
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """Conditions that must all hold, or of which one will do. ``number`` is its place in the address, from 1."""

    number: int
    conditions: tuple[Condition, ...] = ()
    is_any: bool = False

    @property
    def q(self) -> Q:
        return _joined([one.condition for one in self.conditions], is_any=self.is_any)

    @property
    def pairs(self) -> Pairs:
        """How the address spells the group."""
        head = "" if self.number == 1 else f"{self.number}."
        found = [(head + name, value) for one in self.conditions for name, value in one.params]
        return [*found, (f"{head}match", ANY)] if self.is_any and self.conditions else found


@dataclass(frozen=True)
class Wanted:
    """The groups of an address and how they are joined. ``problems`` are what belongs to no single condition."""

    groups: tuple[Group, ...] = (Group(1),)
    is_any: bool = False
    problems: tuple[str, ...] = field(default=())

    @property
    def conditions(self) -> list[Condition]:
        return [one for group in self.groups for one in group.conditions]

    @property
    def q(self) -> Q:
        return _joined([group.q for group in self.groups if group.conditions], is_any=self.is_any)

    @property
    def pairs(self) -> Pairs:
        """The groups as an address spells them, numbered anew."""
        filled = [group for group in self.groups if group.conditions]
        numbered = [Group(number, one.conditions, one.is_any) for number, one in enumerate(filled, 1)]
        join = [("join", ANY)] if self.is_any and len(numbered) > 1 else []
        return [pair for group in numbered for pair in group.pairs] + join


def read(asked: QueryDict, filters: Sequence[Filter], ground: Ground) -> Wanted:
    """Understand the conditions of an address. Never raises: what cannot be read is a problem."""
    params: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for name, values in asked.lists():
        match = _GROUPED.fullmatch(name)
        number, bare = (int(match[1]), match[2]) if match else (1, name)
        params[number][bare] = values
    numbers = sorted(number for number in params if number > 1)
    problems = _misnumbered(params, numbers, filters)
    if problems:
        return Wanted(problems=tuple(problems))
    groups = [_group(number, params[number], filters, ground) for number in (1, *numbers)]
    wanted = Wanted(tuple(groups), asked.get("join") == ANY)
    if len(wanted.conditions) > MOST_CONDITIONS:
        return Wanted(problems=(_("A list takes at most %(most)s conditions.") % {"most": MOST_CONDITIONS},))
    return wanted


def _misnumbered(params: dict[int, dict[str, list[str]]], numbers: list[int], filters: Sequence[Filter]) -> list[str]:
    """Groups beyond measure, and what in a numbered group is no condition: groups do not hold groups."""
    known = {one.name for one in filters}
    spans = {f"{one.name}_{end}" for one in filters for end in ("from", "to")}
    problems = []
    if 0 in params or len(numbers) >= MOST_GROUPS:
        problems.append(_("A list takes at most %(most)s groups.") % {"most": MOST_GROUPS})
    for number in numbers:
        strange = [name for name in params[number] if name.partition(".")[0] not in known | spans | {"match"}]
        if strange:
            problems.append(_("There is no such condition."))
            break
    return problems


def _group(number: int, params: dict[str, list[str]], filters: Sequence[Filter], ground: Ground) -> Group:
    conditions = tuple(condition for one in filters for condition in one.read(params, ground))
    return Group(number, conditions, ANY in params.get("match", ()))


def _joined(parts: Sequence[Q], *, is_any: bool) -> Q:
    return reduce(or_ if is_any else and_, parts, Q())
