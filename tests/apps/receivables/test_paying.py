"""Payments settle what is charged, by hand-computed figures; each refusal leaves nothing behind."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.apps.ledger.actions import PeriodClosed
from roadbook.apps.ledger.models import JournalRow, Period
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account, AccountPosition, Allocation, Charge, Payment
from roadbook.calc import explain
from roadbook.kit import clock
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity, leasing
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def account() -> Account:
    """1,200.00 lent; due 100.00 + 12.00 in October, 101.00 + 11.00 in November; charged ahead 102.00 + 10.00."""
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company)
    make.move_date(company, TODAY)
    for due_on, principal, interest in (
        (date(2026, 10, 10), 100_00, 12_00),
        (date(2026, 11, 10), 101_00, 11_00),
        (date(2026, 12, 10), 102_00, 10_00),
    ):
        make.instalment(one, due_on, principal, interest, charged_on=min(due_on, TODAY))
    return Account.objects.select_related("company").get(pk=one.pk)


def opens(account: Account) -> list[tuple[str, int]]:
    rows = Charge.objects.filter(account=account).order_by("due_on", "kind")
    return [(f"{one.due_on:%m}{one.kind[0]}", one.open) for one in rows]


def allocated(payment: Payment) -> list[tuple[str, int, str]]:
    rows = payment.allocations.select_related("charge").order_by("id")
    return [(f"{one.charge.due_on:%m}{one.charge.kind[0]}", one.amount, one.rule) for one in rows]


def test_payment_takes_a_fixed_number_of_statements(account: Account, django_assert_num_queries):
    """Two of them are the savepoint; four allocations cost what one does."""
    make.payment(account, 1_00)
    for amount in (1_00, 150_00):
        with django_assert_num_queries(15):
            make.payment(account, amount)


def test_payment_settles_interest_then_principal_of_the_oldest_instalment(account: Account):
    payment = make.payment(account, 150_00)
    rule = "settlement.waterfall.bg"
    assert allocated(payment) == [
        ("10i", 12_00, rule),
        ("10p", 100_00, rule),
        ("11i", 11_00, rule),
        ("11p", 27_00, rule),
    ]
    assert opens(account) == [("10i", 0), ("10p", 0), ("11i", 0), ("11p", 74_00), ("12i", 10_00), ("12p", 102_00)]
    position = AccountPosition.objects.get(account=account)
    assert (position.principal_not_due, position.billed_not_due) == (1_200_00 - 303_00, 112_00)
    assert (position.overdue_principal, position.overdue_interest, position.unapplied) == (74_00, 0, 0)
    assert (position.days_past_due, position.bucket) == (14, "1-30")
    assert (position.oldest_due_on, position.next_due_on, position.as_of) == (
        date(2026, 11, 10),
        date(2026, 12, 10),
        TODAY,
    )


def test_payment_beyond_what_is_due_settles_what_is_charged_ahead(account: Account):
    payment = make.payment(account, 300_00)
    rule = "settlement.waterfall.bg"
    assert allocated(payment)[-2:] == [("12i", 10_00, rule), ("12p", 66_00, rule)]
    assert opens(account)[-2:] == [("12i", 0), ("12p", 36_00)]
    position = AccountPosition.objects.get(account=account)
    assert (position.unapplied, position.billed_not_due, position.overdue, position.days_past_due) == (0, 36_00, 0, 0)
    assert position.next_due_on == date(2026, 12, 10)


def test_payment_beyond_what_is_charged_stays_as_credit(account: Account):
    payment = make.payment(account, 400_00)
    assert sum(amount for _charge, amount, _rule in allocated(payment)) == 336_00
    position = AccountPosition.objects.get(account=account)
    assert (position.unapplied, position.overdue, position.days_past_due, position.bucket) == (64_00, 0, 0, "0")
    assert (position.billed_not_due, position.next_due_on) == (0, None)


def test_payer_names_the_instalment_that_is_paid_first(account: Account):
    december = Charge.objects.filter(account=account, due_on=date(2026, 12, 10)).order_by("kind")
    payment = make.payment(account, 130_00, instructions=[one.pk for one in december])
    assert allocated(payment) == [
        ("12i", 10_00, "settlement.instruction"),
        ("12p", 102_00, "settlement.instruction"),
        ("10i", 12_00, "settlement.waterfall.bg"),
        ("10p", 6_00, "settlement.waterfall.bg"),
    ]


def test_every_allocation_explains_itself(account: Account):
    payment = make.payment(account, 150_00)
    for one in payment.allocations.all():
        operands = {item["name"]: item["value"] for item in one.reason["operands"]}
        line = explain.Line(
            one.reason["label"],
            one.reason["formula"],
            tuple(explain.Operand(name, value, "text") for name, value in operands.items()),
            one.reason["value"],
            one.reason["rule"],
        )
        assert explain.recompute(line) == one.amount
        assert one.reason["rule"] == one.rule


def _january(account: Account) -> None:
    """103.00 + 9.00 due on 10 January, charged fourteen days before."""
    make.instalment(account, date(2027, 1, 10), 103_00, 9_00, charged_on=date(2026, 12, 27))


def test_credit_settles_what_is_charged_later_on_the_day_of_the_charge(account: Account):
    payment = make.payment(account, 400_00)
    make.move_date(account.company, date(2026, 12, 28))
    assert list(actions.plan_settlement(account.company_id, date(2026, 12, 28))) == []
    _january(account)
    assert list(actions.plan_settlement(account.company_id, date(2026, 12, 28))) == [(account.pk, account.pk)]
    assert actions.settle_from_credit(account=account, on=date(2026, 12, 28)) == 2
    later = list(payment.allocations.filter(charge__due_on=date(2027, 1, 10)).select_related("charge").order_by("id"))
    assert [(one.charge.kind, one.amount, one.value_on, one.booked_on) for one in later] == [
        ("interest", 9_00, date(2026, 12, 27), date(2026, 12, 28)),
        ("principal", 55_00, date(2026, 12, 27), date(2026, 12, 28)),
    ]
    position = AccountPosition.objects.get(account=account)
    assert (position.unapplied, position.billed_not_due, position.next_due_on) == (0, 48_00, date(2027, 1, 10))


def test_older_credit_goes_before_new_money(account: Account):
    first = make.payment(account, 400_00)
    make.move_date(account.company, date(2026, 12, 27))
    _january(account)
    second = make.payment(account, 60_00)
    assert [amount for _charge, amount, _rule in allocated(first)][-2:] == [9_00, 55_00]
    assert allocated(second) == [("01p", 48_00, "settlement.waterfall.bg")]
    assert AccountPosition.objects.get(account=account).unapplied == 12_00


def test_payment_is_booked_audited_and_told(account: Account):
    payment = make.payment(account, 150_00, channel="card")
    rows = JournalRow.objects.filter(event_key=f"receivables:payment:{payment.pk}").order_by("id")
    assert [(row.debit.code, row.credit.code, row.amount) for row in rows] == [
        ("5040", "4190", 150_00),
        ("4190", "4111", 12_00),
        ("4190", "4110", 100_00),
        ("4190", "4111", 11_00),
        ("4190", "4110", 27_00),
    ]
    assert payment.number == "R-2026-00001"
    assert AuditEntry.objects.filter(
        action="receivables.payment.take", subject=f"receivables.payment:{payment.pk}"
    ).exists()
    event = OutboxEvent.objects.get(name="receivables.events.PaymentAllocated")
    assert event.payload["subject"] == account.subject
    assert event.payload["amount"] == 150_00


def _nothing_written(account: Account) -> bool:
    position = AccountPosition.objects.get(account=account)
    events = OutboxEvent.objects.filter(name="receivables.events.PaymentAllocated")
    return not (Payment.objects.exists() or Allocation.objects.exists() or position.unapplied or events.exists())


REFUSED = [
    ({"amount": 0}, actions.PaymentRefused, "amount"),
    ({"amount": -5}, actions.PaymentRefused, "amount"),
    ({"value_on": date(2026, 11, 25)}, actions.FutureValueDate, "value_on"),
    ({"received_on": date(2026, 11, 25)}, actions.FutureValueDate, "received_on"),
    ({"value_on": date(2026, 9, 9)}, actions.BackdatedPayment, "value_on"),
    ({"currency": "PLN"}, actions.CurrencyMismatch, "currency"),
    ({"channel": "barter"}, actions.PaymentRefused, "channel"),
    ({"instructions": [10**9]}, actions.PaymentRefused, "instructions"),
]


@pytest.mark.parametrize(("fields", "refusal", "field"), REFUSED)
def test_payment_is_refused_with_a_reason(account: Account, fields: dict, refusal: type[Refused], field: str):
    with pytest.raises(refusal) as refused:
        make.payment(account, **{"amount": 10_00, **fields})
    assert refused.value.field == field
    assert _nothing_written(account)


def test_payment_before_the_last_money_event_is_refused(account: Account):
    make.payment(account, 10_00, value_on=date(2026, 11, 20))
    with pytest.raises(actions.BackdatedPayment):
        make.payment(account, 10_00, value_on=date(2026, 11, 19))
    assert Payment.objects.count() == 1
    make.payment(account, 10_00, value_on=date(2026, 11, 20))


def test_payment_on_a_closed_account_is_refused():
    account = make.account(disbursed=0)
    actions.close_account(account=account, by=None)
    with pytest.raises(actions.AccountClosed):
        make.payment(account, 10_00)
    assert _nothing_written(account)


def test_account_that_owes_cannot_be_closed(account: Account):
    with pytest.raises(actions.AccountRefused):
        actions.close_account(account=account, by=None)
    account.refresh_from_db()
    assert account.is_open


def test_payment_in_a_closed_month_is_refused(account: Account):
    Period.objects.filter(company=account.company, month=11).update(closed_at=clock.now())
    with pytest.raises(PeriodClosed):
        make.payment(account, 10_00)
    assert _nothing_written(account)


def test_payment_needs_the_permission_in_the_company(account: Account):
    for user in (identity.staff(account.company, Role.BROKER), identity.staff(make.company(), Role.CASHIER)):
        with pytest.raises(Forbidden):
            make.payment(account, 10_00, by=user)
    assert _nothing_written(account)
    make.payment(account, 10_00, by=identity.staff(account.company, Role.CASHIER))


def test_preview_says_what_the_payment_then_does(account: Account):
    named = [one.pk for one in Charge.objects.filter(account=account, due_on=date(2026, 12, 10)).order_by("kind")]
    for amount, instructions in ((1, []), (150_00, []), (300_00, []), (130_00, named), (500_00, named)):
        preview = queries.preview_payment(account, amount, TODAY, instructions)
        assert not Payment.objects.exists()
        promised = {item.charge.pk: item.settles for one in preview.instalments for item in one.items if item.settles}
        promised_rest = preview.unapplied
        sid = _try(account, amount, instructions)
        assert sid == (promised, promised_rest)


def _try(account: Account, amount: int, instructions: list[int]) -> tuple[dict[int, int], int]:
    """Take the payment, note what it did, and take it back."""
    from django.db import transaction

    with transaction.atomic():
        payment = make.payment(account, amount, instructions=instructions)
        done = {one.charge_id: one.amount for one in payment.allocations.all()}
        transaction.set_rollback(True)
    return done, amount - sum(done.values())


def test_account_with_an_agreed_order_is_settled_by_it():
    """What is agreed comes first, what it does not name after it as by law; the due date still decides before."""
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company, waterfall=["principal", "interest"])
    make.move_date(company, TODAY)
    make.instalment(one, date(2026, 10, 10), 100_00, 12_00)
    make.instalment(one, date(2026, 11, 10), 101_00, 11_00)
    payment = make.payment(Account.objects.select_related("company").get(pk=one.pk), 120_00)
    rule = "settlement.waterfall.product"
    assert allocated(payment) == [("10p", 100_00, rule), ("10i", 12_00, rule), ("11p", 8_00, rule)]
    assert queries.waterfall_of(one, TODAY).kinds[:3] == ("principal", "interest", "cost")


def test_order_that_names_a_kind_twice_or_none_is_refused():
    for wrong in (["fee", "fee"], ["tip"]):
        with pytest.raises(actions.AccountRefused) as refused:
            make.account(waterfall=wrong)
        assert refused.value.field == "waterfall"
    assert not Account.objects.exists()


def test_contract_brings_the_order_of_its_product():
    contract = leasing.active(product_terms={"waterfall": ("fee", "principal")})
    assert contract.live_account.waterfall == ["fee", "principal"]


def test_payer_may_be_another_client(account: Account):
    guarantor = make.client(account.company, first_name="Петър", last_name="Гаров")
    payment = make.payment(account, 10_00, payer=guarantor, payer_name=guarantor.name)
    assert (payment.payer, payment.payer_name) == (guarantor, guarantor.name)


def test_payer_of_another_company_or_none_is_refused(account: Account):
    stranger = make.client(make.company())
    for fields, field in (({"payer": stranger}, "payer"), ({"payer_name": ""}, "payer_name")):
        with pytest.raises(actions.PaymentRefused) as refused:
            make.payment(account, 10_00, **fields)
        assert refused.value.field == field
    assert _nothing_written(account)


def test_credit_is_applied_at_once_when_asked(account: Account):
    make.payment(account, 400_00)
    make.move_date(account.company, date(2026, 12, 28))
    _january(account)
    cashier = identity.staff(account.company, Role.CASHIER)
    assert actions.apply_credit(account=account, by=cashier) == 64_00
    assert AccountPosition.objects.get(account=account).unapplied == 0
    assert AuditEntry.objects.get(action="receivables.account.apply_credit").changes["amount"] == [None, "64.00"]


def test_credit_is_not_applied_where_there_is_none_or_nothing_to_pay(account: Account):
    for amount in (10_00, 400_00):
        make.payment(account, amount)
        with pytest.raises(actions.CreditShort):
            actions.apply_credit(account=account, by=None)
    with pytest.raises(Forbidden):
        actions.apply_credit(account=account, by=identity.staff(account.company, Role.BROKER))
    assert not AuditEntry.objects.filter(action="receivables.account.apply_credit").exists()
