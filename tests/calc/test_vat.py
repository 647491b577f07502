"""VAT on net and within gross: worked figures, halves, credit notes, and that both ways agree."""

from __future__ import annotations

import doctest
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import vat
from roadbook.calc.explain import recompute

RATES = [Fraction(percent, 100) for percent in (0, 5, 7, 8, 9, 10, 18, 20, 22, 23)]
AMOUNTS = st.integers(-(10**12), 10**12)


def test_doctest():
    assert doctest.testmod(vat).failed == 0


@pytest.mark.parametrize(
    ("net", "percent", "expected"),
    [(100_00, 20, 20_00), (100_00, 22, 22_00), (50, 23, 12), (-50, 23, -12), (2, 20, 0), (3, 20, 1), (0, 20, 0)],
)
def test_vat_on_net(net, percent, expected):
    found = vat.on_net(net, Fraction(percent, 100))
    assert (found.vat, found.gross) == (expected, net + expected)
    assert recompute(found.line) == expected


@pytest.mark.parametrize(
    ("gross", "percent", "expected"),
    [(120_00, 20, 20_00), (122_00, 22, 22_00), (100_00, 23, 18_70), (-100_00, 23, -18_70), (3, 20, 1), (2, 20, 0)],
)
def test_vat_within_gross(gross, percent, expected):
    found = vat.within_gross(gross, Fraction(percent, 100))
    assert (found.vat, found.net) == (expected, gross - expected)
    assert recompute(found.line) == expected


@given(AMOUNTS, st.sampled_from(RATES))
def test_a_gross_amount_is_the_sum_of_its_parts_and_a_net_one_comes_back(amount, rate):
    assert vat.within_gross(amount, rate).gross == amount
    assert vat.within_gross(vat.on_net(amount, rate).gross, rate).net == amount
