"""Small forms of a list answered by an address: a chip applied, words searched, columns chosen.

Such a form sends the present address as ``in`` and says with ``put`` what it changes; the answer is the new address, so
that it works without scripts and every state of a list has one spelling.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from .address import MOST_GROUPS, Group
from .asked import Asked, parameters
from .filters import LONGEST, Operator
from .tables import Table

PARTS = 3


def edited(table: Table, queryset: QuerySet[Any], sent: QueryDict, user: Any) -> str | None:
    """The query that a small form leads to; None when the address is no such form."""
    what = sent.get("put", "")
    if not what:
        return None
    asked = Asked(table, queryset, parameters(sent.get("in", "")), user)
    if what == "q":
        return asked.query(term=sent.get("q", "").strip()[:LONGEST])
    if what == "cols":
        return asked.query(cols=_columns(asked, sent))
    return _chip(asked, what, sent)


def _columns(asked: Asked, sent: QueryDict) -> tuple[str, ...]:
    """The ticked columns in their order; ``move`` is a button that shifts one, ``up:name`` or ``down:name``."""
    known = [column.name for column in asked.columns]
    chosen = [name for name in dict.fromkeys(sent.getlist("col")) if name in known]
    way, _colon, name = sent.get("move", "").partition(":")
    if name in chosen:
        at = chosen.index(name)
        to = max(0, at - 1) if way == "up" else min(len(chosen) - 1, at + 1)
        chosen.insert(to, chosen.pop(at))
    usual = [column.name for column in asked.columns if column.shown]
    return () if "reset" in sent or chosen == usual else tuple(chosen)


def _chip(asked: Asked, what: str, sent: QueryDict) -> str:
    """``put=2.state.0``: the condition of that place in that group becomes what was sent; without a place, one more."""
    number, name, place = [*what.split("."), "", ""][:PARTS]
    one = next((one for one in asked.filters if one.name == name), None)
    operator = next((known for known in (one.operators if one else ()) if known.code == sent.get("op", "")), None)
    if one is None or operator is None or not number.isdigit() or not 1 <= int(number[:2]) <= MOST_GROUPS:
        return asked.query()
    typed = _typed(operator, sent)
    made = one.make(operator, typed, asked.ground)
    groups = {group.number: group for group in asked.wanted.groups}
    group = groups.get(int(number), Group(int(number)))
    conditions = list(group.conditions)
    given = [made] if made.params and (operator.shape == "none" or any(typed)) else []
    at = int(place) if place.isdigit() and int(place[:4]) < len(conditions) else len(conditions)
    conditions[at : at + 1] = given
    groups[int(number)] = replace(group, conditions=tuple(conditions))
    ordered = tuple(groups[number] for number in sorted(groups))
    return asked.query(wanted=replace(asked.wanted, groups=ordered))


def _typed(operator: Operator, sent: QueryDict) -> list[str]:
    if operator.shape in ("two", "days"):
        head = "n" if operator.shape == "two" else "d"
        return [sent.get(f"{head}_{end}", "").strip() for end in ("from", "to")]
    typed = [value.strip() for value in sent.getlist(operator.shape)]
    typed = [value for value in typed if value]
    return typed if operator.shape == "choices" else typed[:1]
