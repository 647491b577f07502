"""Charts: places, figures, links, and what is written beside them."""

from __future__ import annotations

import re

import pytest

from roadbook.kit.charts import Chart, Scale, Series


def test_columns_have_heights_in_proportion_to_their_figures():
    drawn = Chart(("a", "b"), (Series("n", (1, 3)),)).svg
    heights = [float(one) for one in re.findall(r'height="([0-9.]+)" rx', drawn)]
    assert heights[1] == pytest.approx(3 * heights[0], abs=0.2)


def test_a_figure_that_is_not_known_is_a_dash_and_draws_nothing():
    chart = Chart(("a", "b"), (Series("n", (None, 2)),))
    assert chart.svg.count("<rect") == 1
    assert [row.figures for row in chart.rows] == [("–",), ("2",)]


def test_a_column_leads_to_its_rows():
    chart = Chart(("a",), (Series("n", (2,)),), urls=("/contracts/?q=a&b=1",))
    assert 'href="/contracts/?q=a&amp;b=1"' in chart.svg
    assert chart.rows[0].url == "/contracts/?q=a&b=1"


def test_hostile_labels_print_as_text():
    chart = Chart(("<script>",), (Series('"><b>', (2,)),))
    assert "<script" not in chart.svg
    assert "<b>" not in chart.svg


def test_a_line_joins_the_figures_that_are_known():
    drawn = Chart(("a", "b", "c", "d"), (Series("km", (1, 2, None, 4)),), is_line=True).svg
    assert drawn.count("<circle") == 3
    assert drawn.count('class="stroke') == 2


@pytest.mark.parametrize(
    ("values", "low", "high", "rules"),
    [
        ([0, 0], 0, 1, (0, 1)),
        ([1, 2, 3], 0, 3, (0, 1, 2, 3)),
        ([10], 0, 10, (0, 5, 10)),
        ([-4, 5], -5, 5, (-5, 0, 5)),
        ([123_456], 0, 150_000, (0, 50_000, 100_000, 150_000)),
    ],
)
def test_the_scale_is_round_and_holds_zero(values, low, high, rules):
    assert Scale.of(values) == Scale(low, high, rules)


def test_without_figures_a_chart_is_empty():
    assert Chart(("a",), (Series("n", (0,)),)).is_empty
    assert not Chart(("a",), (Series("n", (1,)),)).is_empty
