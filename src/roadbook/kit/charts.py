"""Charts drawn on the server: columns or lines as SVG without scripts, and the same figures as a table.

Places along the axis are percentages and letters keep their size, so that a chart fits a telephone as well as a desk.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HEIGHT, TOP, BOTTOM = 176, 12, 22
GUTTER = 48
GAP = 0.28
MOST_LABELS = 6
STEPS = (1, 2, 2.5, 5, 10)
RULES = 3


@dataclass(frozen=True)
class Series:
    """One row of figures under one name; None is a figure that is not known."""

    label: str | Promise
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class TableRow:
    """A label with its figures, as the table beside the chart shows them; ``url`` leads to the rows behind them."""

    label: str
    figures: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """Up to five series over the same labels. ``shown`` writes a figure, ``urls`` lead from a label to its rows."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    shown: Callable[[int], str] = str
    urls: tuple[str, ...] = ()
    is_line: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(value for one in self.series for value in one.values)

    @property
    def rows(self) -> list[TableRow]:
        return [
            TableRow(label, tuple(self._figure(one.values[at]) for one in self.series), self._url(at))
            for at, label in enumerate(self.labels)
        ]

    @property
    def svg(self) -> SafeString:
        """The picture. It is hidden from readers of the page by ear: the table says the same."""
        scale = Scale.of([value or 0 for one in self.series for value in one.values])
        marks = self._lines(scale) if self.is_line else self._columns(scale)
        return format_html(
            '<svg class="plot" height="{}" aria-hidden="true" focusable="false">'
            '{}<svg class="field" x="{}">{}{}</svg></svg>',
            HEIGHT,
            self._rules(scale),
            GUTTER,
            marks,
            self._axis(),
        )

    def _figure(self, value: int | None) -> str:
        return "–" if value is None else self.shown(value)

    def _url(self, at: int) -> str:
        return self.urls[at] if at < len(self.urls) else ""

    def _middle(self, at: int) -> float:
        return (at + 0.5) * 100 / len(self.labels)

    def _rules(self, scale: Scale) -> SafeString:
        lines = ((f"{scale.y(at):.1f}", f"{scale.y(at) + 4:.1f}", self.shown(at)) for at in scale.rules)
        return format_html_join(
            "",
            f'<line class="rule" x1="{GUTTER}" x2="100%" y1="{{0}}" y2="{{0}}"/>'
            f'<text class="rung" x="{GUTTER - 6}" y="{{1}}">{{2}}</text>',
            lines,
        )

    def _axis(self) -> SafeString:
        every = math.ceil(len(self.labels) / MOST_LABELS)
        last = len(self.labels) - 1
        places = ((f"{self._middle(at):.2f}%", HEIGHT - 6, self.labels[at]) for at in range(last, -1, -every))
        return format_html_join("", '<text class="tick" x="{}" y="{}">{}</text>', places)

    def _columns(self, scale: Scale) -> SafeString:
        width = 100 / max(len(self.labels), 1)
        each = width * (1 - GAP) / len(self.series)
        return format_html_join(
            "",
            "{}",
            (
                (self._column(at, number, at * width + width * GAP / 2 + number * each, each, scale),)
                for at in range(len(self.labels))
                for number in range(len(self.series))
            ),
        )

    def _column(self, at: int, number: int, start: float, width: float, scale: Scale) -> SafeString:
        value = self.series[number].values[at]
        if not value:
            return SafeString("")
        zero, tip = scale.y(0), scale.y(value)
        drawn = format_html(
            '<rect class="s{}" x="{}%" width="{}%" y="{}" height="{}" rx="2"><title>{}</title></rect>',
            number + 1,
            f"{start:.2f}",
            f"{width * 0.94:.2f}",
            f"{min(zero, tip):.1f}",
            f"{max(abs(zero - tip), 1):.1f}",
            f"{self.labels[at]} · {self.series[number].label}: {self.shown(value)}",
        )
        url = self._url(at)
        return format_html('<a href="{}" tabindex="-1">{}</a>', url, drawn) if url else drawn

    def _lines(self, scale: Scale) -> SafeString:
        return format_html_join(
            "", "{}", ((self._line(number, one, scale),) for number, one in enumerate(self.series, 1))
        )

    def _line(self, number: int, one: Series, scale: Scale) -> SafeString:
        known = [
            (self._middle(at), scale.y(value), at, value) for at, value in enumerate(one.values) if value is not None
        ]
        pairs = itertools.pairwise(known)
        strokes = format_html_join(
            "",
            '<line class="stroke s{}" x1="{}%" y1="{}" x2="{}%" y2="{}"/>',
            ((number, f"{a[0]:.2f}", f"{a[1]:.1f}", f"{b[0]:.2f}", f"{b[1]:.1f}") for a, b in pairs),
        )
        dots = format_html_join(
            "",
            '<circle class="point s{}" cx="{}%" cy="{}" r="3"><title>{}</title></circle>',
            ((number, f"{x:.2f}", f"{y:.1f}", f"{self.labels[at]}: {self.shown(value)}") for x, y, at, value in known),
        )
        return strokes + dots


@dataclass(frozen=True)
class Scale:
    """From figures to heights: ``low`` to ``high`` with round figures between, zero always among them."""

    low: int
    high: int
    rules: tuple[int, ...]

    @classmethod
    def of(cls, values: Sequence[int]) -> Scale:
        top, bottom = max([0, *values]), min([0, *values])
        step = _round_step((top - bottom) / RULES)
        high, low = math.ceil(top / step) * step, math.floor(bottom / step) * step
        return cls(low, max(high, low + step), tuple(range(low, max(high, low + step) + 1, step)))

    def y(self, value: int) -> float:
        return TOP + (self.high - value) * (HEIGHT - TOP - BOTTOM) / (self.high - self.low)


def _round_step(least: float) -> int:
    if least <= 1:
        return 1
    power = 10 ** math.floor(math.log10(least))
    return int(
        next(step * power for step in STEPS if step * power >= least - 1e-9 and float(step * power).is_integer())
    )
