"""Refunds: set aside, approved by another, paid as approved, by hand-computed figures; refusals write nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from roadbook.apps.identity.enums import Role
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.payables import actions, queries
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account, AccountPosition, Charge, Withdrawal
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit, invariants
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.models import AuditEntry, AuditValues, OutboxEvent
from roadbook.kit.states import MoveRefused
from tests.factories import identity, leasing
from tests.factories import payables as make
from tests.factories import receivables as money

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def credit(bill: Bill) -> int:
    return AccountPosition.objects.get(account=bill.account_id).unapplied


def booked(bill: Bill) -> list[tuple[str, str, int]]:
    rows = JournalRow.objects.filter(account_id=bill.account_id, event_key__contains="payables").order_by("id")
    return [(row.debit.code, row.credit.code, row.amount) for row in rows]


def proved() -> list[str]:
    return [problem for one in invariants.verify() if one.code in {"I1", "I2", "I3", "I11"} for problem in one.problems]


def manager(bill: Bill):
    return identity.staff(bill.company, Role.MANAGER)


def test_refund_sets_credit_aside_at_once():
    bill = make.refund()
    assert (bill.number, bill.state, bill.payee_account) == ("B-2026-00001", "draft", make.IBAN)
    assert credit(bill) == 40_00
    assert booked(bill) == [("4190", "4011", 60_00)]
    assert proved() == []


def test_what_is_set_aside_settles_nothing():
    bill = make.refund()
    account = Account.objects.select_related("company").get(pk=bill.account_id)
    money.instalment(account, TODAY, 0, 90_00)
    assert receivables.settle_from_credit(account=account, on=TODAY) == 1
    assert Charge.objects.get().open == 50_00
    assert credit(bill) == 0


def test_refund_takes_the_oldest_payment_first():
    account = make.account(50_00)
    later = money.payment(account, 30_00)
    make.refund(account, amount=60_00)
    assert list(Withdrawal.objects.order_by("id").values_list("amount", flat=True)) == [50_00, 10_00]
    assert later.withdrawals.get().amount == 10_00


def test_approved_refund_is_paid_and_booked():
    bill = make.approved()
    cashier = identity.staff(bill.company, Role.CASHIER)
    paid = actions.pay_bill(bill=bill, paid_on=TODAY, reference="ПН 17", by=cashier)
    assert (paid.state, paid.paid_on, paid.paid_by, paid.payout_reference) == ("paid", TODAY, cashier, "ПН 17")
    assert paid.paid_hash == paid.approved_hash == paid.payload_hash
    assert booked(bill) == [("4190", "4011", 60_00), ("4011", "5030", 60_00)]
    assert proved() == []


def test_cash_refund_needs_no_account_and_leaves_from_the_till():
    bill = make.approved(channel="cash", payee_account="")
    actions.pay_bill(bill=bill, by=None)
    assert booked(bill)[-1] == ("4011", "5010", 60_00)


def test_cancelled_refund_is_credit_again_and_settles_what_is_charged():
    bill = make.approved()
    account = Account.objects.select_related("company").get(pk=bill.account_id)
    money.instalment(account, TODAY, 0, 90_00)
    receivables.settle_from_credit(account=account, on=TODAY)
    actions.cancel_bill(bill=bill, reason="Клиентът се отказа", by=manager(bill))
    bill.refresh_from_db()
    assert (bill.state, bill.approved_by, bill.approved_hash) == ("cancelled", None, "")
    assert (credit(bill), Charge.objects.get().open) == (10_00, 0)
    assert booked(bill) == [("4190", "4011", 60_00), ("4011", "4190", 60_00)]
    assert proved() == []


def test_change_takes_the_approval_away_and_moves_what_is_set_aside():
    bill = make.approved()
    clerk = identity.staff(bill.company, Role.CASHIER)
    changed = actions.change_refund(bill=bill, revision=1, amount=75_00, by=clerk)
    assert (changed.state, changed.revision, changed.approved_by, changed.made_by) == ("draft", 2, None, clerk)
    assert credit(bill) == 25_00
    with pytest.raises(MoveRefused):
        actions.pay_bill(bill=changed, by=None)
    assert proved() == []
    entry = AuditEntry.objects.filter(action="payables.bill.change").latest("id")
    assert entry.changes == {"amount": ["60.00", "75.00"]}


def test_change_of_the_payee_alone_moves_no_money():
    bill = make.refund()
    actions.change_refund(bill=bill, revision=1, payee_name="Петър Гаров", by=None)
    assert (credit(bill), Withdrawal.objects.count()) == (40_00, 1)
    assert proved() == []


def test_maker_does_not_approve_what_he_proposed_or_changed():
    account = make.account()
    boss = identity.staff(account.company, Role.MANAGER)
    other = identity.staff(account.company, Role.MANAGER)
    bill = make.refund(account, by=boss)
    changed = actions.change_refund(bill=bill, revision=1, reason="Друга причина", by=other)
    for who, revision in ((other, 2), (None, 2)):
        with pytest.raises(actions.OwnBill):
            actions.approve_bill(bill=changed, revision=revision, by=who)
    bill.refresh_from_db()
    assert bill.state == "draft"
    assert actions.approve_bill(bill=changed, revision=2, by=boss).approved_by == boss


def test_the_database_refuses_a_maker_who_approves_and_a_payment_of_something_else():
    bill = make.approved(by=identity.staff((account := make.account()).company, Role.CASHIER), of=account)
    for fields in ({"approved_by": bill.made_by}, {"approved_hash": ""}, {"state": "paid", "paid_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Bill.objects.filter(pk=bill.pk).update(**fields)


def test_approval_is_of_the_revision_that_was_seen():
    bill = make.refund()
    actions.change_refund(bill=bill, revision=1, payee_account="BG18RZBB91550123456789", by=None)
    with pytest.raises(actions.BillChanged):
        actions.approve_bill(bill=bill, revision=1, by=manager(bill))
    with pytest.raises(actions.BillChanged):
        actions.change_refund(bill=bill, revision=1, amount=10_00, by=None)


def test_payout_of_other_than_approved_contents_is_refused_and_told_by_the_proof():
    bill = make.approved()
    Bill.objects.filter(pk=bill.pk).update(payee_account="BG18RZBB91550123456789")
    assert list(queries.check_approved()) == [f"bill {bill.pk}: its contents are not what was approved"]
    with pytest.raises(actions.BillChanged):
        actions.pay_bill(bill=bill, by=None)
    bill.refresh_from_db()
    assert (bill.state, len(booked(bill))) == ("approved", 1)


def test_proof_tells_what_is_set_aside_for_nothing():
    bill = make.refund()
    Bill.objects.filter(pk=bill.pk).update(amount=59_00)
    told = list(queries.check_refunds())
    assert told == [
        f"account {bill.account_id}: refunds owed 5900, the journal says 6000",
        f"bill {bill.pk}: what is set aside is not its amount",
    ]


REFUSED = [
    ({"amount": 100_01}, "amount"),
    ({"amount": 0}, "amount"),
    ({"channel": "card"}, "channel"),
    ({"payee_account": ""}, "payee_account"),
    ({"payee_account": "BG80BNBG96611020345679"}, "payee_account"),
    ({"payee_name": " "}, "payee_name"),
    ({"reason": ""}, "reason"),
]


@pytest.mark.parametrize(("fields", "field"), REFUSED)
def test_refund_is_refused_with_a_reason(fields: dict, field: str):
    account = make.account()
    with pytest.raises(Refused) as refused, transaction.atomic():
        make.refund(account, **fields)
    assert refused.value.field == field
    assert (Bill.objects.count(), Withdrawal.objects.count()) == (0, 0)
    assert AccountPosition.objects.get(account=account).unapplied == 100_00


def test_payee_of_another_company_is_refused():
    account = make.account()
    with pytest.raises(actions.BillRefused):
        make.refund(account, payee=money.client(money.company()))
    assert not Bill.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 25)])
def test_payout_day_lies_between_proposal_and_business_date(day: date):
    bill = make.approved()
    with pytest.raises(actions.BillRefused) as refused:
        actions.pay_bill(bill=bill, paid_on=day, by=None)
    assert refused.value.field == "paid_on"


def test_draft_is_not_paid_and_paid_is_final():
    bill = make.refund()
    with pytest.raises(MoveRefused):
        actions.pay_bill(bill=bill, by=None)
    bill = actions.approve_bill(bill=bill, revision=1, by=manager(bill))
    actions.pay_bill(bill=bill, by=None)
    for act in (
        lambda: actions.pay_bill(bill=bill, by=None),
        lambda: actions.cancel_bill(bill=bill, reason="Късно", by=None),
        lambda: actions.change_refund(bill=bill, revision=1, amount=1, by=None),
    ):
        with pytest.raises(MoveRefused):
            act()
    assert proved() == []


def test_payment_that_was_refunded_is_not_reversed():
    bill = make.refund()
    payment = bill.account.payments.get()
    with pytest.raises(receivables.PaymentPaidBack):
        receivables.reverse_payment(payment=payment, reason="Върнат", by=None)
    actions.cancel_bill(bill=bill, reason="Грешка", by=None)
    receivables.reverse_payment(payment=payment, reason="Върнат", by=None)
    assert proved() == []


def test_each_act_needs_its_permission_at_the_branch():
    account = make.account()
    broker, cashier = identity.staff(account.company, Role.BROKER), identity.staff(account.company, Role.CASHIER)
    stranger = identity.staff(money.company(), Role.MANAGER)
    for user in (broker, stranger):
        with pytest.raises(Forbidden):
            make.refund(account, by=user)
    bill = make.refund(account, by=cashier)
    for user in (broker, cashier, stranger):
        with pytest.raises(Forbidden):
            actions.approve_bill(bill=bill, revision=1, by=user)
    bill = actions.approve_bill(bill=bill, revision=1, by=manager(bill))
    for user in (broker, stranger, bill.approved_by):
        with pytest.raises(Forbidden):
            actions.pay_bill(bill=bill, by=user)
    with pytest.raises(Forbidden):
        actions.cancel_bill(bill=bill, reason="Грешка", by=broker)


def test_refund_is_audited_told_and_published():
    contract = leasing.active(money.company())
    money.payment(contract.account, 100_00)
    bill = make.approved(Account.objects.select_related("company", "branch").get(pk=contract.account_id))
    actions.pay_bill(bill=bill, by=None)
    acts = AuditEntry.objects.filter(subject=audit.key(bill)).order_by("id")
    assert [one.action for one in acts] == ["payables.bill.draft", "payables.bill.approve", "payables.bill.pay"]
    assert AuditValues.objects.get(entry=acts[0]).values["payee_name"] == [None, "Мария Стоева"]
    told = Entry.objects.filter(subject=audit.key(contract), target=audit.key(bill)).order_by("id")
    assert [one.title.split()[-1] for one in told] == ["proposed", "approved", "out"]
    names = OutboxEvent.objects.filter(name__startswith="payables").order_by("id").values_list("name", flat=True)
    assert list(names) == ["payables.events.BillApproved", "payables.events.BillPaid"]
