"""Why the interest of an instalment is what it is: the figures of ``calc``'s explanation, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from roadbook.apps.leasing.enums import DayCount, RoundingMode
from roadbook.apps.leasing.models import Contract
from roadbook.calc.explain import Line
from roadbook.calc.schedule import Schedule

from .plan import frozen_plan, plan

YEAR = {DayCount.ACT_365: 365, DayCount.ACT_360: 360, DayCount.THIRTY_E_360: 360}
NAMES = {DayCount.ACT_365: "ACT/365", DayCount.ACT_360: "ACT/360", DayCount.THIRTY_E_360: "30E/360"}
MONTHS = 12


@dataclass(frozen=True)
class Why:
    """The derivation: ``opening * rate * units / base = interest``, amounts in minor units, over the interest period.

    ``base`` counts days of a year, or the 12 months of one under equal periods. ``line``: the same as data.
    """

    number: int
    opening: int
    rate: Fraction
    units: int
    base: int
    day_count: str
    rounding: str
    start_on: date
    end_on: date
    version: int | None
    interest: int
    line: Line

    @property
    def counted(self) -> str:
        return NAMES.get(DayCount(self.day_count), "")

    @property
    def is_by_months(self) -> bool:
        return self.base == MONTHS

    @property
    def rounding_label(self) -> str:
        return str(RoundingMode(self.rounding).label)

    @property
    def previous(self) -> int:
        return self.number - 1


def why(contract: Contract, number: int) -> Why | None:
    """The derivation of instalment ``number``'s interest: of the frozen schedule, or of the draft as it would be.

    None where it is not simply balance by rate by time: flat, carried over or rounded with the last instalment.

    :raises KeyError: there is no such instalment.
    """
    version = contract.schedules.filter(is_active=True).first()
    if version:
        return derive(frozen_plan(version), number, version.version)
    drafted = plan(contract.product.conditions_on(contract.signed_on), contract.agreed)
    return derive(drafted, number)


def derive(schedule: Schedule, number: int, version: int | None = None) -> Why | None:
    """The derivation out of a computed schedule, where it is as plain as that."""
    line = next((one for one in schedule.explain(number).lines if one.rule == "schedule.interest"), None)
    if line is None:
        return None
    figures: dict[str, Any] = {operand.name: operand.value for operand in line.operands}
    period = schedule.periods[number - 1]
    day_count = DayCount(schedule.terms.day_count.value)
    units, base = _share(figures["years"], day_count)
    return Why(
        number=number,
        opening=figures["opening"],
        rate=figures["rate"],
        units=units,
        base=base,
        day_count=day_count,
        rounding=schedule.terms.rounding.value,
        start_on=period.start,
        end_on=period.end,
        version=version,
        interest=line.value,
        line=line,
    )


def _share(years: Fraction, day_count: DayCount) -> tuple[int, int]:
    """The part of a year as whole days or months of one: 1/12 -> 30 of 360, or 1 of 12 under equal periods."""
    base = YEAR.get(day_count, MONTHS if (years * MONTHS).denominator == 1 else 360)
    return int(years * base), base
