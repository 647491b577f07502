from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadbook.calc.actus import Market, TermsRefused, contract_events, read_market, read_terms
from roadbook.calc.actus.times import Calendar, Cycle, schedule
from roadbook.calc.actus.times import read_time as day

JAN_31 = day("2023-01-31")
LOAN = {
    "contractType": "PAM",
    "contractRole": "RPA",
    "statusDate": "2024-12-31T00:00:00",
    "initialExchangeDate": "2025-01-01T00:00:00",
    "maturityDate": "2026-01-01T00:00:00",
    "notionalPrincipal": "12000",
    "nominalInterestRate": "0.06",
    "cycleAnchorDateOfInterestPayment": "2025-04-01T00:00:00",
    "cycleOfInterestPayment": "P3ML1",
    "dayCountConvention": "30E360",
}
REDEEMED = {
    "cycleAnchorDateOfPrincipalRedemption": "2025-04-01T00:00:00",
    "cycleOfPrincipalRedemption": "P3ML1",
    "nextPrincipalRedemptionPayment": "3000",
}
RESET = {
    "cycleAnchorDateOfRateReset": "2025-07-01T00:00:00",
    "cycleOfRateReset": "P1YL1",
    "marketObjectCodeOfRateReset": "RATE",
}


def rows(terms, market=None, *, to=None):
    found = contract_events(read_terms(LOAN | terms), market, to=to)
    return [f"{event.kind} {event.at:%m-%d} {event.payoff:.2f} {event.notional:.2f}" for event in found]


def observed(code, on, value):
    return read_market({code: {"data": [{"timestamp": on, "value": value}]}})


def moments(times):
    return [f"{time:%y-%m-%d}" for time in times]


@pytest.mark.parametrize(
    ("cycle", "end", "expected"),
    [
        ("P1ML1", day("2023-04-15"), ["23-01-31", "23-02-28", "23-03-31", "23-04-15"]),
        ("P1ML0", day("2023-04-15"), ["23-01-31", "23-02-28", "23-04-15"]),
        ("P1ML0", day("2023-03-31"), ["23-01-31", "23-02-28", "23-03-31"]),
        ("P1ML0", day("2023-02-15"), ["23-01-31", "23-02-15"]),
        ("P2W", day("2023-02-20"), ["23-01-31", "23-02-14", "23-02-20"]),
        ("P27DL0", day("2023-04-01"), ["23-01-31", "23-02-27", "23-04-01"]),
        ("P1QL1", day("2023-07-31"), ["23-01-31", "23-04-30", "23-07-31"]),
        ("P1HL1", day("2023-09-01"), ["23-01-31", "23-07-31", "23-09-01"]),
        ("P1YL1", day("2024-09-01"), ["23-01-31", "24-01-31", "24-09-01"]),
    ],
)
def test_a_schedule_runs_from_its_anchor_to_its_stub(cycle, end, expected):
    assert moments(schedule(JAN_31, Cycle.read(cycle), end)) == expected


def test_without_the_end_the_long_stub_still_drops_the_last_time():
    times = schedule(day("2025-01-01"), Cycle.read("P2ML0"), day("2025-06-15"), with_end=False)
    assert moments(times) == ["25-01-01", "25-03-01"]
    assert schedule(JAN_31, None, JAN_31) == [JAN_31]


def test_the_end_of_a_short_month_stays_one_only_where_that_is_agreed():
    february, end = day("2023-02-28"), day("2023-04-30")
    cycle = Cycle.read("P1ML1")
    assert moments(schedule(february, cycle, end, end_of_month=True)) == ["23-02-28", "23-03-31", "23-04-30"]
    assert moments(schedule(february, cycle, end)) == ["23-02-28", "23-03-28", "23-04-28", "23-04-30"]
    assert moments(schedule(day("2023-04-15"), cycle, day("2023-05-20"), end_of_month=True))[1] == "23-05-15"


