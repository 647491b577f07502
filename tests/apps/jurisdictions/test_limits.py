"""Limits of the country packs, dated; and each rule of the collection of legal limits against what the packs hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from roadbook.apps.jurisdictions import queries
from roadbook.calc import apr, limits, psk
from roadbook.calc.interest import Divisor

DATA = Path(__file__).parents[2] / "conformance/data/legal_limits.json"
RECORDS = json.loads(DATA.read_text(encoding="utf-8"))["records"]
COUNTRIES = ["BG", "EU", "PL", "RU"]
NOW = date(2026, 11, 24)
Rule = dict[str, Any]


def limit(country: str, name: str, day: str = "2026-11-24") -> queries.Limit:
    return queries.limit(country, name, date.fromisoformat(day))


def legal(country: str, code: str, day: str) -> Fraction:
    on = date.fromisoformat(day)
    return queries.late_interest_rates(country, code, on, on)[-1].rate


@pytest.mark.parametrize("country", COUNTRIES)
def test_rows_of_a_limit_follow_each_other_and_name_their_source(country):
    rows = queries.limits(country)
    for one in rows:
        assert one.id.startswith((country.lower(), f"vat-{country}"))
        assert one.source
        assert one.topic
        assert one.confidence in {"high", "medium", "low"}
        same = [other for other in rows if other.id == one.id and other.valid_from > one.valid_from]
        assert not same or (one.valid_until and (same[0].valid_from - one.valid_until).days == 1)
        if "late_interest" in one.values:
            codes = one.values["late_interest"]
            for code in [codes] if isinstance(codes, str) else codes:
                assert queries.late_interest_rule(country, code, NOW)
        if "vat" in one.values:
            assert queries.vat_rate(country, one.valid_from, one.values["vat"])


def polish_compensation(rule: Rule) -> None:
    steps = [(one["debt_pln"], one["eur"]) for one in rule["eur_by_debt_pln"]]
    assert steps == [("<= 5000", 40), ("> 5000 and < 50000", 70), (">= 50000", 100)]
    after, before = limit("PL", "pl-compensation", rule["from"]), limit("PL", "pl-compensation", "2019-12-31")
    for debt, eur in ((1, 40), (5_000_00, 40), (5_000_01, 70), (49_999_99, 70), (50_000_00, 100)):
        assert limits.recovery_cost(debt, after.tiers).amount == eur * 100
        assert limits.recovery_cost(debt, before.tiers).amount == 40_00
    assert after.values["assignable"] is False


def polish_maximum(rule: Rule) -> None:
    terms = limit("PL", "pl-max-interest")
    assert rule["capital"].startswith(f"{terms.values['factor']} x (NBP reference + 3.5 pp)")
    assert rule["delay"].startswith(f"{terms.values['factor']} x (NBP reference + 5.5 pp)")
    reference = queries.rate(terms.values["series"], date(2025, 5, 8)).rate
    for margin, code, percent in (("capital", "capital_max", "17.50"), ("delay", "delay_max", "21.50")):
        found = limits.rate_cap(reference, terms.share(f"{margin}_margin_points"), terms.values["factor"])
        assert found.percent == Decimal(percent)
        assert found.rate == legal("PL", code, "2025-05-08") == legal("PL", code, "2025-07-02")


def polish_costs(rule: Rule) -> None:
    assert (rule["n>=30 days"], rule["n<30 days"]) == ("K*10% + K*(n/R)*10%", "K*5%")
    assert rule["absolute_cap"] == "45% of K"
    cap = limit("PL", "pl-mpkk").cost_cap
    amounts = [limits.cost_cap(10_000_00, days, 365, cap).amount for days in (29, 30, 365, 1461)]
    assert amounts == [500_00, 1_082_19, 2_000_00, 4_500_00]
    assert limit("PL", "pl-mpkk").values["together_within_days"] == 120
    with pytest.raises(queries.LimitUnknown):
        limit("PL", "pl-mpkk", "2022-12-17")


def bulgarian_apr(rule: Rule) -> None:
    factor = limit("BG", "bg-apr-cap").values["factor"]
    assert rule["cap"] == f"{factor} x legal interest"
    caps = [limits.rate_cap(legal("BG", "legal", day), Fraction(0), factor) for day in ("2025-12-31", "2026-01-01")]
    assert [one.percent for one in caps] == [Decimal("59.55"), Decimal("50.75")]


def bulgarian_interest(rule: Rule) -> None:
    assert rule["day"].startswith("1/360")
    before, after = (queries.late_interest_rule("BG", "legal", day) for day in (date(2025, 12, 31), date(2026, 1, 1)))
    assert (before.series, before.margin, before.divisor) == ("BG_bnb_base_rate", Fraction(10, 100), "360")
    assert (after.series, after.margin, after.divisor) == ("EU_ecb_main_refinancing", Fraction(8, 100), "360")


def bulgarian_recovery(rule: Rule) -> None:
    after, before = limit("BG", "bg-collection-cost-40"), limit("BG", "bg-collection-cost-40", "2025-12-31")
    assert limits.recovery_cost(1_00, after.tiers).amount == rule["eur"] * 100
    assert limits.recovery_cost(1_00, before.tiers).amount == 80_00
    assert "bgn" in before.values["tiers"][0]


def union_late_payment(rule: Rule) -> None:
    found = limit("EU", "eu-late-payment")
    assert limits.recovery_cost(1_00, found.tiers).amount == 40_00
    assert rule["flat"] == "at least EUR 40"
    assert legal("EU", "late_payment", "2026-01-01") == found.share("margin_points") + Fraction(215, 10_000)


def russian_full_cost(rule: Rule) -> None:
    terms = limit("RU", "ru-psk-formula").values
    assert rule["rounding"] == f"{terms['places']} decimals"
    flows = [
        apr.Flow(date(2026, 1, 15), 100_00),
        apr.Flow(date(2026, 2, 15), -1_00),
        apr.Flow(date(2026, 3, 15), -101_00),
    ]
    assert psk.base_period(flows).per_year == 12
    assert psk.full_cost(flows).percent(terms["places"]) == Decimal("12.000")


def russian_overpayment(rule: Rule) -> None:
    assert [rule["to 2026-03-31"], rule["from 2026-04-01"]] == ["130% of the sum lent", "100% of the sum lent"]
    days = ("2026-03-31", "2026-04-01")
    shares = [limit("RU", "ru-mfo-overpay", day).share("percent_of_sum") for day in days]
    assert [limits.overpayment_cap(10_000_00, one).amount for one in shares] == [13_000_00, 10_000_00]
    assert limit("RU", "ru-mfo-overpay").values["includes"] == ["interest", "penalty", "paid_service"]


def russian_count(rule: Rule) -> None:
    assert set(rule) == {"2026-10-01..2027-03-31", "from 2027-04-01"}
    first, then = limit("RU", "ru-mfo-count", "2027-03-31").values, limit("RU", "ru-mfo-count", "2027-04-01").values
    assert (first["most_open"], first["psk_above_percent"]) == (2, "200")
    assert (then["most_open"], then["psk_above_percent"], then["cooling_off_days"]) == (1, "100", 3)
    with pytest.raises(queries.LimitUnknown):
        limit("RU", "ru-mfo-count", "2026-09-30")


def russian_daily(rule: Rule) -> None:
    found = limit("RU", "ru-mfo-daily", rule["from"])
    assert found.values["percent_per_day"] == rule["percent_per_day"]
    assert f"{found.values['psk_percent']}% a year" == rule["psk_cap"]
    assert found.share("percent_per_day") * 365 == found.share("psk_percent")
    with pytest.raises(queries.LimitUnknown):
        limit("RU", "ru-mfo-daily", "2023-06-30")


def russian_penalty(rule: Rule) -> None:
    found = limit("RU", "ru-penalty-consumer")
    assert rule["if interest keeps running"] == f"{found.values['interest_runs_percent_per_year']}% a year"
    assert rule["if interest does not run"] == f"{found.values['interest_stops_percent_per_day']}% a day"
    by_year = limits.penalty_cap(10_000_00, 73, found.share("interest_runs_percent_per_year"), 365)
    by_day = limits.penalty_cap(10_000_00, 73, found.share("interest_stops_percent_per_day"), 1)
    assert (by_year.amount, by_day.amount) == (400_00, 730_00)
    assert legal("RU", "consumer_max", "2026-01-01") == found.share("interest_runs_percent_per_year")


def russian_395(rule: Rule) -> None:
    assert "from 2016-08-01" in rule["rate"]
    found = queries.late_interest_rule("RU", "art395", date(2016, 8, 1))
    assert (found.series, found.margin, found.divisor) == ("RU_cbr_key_rate", 0, Divisor.ACTUAL)


def vat(country: str) -> Callable[[Rule], None]:
    def check(rule: Rule) -> None:
        for day in (rule["from"] or "2007-01-01", rule["to"] or NOW.isoformat()):
            found = queries.vat_rate(country, date.fromisoformat(day))
            assert found.rate == Fraction(rule["percent"]) / 100
        if country == "RU":
            assert found.valid_from.isoformat() == rule["from"]
            assert (found.valid_until.isoformat() if found.valid_until else None) == rule["to"]

    return check


def polish_car(rule: Rule) -> None:
    assert f"{limit('PL', 'pl-vat-car-50').values['deductible_percent']}%" == rule["deductible"]


CHECKS: dict[str, Callable[[Rule], None]] = {
    "pl-compensation": polish_compensation,
    "pl-max-interest": polish_maximum,
    "pl-mpkk": polish_costs,
    "bg-apr-cap": bulgarian_apr,
    "bg-legal-interest-rule": bulgarian_interest,
    "bg-collection-cost-40": bulgarian_recovery,
    "eu-late-payment": union_late_payment,
    "ru-psk-formula": russian_full_cost,
    "ru-mfo-overpay": russian_overpayment,
    "ru-mfo-count": russian_count,
    "ru-mfo-daily": russian_daily,
    "ru-penalty-consumer": russian_penalty,
    "ru-art395": russian_395,
    "vat-RU-20": vat("RU"),
    "vat-RU-22": vat("RU"),
    "vat-PL-23": vat("PL"),
    "vat-BG-20": vat("BG"),
    "pl-vat-car-50": polish_car,
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_a_collected_rule_stands_in_the_packs(record):
    known = [one for one in queries.limits(record["country"]) if one.id == record["id"]]
    assert known
    assert known[0].source
    CHECKS[record["id"]](record["rule"])


@pytest.mark.parametrize(
    ("country", "name", "day", "values"),
    [
        ("EU", "eu-withdrawal", "2026-11-19", {"days": 14}),
        ("EU", "eu-withdrawal", "2026-11-20", {"days": 14}),
        ("PL", "pl-withdrawal", "2011-12-18", {"days": 14}),
        ("BG", "bg-withdrawal", "2010-05-12", {"days": 14}),
        ("RU", "ru-withdrawal", "2014-07-01", {"days": 14, "days_for_a_purpose": 30}),
        ("BG", "bg-fees-forbidden", "2014-07-23", {"forbidden": ["drawing", "management"]}),
        ("BG", "bg-late-cap", "2026-01-01", {"late_interest": "legal"}),
        ("PL", "pl-cash-limit", "2017-01-01", {"amount": "15000.00", "currency": "PLN"}),
        ("RU", "ru-cash-limit", "2014-06-01", {"amount": "100000.00", "currency": "RUB"}),
    ],
)
def test_a_limit_counts_from_its_day(country, name, day, values):
    found = limit(country, name, day)
    assert {key: found.values[key] for key in values} == values
    first = min(one.valid_from for one in queries.limits(country) if one.id == name)
    with pytest.raises(queries.LimitUnknown, match=f"no limit {name} of {country}"):
        queries.limit(country, name, date.fromordinal(first.toordinal() - 1))


def test_an_amount_is_in_minor_units():
    assert limit("PL", "pl-cash-limit").amount("amount") == 15_000_00


@pytest.mark.parametrize(
    ("country", "long", "short"), [("EU", 100_00, 50_00), ("BG", 100_00, 50_00), ("PL", 100_00, 50_00), ("RU", 0, 0)]
)
def test_compensation_for_early_repayment(country, long, short):
    terms = limit(country, f"{country.lower()}-early-repayment").early_repayment
    found = [limits.early_repayment_cap(10_000_00, days, 500_00, terms).amount for days in (366, 365)]
    assert found == [long, short]


@pytest.mark.parametrize("country", ["BG", "PL", "RU"])
def test_interest_on_interest_is_the_same_in_limits_and_in_rules(country):
    allowed = limit(country, f"{country.lower()}-anatocism").values["allowed"]
    assert {one.interest_on_interest for one in queries.late_interest_rules(country)} == {allowed}


def test_how_often_a_russian_debtor_may_be_approached():
    values = limit("RU", "ru-contact", "2017-01-01").values
    assert values["calls"] == {"day": 1, "week": 2, "month": 8}
    assert values["messages"] == {"day": 2, "week": 4, "month": 16}
    assert values["meetings"] == {"week": 1}
    assert values["hours"]["day_off"] == ["09:00", "20:00"]
