"""What a product allows, and what it says when it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from roadbook.apps.leasing.models import ProductTerms, TermsRefused
from roadbook.apps.leasing.models.agreed import problems
from roadbook.apps.leasing.models.terms import percent

from .test_plan import WORKED


def test_terms_survive_their_json():
    terms = ProductTerms(rate_max=Decimal("0.24"), methods=("annuity",), charge_days_before=10)
    assert ProductTerms.from_data(terms.to_data()) == terms


def test_agreed_terms_within_the_product_have_no_problem():
    assert list(problems(WORKED, ProductTerms())) == []


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("price", {"price": 0}),
        ("down_payment", {"down_payment": 25_000_00}),
        ("down_payment", {"down_payment": -1}),
        ("residual", {"residual": 1}),
        ("rate", {"rate": Decimal("0.51")}),
        ("rate", {"rate": Decimal("-0.01")}),
        ("count", {"count": 0}),
        ("count", {"count": 600}),
        ("method", {"method": "by_magic"}),
        ("first_due_on", {"first_due_on": date(2025, 4, 5)}),
    ],
)
def test_a_term_outside_the_product_is_named(field: str, changed: dict):
    assert [problem.field for problem in problems(replace(WORKED, **changed), ProductTerms())] == [field]


@pytest.mark.parametrize(
    "broken",
    [
        {"method": "by_magic"},
        {"day_count": "by_magic"},
        {"rounding": "by_magic"},
        {"every_months": 0},
        {"charge_days_before": 61},
        {"rate_min": "0.1", "rate_default": "0.05"},
        {"count_min": 60, "count_default": 48},
        {"residual_max": "1"},
        {"unheard_of": 1},
    ],
)
def test_contradictory_product_terms_are_refused(broken: dict):
    with pytest.raises(TermsRefused):
        ProductTerms.from_data(broken)


def test_percent_has_no_trailing_zeros():
    assert [percent(Decimal(rate)) for rate in ("0.089", "0.1", "0", "0.004500")] == ["8.9", "10", "0", "0.45"]