@pytest.mark.parametrize(
    ("convention", "happens", "counts"),
    [
        ("SCF", "24-04-01", 90),
        ("CSF", "24-04-01", 89),
        ("SCMF", "24-03-29", 87),
        ("CSMF", "24-03-29", 89),
        ("SCP", "24-03-29", 87),
        ("CSP", "24-03-29", 89),
        ("SCMP", "24-03-29", 87),
        ("CSMP", "24-03-29", 89),
        ("NOS", "24-03-31", 89),
    ],
)
def test_a_sunday_moves_by_the_convention_and_interest_with_it_or_not(convention, happens, counts):
    tuesday, sunday = day("2024-01-02"), day("2024-03-31")
    calendar = Calendar.read("MF", convention, "A360")
    assert moments([calendar.event_time(sunday)]) == [happens]
    assert calendar.years(tuesday, sunday) == Decimal(counts) / 360


def test_without_a_calendar_every_day_is_a_business_day():
    sunday = day("2024-03-31")
    assert Calendar.read("NC", "SCF", "AA").event_time(sunday) == sunday


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("AA", Decimal(60) / 366),
        ("A360", Decimal(60) / 360),
        ("A365", Decimal(60) / 365),
        ("30E360", Decimal(60) / 360),
        ("30E360ISDA", Decimal(60) / 360),
        ("28E336", Decimal(56) / 336),
        ("BUS252", Decimal(44) / 252),
    ],
)
def test_each_day_count_is_known(count, expected):
    years = Calendar.read("MF", "", count).years(day("2024-01-01"), day("2024-03-01"))
    assert years == expected


def test_midnight_at_the_end_of_a_day_counts_as_the_next_day():
    late, calendar = day("2024-12-31T24:00:00"), Calendar.read("NC", "", "A365")
    assert late == day("2024-12-31T23:59:59+01:00")
    assert calendar.years(late, day("2025-01-01")) == 0


def test_interest_is_paid_each_quarter_and_the_notional_at_maturity():
    assert rows({}) == [
        "IED 01-01 -12000.00 12000.00",
        "IP 04-01 180.00 12000.00",
        "IP 07-01 180.00 12000.00",
        "IP 10-01 180.00 12000.00",
        "IP 01-01 180.00 12000.00",
        "MD 01-01 12000.00 0.00",
    ]


def test_without_a_cycle_interest_is_paid_once_and_at_no_rate_never():
    once = {"cycleAnchorDateOfInterestPayment": None, "cycleOfInterestPayment": None}
    assert rows(once)[1:] == ["IP 01-01 720.00 12000.00", "MD 01-01 12000.00 0.00"]
    assert rows(once | {"nominalInterestRate": 0})[1:] == ["MD 01-01 12000.00 0.00"]
    assert rows({"nominalInterestRate": None})[1:] == ["MD 01-01 12000.00 0.00"]


def test_interest_without_an_anchor_starts_one_cycle_after_the_exchange():
    assert rows({"cycleAnchorDateOfInterestPayment": None}) == rows({})


def test_nothing_is_shown_after_the_limit_or_before_the_status_date():
    assert rows({}, to=day("2025-07-01"))[-1] == "IP 07-01 180.00 12000.00"
    later = rows({"statusDate": "2025-07-01T00:00:00"})
    assert later == rows({})[3:]


def test_interest_accrued_before_the_status_date_is_in_the_next_payment():
    started = rows({"statusDate": "2025-05-01T00:00:00"})
    assert started[0] == "IP 07-01 180.00 12000.00"
    told = rows({"statusDate": "2025-05-01T00:00:00", "accruedInterest": "5"})
    assert told[0] == "IP 07-01 125.00 12000.00"


def test_interest_that_runs_from_before_the_exchange_is_owed_at_once():
    early = rows({"cycleAnchorDateOfInterestPayment": "2024-10-01T00:00:00"})
    assert early[1] == "IP 01-01 180.00 12000.00"


def test_capitalised_interest_bears_interest_afterwards():
    assert rows({"capitalizationEndDate": "2025-07-01T00:00:00"})[1:4] == [
        "IPCI 04-01 0.00 12180.00",
        "IPCI 07-01 0.00 12362.70",
        "IP 10-01 185.44 12362.70",
    ]


