"""What is due beside the instalments of one contract, stored or as a draft would have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from roadbook.apps.leasing.models import Contract, ScheduleVersion, StreamRow
from roadbook.calc.schedule import Schedule

from .cost import cost_of
from .streams import WITH_INSTALMENT


@dataclass(frozen=True)
class BesideLine:
    """A stream row of the page, minor units; ``number`` 0 falls due at activation. ``text``: in the reader's words."""

    number: int
    code: str
    kind: str
    text: str
    base: int
    amount: int
    due_on: date
    charged_on: date | None

    @property
    def is_apart(self) -> bool:
        """Is it no part of an instalment's row?"""
        return self.code != WITH_INSTALMENT


def stored(version: ScheduleVersion) -> list[BesideLine]:
    """Those of a version. One statement."""
    return [line(row) for row in version.streams.order_by("number", "pk")]


def computed(contract: Contract, schedule: Schedule) -> list[BesideLine]:
    """Those that a draft would have."""
    return [_line(row, row.params, None) for row in cost_of(contract, schedule).beside]


def vat_by_number(lines: Sequence[BesideLine]) -> dict[int, int]:
    """The VAT that falls due with each instalment."""
    return {one.number: one.amount for one in lines if not one.is_apart}


def line(row: StreamRow) -> BesideLine:
    """A stored row."""
    return _line(row, row.label_params, row.charged_on)


def _line(row: Any, params: Any, charged_on: date | None) -> BesideLine:
    text = gettext(row.label) % params if params else gettext(row.label)
    return BesideLine(row.number, row.code, str(row.kind), text, row.base, row.amount, row.due_on, charged_on)
