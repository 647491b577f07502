from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from roadbook.calc import bulk
from roadbook.calc.schedule import Terms, build


def random_terms(size, seed):
    """Small and large amounts, no rate and usurious rates, with and without a residual value."""
    draw = np.random.default_rng(seed)
    principal = (10 ** draw.uniform(1, 11, size)).astype(np.int64)
    rate = np.where(draw.random(size) < 0.05, 0, draw.integers(1, 60_000_000, size))
    residual = np.where(draw.random(size) < 0.5, 0, (principal * draw.random(size)).astype(np.int64))
    return {
        "principal": principal,
        "rate_ppb": rate,
        "count": draw.integers(1, 121, size),
        "residual": residual,
    }


def exact(principal, rate_ppb, count, residual):
    return build(
        Terms(
            principal=int(principal),
            rate=Fraction(int(rate_ppb) * 12, 10**9),
            count=int(count),
            residual=int(residual),
            start_on=date(2025, 1, 1),
            first_due_on=date(2025, 2, 1),
        )
    )


def assert_equal_to_the_exact_path(terms):
    plan = bulk.annuities(**terms)
    for index, one in enumerate(zip(*terms.values(), strict=True)):
        want, count = exact(*one), int(terms["count"][index])
        assert plan.payment[index] == want.payment, one
        assert plan.interest[:count, index].tolist() == [row.interest for row in want.rows], one
        assert plan.principal[:count, index].tolist() == [row.principal for row in want.rows], one
        assert not plan.interest[count:, index].any()
        assert not plan.principal[count:, index].any()


def test_vectors_equal_the_exact_path_to_the_unit():
    assert_equal_to_the_exact_path(random_terms(2000, seed=1))


@pytest.mark.long
def test_a_hundred_thousand_vectors_equal_the_exact_path_to_the_unit():
    assert_equal_to_the_exact_path(random_terms(100_000, seed=2))


def test_the_size_of_the_chunk_changes_nothing():
    terms = random_terms(500, seed=3)
    one, other = bulk.annuities(**terms), bulk.annuities(**terms, chunk=7)
    assert (one.principal == other.principal).all()
    assert (one.interest == other.interest).all()


def test_an_instalment_that_lies_on_a_half_rounds_up():
    terms = {"principal": [25, 1_000_000_000_001], "rate_ppb": [0, 0], "count": [10, 2]}
    plan = bulk.annuities(**{name: np.array(value) for name, value in terms.items()})
    assert plan.payment.tolist() == [3, 500_000_000_001]


def test_principal_and_interest_are_whole_minor_units():
    plan = bulk.annuities(**random_terms(10, seed=4))
    assert {plan.payment.dtype, plan.interest.dtype, plan.principal.dtype} == {np.dtype(np.int64)}


def vectors(**changes: int):
    plain = {"principal": 1000, "rate_ppb": 5_000_000, "count": 12, "residual": 0}
    return {name: np.array([value], dtype=np.int64) for name, value in (plain | changes).items()}


def test_the_largest_product_that_fits_is_computed_and_one_more_is_refused():
    rate = 15_000_000
    most = (2**63 - 1 - 500_000_000) // rate
    assert bulk.annuities(**vectors(principal=most, rate_ppb=rate)).principal.sum() == most
    with pytest.raises(bulk.BulkRefused, match="63 bits"):
        bulk.annuities(**vectors(principal=most + 1, rate_ppb=rate))


def test_a_large_amount_beside_a_large_rate_of_another_schedule_is_no_overflow():
    terms = {"principal": [10**15, 1000], "rate_ppb": [1_000, 2_000_000_000], "count": [3, 3]}
    plan = bulk.annuities(**{name: np.array(value) for name, value in terms.items()})
    assert plan.principal.sum(axis=0).tolist() == [10**15, 1000]


@pytest.mark.parametrize(
    "changes", [{"principal": 0}, {"rate_ppb": -1}, {"count": 0}, {"residual": -1}, {"residual": 1001}]
)
def test_values_out_of_range_are_refused(changes):
    with pytest.raises(bulk.BulkRefused):
        bulk.annuities(**vectors(**changes))


def test_no_schedules_at_all_are_an_empty_result():
    empty = np.array([], dtype=np.int64)
    assert bulk.annuities(principal=empty, rate_ppb=empty, count=empty).payment.shape == (0,)