def test_a_fee_is_an_amount_or_a_rate_on_the_notional():
    fee = {"cycleAnchorDateOfFee": "2025-07-01T00:00:00", "cycleOfFee": "P6ML1", "feeRate": "0.01"}
    assert "FP 07-01 60.00 12000.00" in rows(fee | {"feeBasis": "N"})
    assert rows(fee | {"feeBasis": "N"})[-1] == "MD 01-01 12000.00 0.00"
    assert "FP 07-01 -25.00 -12000.00" in rows(fee | {"feeBasis": "A", "feeRate": "25", "contractRole": "RPL"})


def test_a_rate_is_reset_within_its_floors_and_caps():
    market = observed("RATE", "2025-07-01", "0.05")
    resets = RESET | {"rateMultiplier": "2", "rateSpread": "0.01"}
    reset = rows(resets, market)
    assert reset[4] == "IP 10-01 330.00 12000.00"
    assert rows(resets | {"lifeCap": "0.08"}, market)[4] == "IP 10-01 240.00 12000.00"
    assert rows(resets | {"periodCap": "0.01"}, market)[4] == "IP 10-01 210.00 12000.00"
    down = RESET | {"rateSpread": "-0.04"}
    assert rows(down | {"periodFloor": "-0.02"}, market)[4] == "IP 10-01 120.00 12000.00"
    assert rows(down | {"lifeFloor": "0.03"}, market)[4] == "IP 10-01 90.00 12000.00"


def test_a_rate_that_is_known_is_not_observed():
    assert rows(RESET | {"nextResetRate": "0.12"})[3:5] == ["RRF 07-01 0.00 12000.00", "IP 10-01 360.00 12000.00"]


def test_a_rate_that_nobody_observed_is_refused():
    with pytest.raises(TermsRefused, match="nothing is observed of 'RATE' until 2025-07-01"):
        rows(RESET, observed("RATE", "2025-08-01", "0.05"))


def test_an_index_scales_interest_and_notional():
    scaling = {
        "cycleAnchorDateOfScalingIndex": "2025-04-01T00:00:00",
        "cycleOfScalingIndex": "P1YL1",
        "marketObjectCodeOfScalingIndex": "CPI",
        "scalingIndexAtContractDealDate": "100",
    }
    market = observed("CPI", "2025-04-01", "110")
    scaled = rows(scaling | {"scalingEffect": "INO"}, market)
    assert scaled[1:4] == ["IP 04-01 180.00 12000.00", "SC 04-01 0.00 12000.00", "IP 07-01 198.00 12000.00"]
    assert scaled[-1] == "MD 01-01 13200.00 0.00"
    assert rows(scaling | {"scalingEffect": "OOO"}, market) == rows({})
    with pytest.raises(TermsRefused, match="scalingIndexAtContractDealDate"):
        rows(scaling | {"scalingEffect": "INO", "scalingIndexAtContractDealDate": None}, market)


def test_a_buyer_sees_nothing_before_the_purchase_and_nothing_after_the_termination():
    traded = {"purchaseDate": "2025-05-01T00:00:00", "priceAtPurchaseDate": "11000"}
    traded |= {"terminationDate": "2025-08-01T00:00:00", "priceAtTerminationDate": "12500"}
    assert rows(traded) == ["PRD 05-01 -11060.00 12000.00", "IP 07-01 180.00 12000.00", "TD 08-01 12560.00 0.00"]


def test_a_prepayment_lessens_the_notional_and_costs_its_penalty():
    market = read_market({}, [{"eventDate": "2025-05-01", "eventType": "PP", "payoff": "6000"}, {"eventType": "AD"}])
    paid = rows({"penaltyType": "A", "penaltyRate": "50"}, market)
    assert paid[2:5] == ["PY 05-01 50.00 12000.00", "PP 05-01 6000.00 6000.00", "IP 07-01 120.00 6000.00"]
    assert rows({"penaltyType": "N", "penaltyRate": "0.12"}, market)[2] == "PY 05-01 120.00 12000.00"
    assert not [row for row in rows({}, market) if row.startswith("PY")]
    low = Market(observed("RATE", "2025-01-01", "0.03").series, market.prepayments)
    reset = RESET | {"cycleAnchorDateOfRateReset": "2025-12-01T00:00:00"}
    assert rows(reset | {"penaltyType": "I"}, low)[2] == "PY 05-01 30.00 12000.00"


