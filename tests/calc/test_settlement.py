"""Settlement: orders, instructions, advances, segments, refusals, and the laws over random histories."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import explain, settlement
from roadbook.calc.settlement import (
    OpenCharge,
    Order,
    Receipt,
    Segment,
    Settlement,
    SettlementRefused,
    Waterfall,
    settle,
)

KINDS = ("cost", "interest", "principal")
PLAIN = Waterfall(code="plain", kinds=KINDS)
BY_KIND = Waterfall(code="by-kind", kinds=KINDS, order=Order.KIND_THEN_DUE)
DUE_ONLY = Waterfall(code="due-only", kinds=KINDS, due_only=True)
WATERFALLS = (PLAIN, BY_KIND, DUE_ONLY)
JAN = date(2024, 1, 10)
FEB = date(2024, 2, 10)


def charge(number: int, kind: str = "principal", due_on: date = JAN, amount: int = 100) -> OpenCharge:
    return OpenCharge(id=number, kind=kind, due_on=due_on, open=amount)


def receipt(number: int, amount: int, on: date = JAN, instructions: tuple[int, ...] = ()) -> Receipt:
    return Receipt(id=number, amount=amount, value_on=on, instructions=instructions)


def parts(result: Settlement) -> list[tuple[int, int, int]]:
    return [(one.receipt_id, one.charge_id, one.amount) for one in result.allocations]


def test_doctest():
    assert doctest.testmod(settlement).failed == 0


def test_instalment_by_instalment_pays_the_older_due_date_first():
    charges = [charge(1, "cost", FEB), charge(2, "principal", JAN), charge(3, "interest", JAN)]
    result = settle(charges, [receipt(9, 250, FEB)], PLAIN)
    assert parts(result) == [(9, 3, 100), (9, 2, 100), (9, 1, 50)]
    assert result.open == {1: 50, 2: 0, 3: 0}
    assert result.remainders == {9: 0}


def test_kind_by_kind_pays_all_costs_first():
    charges = [charge(1, "cost", FEB), charge(2, "principal", JAN), charge(3, "interest", JAN)]
    assert parts(settle(charges, [receipt(9, 250, FEB)], BY_KIND)) == [(9, 1, 100), (9, 3, 100), (9, 2, 50)]


def test_kind_by_kind_pays_nothing_future_before_what_is_due():
    charges = [charge(1, "cost", FEB), charge(2, "principal", JAN)]
    assert parts(settle(charges, [receipt(9, 150, JAN)], BY_KIND)) == [(9, 2, 100), (9, 1, 50)]


def test_ties_are_decided_by_id():
    assert parts(settle([charge(8), charge(3)], [receipt(1, 150)], PLAIN)) == [(1, 3, 100), (1, 8, 50)]


def test_an_instruction_comes_before_the_waterfall_and_the_rest_follows_it():
    charges = [charge(1), charge(2), charge(3, due_on=FEB)]
    result = settle(charges, [receipt(9, 250, JAN, instructions=(3, 2))], DUE_ONLY)
    assert parts(result) == [(9, 3, 100), (9, 2, 100), (9, 1, 50)]
    assert [one.rule for one in result.allocations] == [
        "settlement.instruction",
        "settlement.instruction",
        "settlement.waterfall.due-only",
    ]


def test_an_advance_waits_and_pays_on_the_due_date():
    result = settle([charge(1), charge(2, due_on=FEB)], [receipt(9, 250, date(2024, 1, 1))], DUE_ONLY, on=FEB)
    assert [(one.charge_id, one.value_on) for one in result.allocations] == [(1, JAN), (2, FEB)]
    assert result.remainders == {9: 50}


def test_an_advance_stays_a_remainder_until_its_day():
    result = settle([charge(1, due_on=FEB)], [receipt(9, 250, JAN)], DUE_ONLY)
    assert result.allocations == ()
    assert result.remainders == {9: 250}
    assert result.segments == {1: ()}


def test_a_charge_is_not_paid_before_it_was_charged():
    late = OpenCharge(id=1, kind="cost", due_on=FEB, open=100, charged_on=date(2024, 1, 20))
    result = settle([late], [receipt(9, 100, JAN)], PLAIN, on=FEB)
    assert [one.value_on for one in result.allocations] == [date(2024, 1, 20)]


def test_segments_follow_what_is_outstanding_after_the_due_date():
    receipts = [receipt(1, 30, date(2024, 1, 5)), receipt(2, 20, date(2024, 1, 15)), receipt(3, 50, FEB)]
    result = settle([charge(1)], receipts, PLAIN, on=date(2024, 3, 1))
    assert result.segments[1] == (
        Segment(start=JAN, end=date(2024, 1, 15), outstanding=70),
        Segment(start=date(2024, 1, 15), end=FEB, outstanding=50),
    )


def test_an_unpaid_charge_is_outstanding_to_the_day_of_settlement():
    assert settle([charge(1)], [], PLAIN, on=FEB).segments[1] == (Segment(start=JAN, end=FEB, outstanding=100),)


def test_nothing_to_settle_gives_nothing():
    result = settle([], [], PLAIN)
    assert (result.allocations, result.remainders, result.open, result.segments) == ((), {}, {}, {})


def test_open_and_remainder_recompute_from_their_lines():
    charges, receipts = [charge(1), charge(2)], [receipt(1, 130), receipt(2, 200, FEB)]
    result = settle(charges, receipts, PLAIN)
    for one in charges:
        assert explain.recompute(settlement.explain_open(result, one)) == result.open[one.id]
    for paid in receipts:
        assert explain.recompute(settlement.explain_remainder(result, paid)) == result.remainders[paid.id]
    assert result.remainders == {1: 0, 2: 130}


@pytest.mark.parametrize(
    ("charges", "receipts", "message"),
    [
        ([charge(1, amount=0)], [], "charge 1 has the amount 0; it must be whole minor units above 0"),
        ([charge(1, amount=-5)], [], "charge 1 has the amount -5; it must be whole minor units above 0"),
        ([charge(1, amount=1.5)], [], "charge 1 has the amount 1.5; it must be whole minor units above 0"),
        ([charge(1)], [receipt(4, -1)], "receipt 4 has the amount -1; it must be whole minor units above 0"),
        ([charge(1), charge(1)], [], "charge 1 is given twice"),
        ([], [receipt(4, 1), receipt(4, 2)], "receipt 4 is given twice"),
        ([charge(1)], [receipt(4, 1, JAN, (7,))], "receipt 4 names charge 7, which is not open"),
        ([charge(1, "tip")], [], "waterfall 'plain' does not name kind 'tip'"),
        ([], [receipt(4, 1, FEB)], "receipt 4 has its value date after 2024-01-10, the day of settlement"),
    ],
)
def test_bad_input_is_refused_by_name(charges, receipts, message):
    with pytest.raises(SettlementRefused) as refused:
        settle(charges, receipts, PLAIN, on=JAN)
    assert str(refused.value) == message


def test_a_waterfall_that_names_a_kind_twice_is_refused():
    with pytest.raises(SettlementRefused, match="kind 'cost' is given twice"):
        settle([], [], Waterfall(code="odd", kinds=("cost", "cost")))


days = st.integers(0, 60).map(lambda n: date(2024, 1, 1) + timedelta(n))
amounts = st.integers(1, 1000)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[OpenCharge], list[Receipt], Waterfall]:
    charges = [
        OpenCharge(id=number, kind=kind, due_on=due_on, open=amount, charged_on=charged_on)
        for number, (kind, due_on, amount, charged_on) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(KINDS), days, amounts, st.none() | days), max_size=8))
        )
    ]
    named = st.lists(st.sampled_from([one.id for one in charges]), max_size=3) if charges else st.just([])
    receipts = [
        Receipt(id=number, amount=amount, value_on=value_on, instructions=tuple(chosen))
        for number, (amount, value_on, chosen) in enumerate(draw(st.lists(st.tuples(amounts, days, named), max_size=6)))
    ]
    return charges, receipts, draw(st.sampled_from(WATERFALLS))


END = date(2024, 3, 15)


@given(histories())
def test_law_money_is_conserved_and_never_more_than_receipt_or_open(history):
    charges, receipts, waterfall = history
    result = settle(charges, receipts, waterfall, on=END)
    assert all(one.amount > 0 for one in result.allocations)
    for paid in receipts:
        used = sum(one.amount for one in result.allocations if one.receipt_id == paid.id)
        assert result.remainders[paid.id] == paid.amount - used >= 0
    for owed in charges:
        got = sum(one.amount for one in result.allocations if one.charge_id == owed.id)
        assert result.open[owed.id] == owed.open - got >= 0


@given(histories())
def test_law_money_waits_only_when_nothing_payable_is_open(history):
    result = settle(*history, on=END)
    assert not (any(result.remainders.values()) and any(result.open.values()))


@given(histories())
def test_law_the_waterfall_is_kept(history):
    charges, receipts, waterfall = history
    result = settle(charges, receipts, waterfall, on=END)
    by_id = {one.id: one for one in charges}
    left = {one.id: one.open for one in charges}

    def rank(one: OpenCharge, day: date) -> tuple[object, ...]:
        kind = KINDS.index(one.kind)
        if waterfall.order is Order.DUE_THEN_KIND:
            return one.due_on, kind, one.id
        return one.due_on > day, kind, one.due_on, one.id

    def is_payable(one: OpenCharge, day: date) -> bool:
        return (one.charged_on or day) <= day and (one.due_on <= day or not waterfall.due_only)

    for one in result.allocations:
        if one.rule != "settlement.instruction":
            ahead = [c for c in charges if left[c.id] and is_payable(c, one.value_on)]
            assert min(ahead, key=lambda c: rank(c, one.value_on)) == by_id[one.charge_id]
        left[one.charge_id] -= one.amount


@given(histories())
def test_law_order_of_arrival_does_not_matter(history):
    charges, receipts, waterfall = history
    turned = settle(charges[::-1], receipts[::-1], waterfall, on=END)
    straight = settle(charges, receipts, waterfall, on=END)
    assert turned.allocations == straight.allocations
    assert turned.segments == straight.segments


@given(histories(), days)
def test_law_a_replay_equals_two_runs_one_after_the_other(history, cut):
    charges, receipts, waterfall = history
    whole = settle(charges, receipts, waterfall, on=END)
    first = settle(charges, [one for one in receipts if one.value_on <= cut], waterfall, on=cut)
    still_open = [
        OpenCharge(id=c.id, kind=c.kind, due_on=c.due_on, open=first.open[c.id], charged_on=c.charged_on)
        for c in charges
        if first.open[c.id]
    ]
    credit = [
        Receipt(id=r.id, amount=first.remainders.get(r.id, r.amount), value_on=r.value_on)
        for r in receipts
        if first.remainders.get(r.id, r.amount)
    ]
    open_ids = {one.id for one in still_open}
    credit = [
        one
        if one.value_on <= cut
        else receipt(one.id, one.amount, one.value_on, tuple(i for i in receipts[one.id].instructions if i in open_ids))
        for one in credit
    ]
    second = settle(still_open, credit, waterfall, on=END)
    assert first.allocations + second.allocations == whole.allocations
    assert {**first.open, **second.open} == whole.open
    assert {**first.remainders, **second.remainders} == whole.remainders


@given(histories())
def test_law_segments_hold_what_was_open_on_each_overdue_day(history):
    charges, receipts, waterfall = history
    result = settle(charges, receipts, waterfall, on=END)
    for owed in charges:
        for offset in range((END - owed.due_on).days):
            day = owed.due_on + timedelta(offset)
            got = sum(a.amount for a in result.allocations if a.charge_id == owed.id and a.value_on <= day)
            held = [s.outstanding for s in result.segments[owed.id] if s.start <= day < s.end]
            assert held == ([owed.open - got] if owed.open > got else [])


@given(histories())
def test_law_every_allocation_recomputes_from_its_reason(history):
    for one in settle(*history, on=END).allocations:
        assert explain.recompute(one.reason) == one.amount
        assert one.reason.rule == one.rule
