"""Terms that contradict themselves name the field at fault."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from roadbook.calc.schedule import (
    Disbursement,
    Grace,
    Method,
    Profile,
    RateChange,
    Rounding,
    Step,
    TermsRefused,
)

from .schedules import START, made

DAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("principal", {"principal": 0}),
        ("rate", {"rate": Fraction(-1, 100)}),
        ("unit", {"unit": 0}),
        ("rounding", {"rounding": Rounding.NONE}),
        ("payment_rounding", {"payment_rounding": Rounding.NONE}),
        ("down_payment", {"down_payment": -1}),
        ("payment", {"payment": -1}),
        ("payment", {"payment": 100_00, "method": Method.FLAT}),
        ("residual", {"residual": -1}),
        ("residual", {"residual": 1200_01}),
        ("profile", {"profile": Profile.FINERACT, "residual": 1}),
        ("count", {"count": 0}),
        ("count", {"count": 1201}),
        ("every_months", {"every_months": 0}),
        ("due_on", {"due_on": (DAY,)}),
        ("due_on", {"due_on": (DAY, DAY), "count": 2}),
        ("first_due_on", {"first_due_on": START}),
        ("first_due_on", {"first_due_on": date(2025, 1, 14)}),
        ("first_due_on", {"advance": True}),
        ("residual_due_on", {"residual_due_on": START}),
        ("payments", {"method": Method.GIVEN}),
        ("payments", {"method": Method.GIVEN, "payments": (1, 2, 3)}),
        ("payments", {"payments": (1, 2)}),
        ("payments", {"method": Method.GIVEN, "payments": (-1, 0, 0, 0, 0)}),
        ("factors", {"factors": (Fraction(-1),)}),
        ("factors", {"factors": (Fraction(0),)}),
        ("steps", {"steps": (Step(1, Fraction(-1)),)}),
        ("steps", {"steps": (Step(3, Fraction(1)), Step(2, Fraction(1)))}),
        ("grace_principal", {"grace_principal": 6}),
        ("grace_interest", {"grace_interest": 6}),
        ("grace_kind", {"method": Method.FLAT, "grace_interest": 1, "grace_kind": Grace.WAIVED}),
        ("interest_every", {"interest_every": 0}),
        ("interest_every", {"interest_every": 2, "grace_interest": 1}),
        ("disbursements", {"disbursements": (Disbursement(START, 1),)}),
        ("disbursements", {"disbursements": (Disbursement(START, 1200_01), Disbursement(DAY, -1))}),
        ("disbursements", {"disbursements": (Disbursement(date(2025, 1, 1), 1200_00),)}),
        ("rate_changes", {"rate_changes": (RateChange(DAY, Fraction(-1)),)}),
    ],
)
def test_wrong_terms_name_their_field(field, changes):
    with pytest.raises(TermsRefused) as refusal:
        made(**changes)
    assert refusal.value.field == field
    assert refusal.value.message


def test_an_instalment_that_misses_its_interest_is_refused_with_the_row_and_the_sum():
    with pytest.raises(TermsRefused, match="row 1 is 200 minor units less than its interest of 1200") as refusal:
        made(payment=10_00)
    assert refusal.value.field == "payment"


def test_an_agreed_instalment_that_repays_too_early_is_refused_with_the_row():
    with pytest.raises(TermsRefused, match="row 3 already repays all"):
        made(payment=500_00)


def test_given_amounts_that_do_not_end_at_the_residual_are_refused_with_the_right_last_one():
    with pytest.raises(TermsRefused, match="the last must be 2707 minor units, not 2700"):
        made(method=Method.GIVEN, payments=(50000, 30000, 20000, 10000, 10000, 2700))