def test_nothing_happens_before_the_exchange():
    early = rows({"statusDate": "2024-06-30T00:00:00", "cycleAnchorDateOfInterestPayment": "2024-10-01T00:00:00"})
    assert early[0] == "IED 01-01 -12000.00 12000.00"


def test_payoffs_are_settled_in_another_currency():
    market = observed("EUR/BGN", "2025-01-01", "2")
    settled = {"currency": "EUR", "settlementCurrency": "BGN"}
    assert rows(settled, market)[0] == "IED 01-01 -24000.00 12000.00"


def test_a_linear_loan_redeems_equal_parts_and_ends_by_itself():
    open_end = rows(REDEEMED | {"contractType": "LAM", "maturityDate": None})
    assert open_end[1:3] == ["PR 04-01 3000.00 9000.00", "IP 04-01 180.00 9000.00"]
    assert open_end[-1] == "MD 01-01 3000.00 0.00"
    derived = REDEEMED | {"contractType": "LAM", "nextPrincipalRedemptionPayment": None}
    assert rows(derived) == open_end


def test_a_linear_loan_in_mid_life_ends_after_the_payments_still_needed():
    running = {"contractType": "LAM", "maturityDate": None, "notionalPrincipal": "6000"}
    found = rows(REDEEMED | running | {"statusDate": "2025-08-01T00:00:00"})
    assert [row for row in found if not row.startswith("IP")] == ["PR 10-01 3000.00 3000.00", "MD 01-01 3000.00 0.00"]


def test_an_annuity_in_mid_life_is_fixed_from_what_is_left():
    running = {"contractType": "ANN", "statusDate": "2025-08-01T00:00:00", "nextPrincipalRedemptionPayment": None}
    found = contract_events(read_terms(LOAN | REDEEMED | running))
    assert [event.kind for event in found] == ["PR", "IP", "IP", "MD"]
    assert f"{found[0].payoff + found[1].payoff:.6f}" == f"{found[2].payoff + found[3].payoff:.6f}" == "6135.334988"


def test_after_its_amortisation_date_an_annuity_stays_as_it_is():
    short = {"contractType": "ANN", "amortizationDate": "2025-10-01T00:00:00", "nextPrincipalRedemptionPayment": None}
    late = RESET | {"cycleAnchorDateOfRateReset": "2025-11-01T00:00:00", "nextResetRate": "0.05"}
    assert "PRF 11-01 0.00 0.00" in rows(REDEEMED | short | late)


def test_a_linear_loan_never_redeems_more_than_is_left():
    much = rows(REDEEMED | {"contractType": "LAM", "nextPrincipalRedemptionPayment": "7000"})
    assert [row for row in much if row.startswith("PR")][1:] == ["PR 07-01 5000.00 0.00", "PR 10-01 0.00 0.00"]


@pytest.mark.parametrize(("base", "expected"), [("NT", "90.00"), ("NTIED", "90.00"), ("NTL", "180.00")])
def test_interest_runs_on_the_agreed_base(base, expected):
    agreed = {"contractType": "LAM", "interestCalculationBase": base, "interestCalculationBaseAmount": "12000"}
    fixed = {"cycleAnchorDateOfInterestCalculationBase": "2025-11-01T00:00:00"}
    found = rows(REDEEMED | agreed | fixed)
    assert [row for row in found if row.startswith("IP 10-01")] == [f"IP 10-01 {expected} 3000.00"]
    assert ("IPCB 11-01 0.00 3000.00" in found) is (base == "NTL")


def test_a_payment_below_the_interest_makes_the_notional_grow():
    found = rows(REDEEMED | {"contractType": "NAM", "nextPrincipalRedemptionPayment": "100"})
    assert found[1:3] == ["PR 04-01 -80.00 12080.00", "IP 04-01 180.00 12080.00"]
    with pytest.raises(TermsRefused, match="does not cover the interest"):
        rows(REDEEMED | {"contractType": "NAM", "nextPrincipalRedemptionPayment": "180", "maturityDate": None})


def test_interest_of_an_annuity_is_paid_with_each_redemption():
    found = rows(REDEEMED | {"contractType": "NAM", "cycleOfInterestPayment": "P6ML1"})
    assert [row[:8] for row in found if row.startswith("IP")] == ["IP 04-01", "IP 07-01", "IP 10-01", "IP 01-01"]


