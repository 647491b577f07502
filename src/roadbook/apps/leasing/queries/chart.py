"""The balance chart: outstanding principal as planned and as it was, in the coordinates of an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 784, 142
RIGHT, TOP, BOTTOM = 740, 20, 118
LABEL_ROOM, ABOVE = 150, 10
PLAN_START, PLAN_END = 480, 650
CROWDED = 340
STEPS = (1, 2, 5)

Point = tuple[date, int]


@dataclass(frozen=True)
class Mark:
    """A text of the chart: where it stands, and the amount (minor units) or year it says."""

    x: str
    y: str
    value: int


@dataclass(frozen=True)
class Chart:
    """Strings ready for ``points``; ``rules`` are the horizontal lines, ``years`` the marks below.

    ``is_crowded``: on a phone the label of today would stand on that of the plan.
    """

    plan: str
    actual: str
    area: str
    rules: tuple[Mark, ...]
    years: tuple[Mark, ...]
    starts_on: date
    ends_on: date
    today_x: str
    today_y: str
    today_balance: int
    label_x: str
    label_y: str
    label_anchor: str
    plan_x: str
    plan_y: str
    is_crowded: bool
    width: int = WIDTH
    height: int = HEIGHT


def chart(plan: Sequence[Point], paid: Sequence[Point], on: date) -> Chart:
    """``plan``: balance after each date, from the start. ``paid``: principal paid by value date. Both rising by date.

    The curve of what was is drawn until ``on``.
    """
    scale = _Scale(plan[0][0], max(plan[-1][0], plan[0][0].replace(day=1)), max(plan[0][1], 1))
    actual = _actual(plan[0], paid, min(max(on, plan[0][0]), plan[-1][0]))
    last_on, balance = actual[-1]
    x, y = scale.x(last_on), scale.y(balance)
    points = [scale.point(item) for item in actual]
    fits = x + LABEL_ROOM <= RIGHT
    under = max(item for item in plan if scale.x(item[0]) <= PLAN_START)
    return Chart(
        plan=" ".join(scale.point(item) for item in plan),
        actual=" ".join(points),
        area=" ".join([f"0.0,{BOTTOM}", *points, f"{x:.1f},{BOTTOM}"]),
        rules=tuple(Mark("0", f"{scale.y(value):.1f}", value) for value in _ticks(scale.top)),
        years=tuple(_years(scale)),
        starts_on=plan[0][0],
        ends_on=plan[-1][0],
        today_x=f"{x:.1f}",
        today_y=f"{y:.1f}",
        today_balance=balance,
        label_x=f"{x + 10 if fits else x - 10:.1f}",
        label_y=f"{y - ABOVE + 2:.1f}",
        label_anchor="start" if fits else "end",
        plan_x=str(PLAN_END),
        plan_y=f"{scale.y(under[1]) - ABOVE:.1f}",
        is_crowded=x > CROWDED,
    )


@dataclass(frozen=True)
class _Scale:
    start: date
    end: date
    top: int

    def x(self, on: date) -> float:
        return RIGHT * (on - self.start).days / max((self.end - self.start).days, 1)

    def y(self, value: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / self.top

    def point(self, item: Point) -> str:
        return f"{self.x(item[0]):.1f},{self.y(item[1]):.1f}"


def _actual(start: Point, paid: Sequence[Point], until: date) -> list[Point]:
    """Straight between payments, as the plan is drawn."""
    points, balance = [start], start[1]
    for on, principal in paid:
        balance -= principal
        points.append((min(on, until), balance))
    if points[-1][0] < until:
        points.append((until, balance))
    return points


def _ticks(top: int) -> list[int]:
    """Nought, and two or three round amounts up to the top."""
    unit = 1
    while True:
        for step in STEPS:
            if top // (unit * step) <= len(STEPS):
                return list(range(0, top + 1, unit * step))
        unit *= 10


def _years(scale: _Scale) -> list[Mark]:
    """The first of January of each year that stands clear of both ends."""
    marks = []
    for year in range(scale.start.year + 1, scale.end.year + 1):
        x = scale.x(date(year, 1, 1))
        if LABEL_ROOM / 2 <= x <= RIGHT - LABEL_ROOM / 2:
            marks.append(Mark(f"{x:.1f}", str(HEIGHT - 8), year))
    return marks
