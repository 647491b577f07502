"""Rules of late interest as data: each row with its law, the days on both sides of each change, and formulas."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from roadbook.apps.jurisdictions import queries
from roadbook.calc import interest
from roadbook.calc.explain import recompute
from roadbook.calc.interest import Divisor, RatePeriod
from roadbook.calc.settlement import Segment

COUNTRIES = ["BG", "EU", "PL", "RU"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_rows_of_a_rule_follow_each_other_and_name_their_law(country):
    rules = queries.late_interest_rules(country)
    for code in {one.code for one in rules}:
        rows = [one for one in rules if one.code == code]
        assert len({(one.divisor, one.rounding, one.round_each_rate_period) for one in rows}) == 1
        ends = [one.valid_until for one in rows]
        assert all(end and end < row.valid_from for end, row in zip(ends[:-1], rows[1:], strict=True))
        assert all((row.valid_from - end).days == 1 for end, row in zip(ends[:-1], rows[1:], strict=True) if end)
        assert ends[-1] is None
    assert all(one.law and one.counting and one.confidence in {"high", "medium", "low"} for one in rules)
    assert all(not one.series or one.series in queries.all_series() for one in rules)
    assert all(not one.compensation or queries.limit(country, one.compensation, date(2026, 1, 1)) for one in rules)


@pytest.mark.parametrize(
    ("rule", "day", "series", "margin", "reset"),
    [
        ("BG.legal", "2025-12-31", "BG_bnb_base_rate", "10", "half_yearly"),
        ("BG.legal", "2026-01-01", "EU_ecb_main_refinancing", "8", "half_yearly"),
        ("PL.delay", "2015-12-31", "PL_statutory_delay", "0", "as_changed"),
        ("PL.delay", "2016-01-01", "PL_nbp_reference", "5.5", "as_changed"),
        ("PL.capital", "2016-01-01", "PL_nbp_reference", "3.5", "as_changed"),
        ("PL.commercial", "2019-12-31", "PL_nbp_reference", "8", "half_yearly"),
        ("PL.commercial", "2020-01-01", "PL_nbp_reference", "10", "half_yearly"),
        ("PL.commercial_health", "2020-01-01", "PL_nbp_reference", "8", "half_yearly"),
        ("RU.art395", "2016-08-01", "RU_cbr_key_rate", "0", "as_changed"),
        ("RU.consumer_max", "2014-07-01", "", "20", "as_changed"),
        ("EU.late_payment", "2013-03-16", "EU_ecb_main_refinancing", "8", "half_yearly"),
    ],
)
def test_the_rule_of_a_day(rule, day, series, margin, reset):
    found = queries.late_interest_rule(*rule.split("."), date.fromisoformat(day))
    assert (found.series, found.margin, found.reset) == (series, Fraction(margin) / 100, reset)


@pytest.mark.parametrize(
    ("country", "divisor", "each_period"),
    [
        ("BG", Divisor.FIXED_360, False),
        ("PL", Divisor.FIXED_365, True),
        ("RU", Divisor.ACTUAL, False),
        ("EU", Divisor.FIXED_365, False),
    ],
)
def test_how_a_country_counts(country, divisor, each_period):
    code = queries.late_interest_code(country, commercial=True)
    rule = queries.late_interest_rule(country, code, date(2026, 1, 1))
    assert (rule.divisor, rule.round_each_rate_period, rule.grace_days) == (divisor, each_period, 0)
    assert rule.base == "main_claim"


@pytest.mark.parametrize(
    ("country", "code", "day"),
    [("RU", "art395", "2016-07-31"), ("PL", "commercial", "2015-12-31"), ("EU", "late_payment", "2013-03-15")],
)
def test_a_day_before_the_rule_is_refused(country, code, day):
    with pytest.raises(queries.RateUnknown, match=f"there is no rule for {day}"):
        queries.late_interest_rule(country, code, date.fromisoformat(day))


def test_unknown_codes_countries_and_audiences_are_errors():
    with pytest.raises(LookupError, match="no rule of late interest 'xx' in 'PL'"):
        queries.late_interest_rule("PL", "xx", date(2020, 1, 1))
    with pytest.raises(LookupError, match="no late_interest of 'XX'"):
        queries.late_interest_rules("XX")
    with pytest.raises(LookupError, match="consumer debts in 'EU'"):
        queries.late_interest_code("EU", commercial=False)


@pytest.mark.parametrize(
    ("country", "commercial", "rule", "cap"),
    [
        ("PL", False, "delay", "delay_max"),
        ("PL", True, "commercial", "delay_max"),
        ("BG", False, "legal", "legal"),
        ("BG", True, "legal", ""),
        ("RU", False, "art395", "consumer_max"),
        ("RU", True, "art395", ""),
        ("EU", True, "late_payment", ""),
    ],
)
def test_which_rule_counts_for_whom(country, commercial, rule, cap):
    assert queries.late_interest_code(country, commercial=commercial) == rule
    assert queries.late_interest_code(country, commercial=commercial, cap=True) == cap


def test_a_half_year_keeps_its_rate_while_the_base_changes():
    found = queries.late_interest_rates("BG", "legal", date(2025, 3, 1), date(2026, 11, 24))
    assert [(one.valid_from.isoformat(), one.rate * 10_000) for one in found] == [
        ("2025-01-01", 1295),
        ("2025-07-01", 1191),
        ("2026-01-01", 1015),
        ("2026-07-01", 1015),
    ]


def test_a_rule_that_begins_within_a_half_year_takes_its_base_from_the_beginning():
    found = queries.late_interest_rates("EU", "late_payment", date(2013, 3, 16), date(2013, 7, 1))
    assert [(one.valid_from.isoformat(), one.rate * 10_000) for one in found] == [
        ("2013-03-16", 875),
        ("2013-07-01", 850),
    ]


def test_an_agreed_rate_is_bounded_by_the_cap_of_each_day():
    agreed = (RatePeriod(date(2019, 1, 1), Fraction(20, 100)),)
    given = {"since": date(2020, 3, 1), "until": date(2020, 6, 30), "agreed": agreed}
    formula = queries.late_interest_formula("PL", "delay", cap="delay_max", **given)
    assert [one.rate * 100 for one in formula.in_force][-4:] == [14, 13, 12, Fraction(56, 5)]
    debt = Segment(start=date(2020, 2, 29), end=date(2020, 6, 30), outstanding=10_000_00)
    found = interest.late_interest([debt], formula)
    assert found.amount == 65_21 + 78_36 + 164_38 + 101_26
    assert recompute(found.line) == found.amount
    assert found.rule == "late_interest.pl.delay.agreed"


def test_a_formula_says_nothing_of_days_that_it_was_not_made_for():
    formula = queries.late_interest_formula("PL", "commercial", since=date(2026, 7, 1), until=date(2026, 9, 30))
    debt = Segment(start=date(2026, 6, 30), end=date(2026, 10, 1), outstanding=10_000_00)
    with pytest.raises(interest.InterestRefused, match="no rate after 2026-09-30"):
        interest.late_interest([debt], formula)


def test_a_consumer_in_russia_owes_at_most_twenty_percent():
    agreed = (RatePeriod(date(2024, 1, 1), Fraction(365, 1000)),)
    formula = queries.late_interest_formula(
        "RU", "art395", since=date(2025, 1, 1), until=date(2025, 3, 14), agreed=agreed, cap="consumer_max"
    )
    debt = Segment(start=date(2024, 12, 31), end=date(2025, 3, 14), outstanding=10_000_00)
    assert interest.late_interest([debt], formula).amount == 400_00


def test_legal_interest_across_the_change_of_the_bulgarian_base():
    formula = queries.late_interest_formula("BG", "legal", since=date(2025, 12, 22), until=date(2026, 1, 10))
    debt = Segment(start=date(2025, 12, 21), end=date(2026, 1, 10), outstanding=36_000_00)
    assert interest.late_interest([debt], formula).amount == 119_10 + 101_50


@pytest.mark.parametrize(
    ("country", "due", "moved"),
    [
        ("PL", "2010-01-06", "2010-01-06"),
        ("PL", "2011-01-06", "2011-01-07"),
        ("PL", "2016-12-31", "2016-12-31"),
        ("PL", "2017-01-07", "2017-01-09"),
        ("PL", "2018-11-10", "2018-11-13"),
        ("PL", "2024-12-24", "2024-12-24"),
        ("PL", "2025-12-24", "2025-12-29"),
        ("BG", "2026-03-01", "2026-03-02"),
        ("BG", "2026-09-05", "2026-09-08"),
        ("RU", "2026-05-09", "2026-05-12"),
        ("EU", "2026-05-09", "2026-05-09"),
    ],
)
def test_a_due_date_leaves_days_off(country, due, moved):
    assert queries.shifted_due_date(country, date.fromisoformat(due)) == date.fromisoformat(moved)