def test_arrays_increase_then_redeem_and_change_the_rate():
    arrays = {
        "contractType": "LAX",
        "maturityDate": None,
        "arrayCycleAnchorDateOfPrincipalRedemption": ["2025-02-01", "2025-04-01"],
        "arrayCycleOfPrincipalRedemption": "P1ML1",
        "arrayNextPrincipalRedemptionPayment": [500, 6500],
        "arrayIncreaseDecrease": ["INC", "DEC"],
        "arrayCycleAnchorDateOfInterestPayment": "2025-04-01",
        "arrayCycleOfInterestPayment": "P1ML1",
        "arrayCycleAnchorDateOfRateReset": ["2025-03-01", "2025-04-01"],
        "arrayRate": [0.12, 0.01],
        "arrayFixedVariable": ["FIX", "VAR"],
    }
    assert rows(
        arrays | RESET | {"cycleAnchorDateOfRateReset": None, "cycleOfRateReset": None},
        observed("RATE", "2025-01-01", "0.05"),
    ) == [
        "IED 01-01 -12000.00 12000.00",
        "PI 02-01 -500.00 12500.00",
        "PI 03-01 -500.00 13000.00",
        "RRF 03-01 0.00 13000.00",
        "PR 04-01 6500.00 6500.00",
        "IP 04-01 252.50 6500.00",
        "RR 04-01 0.00 6500.00",
        "IP 05-01 32.50 6500.00",
        "MD 05-01 6500.00 0.00",
    ]
    with pytest.raises(TermsRefused, match="do not redeem"):
        rows(arrays | {"arrayIncreaseDecrease": ["INC", "INC"]})
    with pytest.raises(TermsRefused, match="never redeems"):
        rows(arrays | {"arrayNextPrincipalRedemptionPayment": [500, 0]})


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"contractType": "SWAPS"}, "contractType 'SWAPS'"),
        ({"statusDate": None}, "statusDate is missing"),
        ({"notionalPrincipal": ""}, "notionalPrincipal is missing"),
        ({"notionalPrincipal": "much"}, "'much' is not a number"),
        ({"maturityDate": "soon"}, "'soon' is not a time"),
        ({"maturityDate": None}, "maturityDate is missing"),
        ({"cycleOfInterestPayment": "P0DL1"}, "'P0DL1' is not a cycle"),
        ({"dayCountConvention": "30/365"}, "dayCountConvention"),
        ({"businessDayConvention": "SCX"}, "businessDayConvention"),
        ({"calendar": "XX"}, "calendar"),
        ({"interestCalculationBase": "NTX"}, "interestCalculationBase"),
    ],
)
def test_terms_that_cannot_be_carried_out_are_refused_by_name(terms, message):
    with pytest.raises(TermsRefused, match=message):
        rows(terms)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.integers(min_value=1, max_value=10**8),
    st.integers(min_value=0, max_value=5000),
    st.sampled_from(["LAM", "NAM", "ANN"]),
    st.sampled_from(["AA", "A360", "A365", "30E360"]),
    st.sampled_from(["RPA", "RPL"]),
)
def test_what_is_lent_comes_back_and_an_annuity_is_one_amount(notional, points, kind, count, role):
    terms = {"contractType": kind, "notionalPrincipal": notional, "nominalInterestRate": points / 10_000}
    terms |= {"dayCountConvention": count, "contractRole": role, "cycleOfInterestPayment": "P1ML1"}
    terms |= REDEEMED | {"cycleOfPrincipalRedemption": "P1ML1"}
    terms |= {"nextPrincipalRedemptionPayment": None if kind == "ANN" else notional}
    found = contract_events(read_terms(LOAN | terms))
    lent = sum(event.payoff for event in found if event.kind in {"IED", "PR", "MD"})
    assert abs(lent) < Decimal("1e-18")
    assert (found[-1].notional, found[-1].accrued) == (0, 0)
    if kind == "ANN":
        payments = [sum(e.payoff for e in found if e.at == at) for at in {e.at for e in found if e.kind == "PR"}]
        assert max(payments) - min(payments) < Decimal("1e-18")
