"""A payment taken back, by hand-computed figures: debts, credit and books as if it had ended on that day."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from roadbook.apps.identity.enums import Role
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables import actions, queries, rules
from roadbook.apps.receivables.models import Account, AccountPosition, Allocation, Charge, Payment, PaymentReversal
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit, invariants, lists
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.lists.pages import ListPage
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity, leasing
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def account() -> Account:
    """1,200.00 lent; due 100.00 + 12.00 in October and 101.00 + 11.00 in November."""
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company)
    make.move_date(company, TODAY)
    for due_on, principal, interest in ((date(2026, 10, 10), 100_00, 12_00), (date(2026, 11, 10), 101_00, 11_00)):
        make.instalment(one, due_on, principal, interest, charged_on=due_on)
    return Account.objects.select_related("company").get(pk=one.pk)


def opens(account: Account) -> list[int]:
    return list(Charge.objects.filter(account=account).order_by("due_on", "kind").values_list("open", flat=True))


def proved() -> list[str]:
    return [problem for one in invariants.verify() if one.code in {"I1", "I2", "I3"} for problem in one.problems]


def reverse(payment: Payment, **fields: object) -> PaymentReversal:
    return actions.reverse_payment(payment=payment, **{"reason": "Върнат превод", "by": None, **fields})


def test_reversal_reopens_what_the_payment_settled(account: Account):
    payment = make.payment(account, 150_00, value_on=date(2026, 11, 20))
    before = AccountPosition.objects.get(account=account).overdue
    reversal = reverse(payment, value_on=date(2026, 11, 23))
    assert opens(account) == [12_00, 100_00, 11_00, 101_00]
    rows = Allocation.objects.filter(reverses__isnull=False).order_by("id")
    assert [(one.amount, one.rule, one.value_on, one.booked_on) for one in rows] == [
        (-12_00, "settlement.reversal", date(2026, 11, 23), TODAY),
        (-100_00, "settlement.reversal", date(2026, 11, 23), TODAY),
        (-11_00, "settlement.reversal", date(2026, 11, 23), TODAY),
        (-27_00, "settlement.reversal", date(2026, 11, 23), TODAY),
    ]
    position = AccountPosition.objects.get(account=account)
    assert (before, position.overdue, position.unapplied, position.days_past_due) == (74_00, 224_00, 0, 45)
    assert (reversal.reason, reversal.booked_on) == ("Върнат превод", TODAY)
    account.refresh_from_db()
    assert account.last_money_on == date(2026, 11, 23)
    assert proved() == []


def test_reversal_takes_the_credit_that_was_left(account: Account):
    payment = make.payment(account, 300_00)
    reverse(payment)
    position = AccountPosition.objects.get(account=account)
    assert (position.unapplied, position.overdue) == (0, 224_00)
    assert queries.credits_of([account.pk]) == {}
    assert proved() == []


def test_credit_of_another_payment_settles_what_is_owed_again(account: Account):
    """300.00 leave 76.00, then 30.00 are all credit. Without the 300.00 the 30.00 pay a part of October."""
    first = make.payment(account, 300_00, value_on=date(2026, 11, 18))
    second = make.payment(account, 30_00, value_on=date(2026, 11, 19))
    assert AccountPosition.objects.get(account=account).unapplied == 106_00
    reverse(first, value_on=date(2026, 11, 20))
    standing = second.allocations.order_by("id")
    assert [(one.charge.kind, one.amount, one.value_on) for one in standing] == [
        ("interest", 12_00, date(2026, 11, 20)),
        ("principal", 18_00, date(2026, 11, 20)),
    ]
    assert AccountPosition.objects.get(account=account).unapplied == 0
    assert proved() == []


def test_books_are_reversed_row_by_row_with_the_value_date(account: Account):
    payment = make.payment(account, 150_00, channel="bank", value_on=date(2026, 11, 20))
    reverse(payment, value_on=date(2026, 11, 21))
    done = JournalRow.objects.filter(event_key=f"receivables:payment:{payment.pk}").order_by("id")
    undone = JournalRow.objects.filter(reverses__isnull=False).order_by("reverses_id")
    assert [(row.debit.code, row.credit.code, row.amount) for row in undone] == [
        (row.credit.code, row.debit.code, row.amount) for row in done
    ]
    assert {row.value_on for row in undone} == {date(2026, 11, 21)}
    assert {row.booked_on for row in undone} == {TODAY}


def test_settlement_from_credit_is_taken_back_too(account: Account):
    payment = make.payment(account, 300_00)
    make.move_date(account.company, date(2026, 12, 10))
    make.instalment(account, date(2026, 12, 10), 102_00, 10_00)
    assert actions.settle_from_credit(account=account, on=date(2026, 12, 10)) == 2
    reverse(payment)
    assert opens(account) == [12_00, 100_00, 11_00, 101_00, 10_00, 102_00]
    assert proved() == []


def test_reversal_is_audited_and_told(account: Account):
    payment = make.payment(account, 150_00)
    reverse(payment)
    entry = AuditEntry.objects.get(action="receivables.payment.reverse", subject=audit.key(payment))
    assert entry.changes["reason"] == [None, "Върнат превод"]
    event = OutboxEvent.objects.get(name="receivables.events.PaymentReversed")
    assert (event.payload["payment_id"], event.payload["amount"]) == (payment.pk, 150_00)


def test_reversal_is_told_on_the_contract_and_on_its_client():
    contract = leasing.active(make.company())
    payment = make.payment(contract.account, 10_00)
    reverse(payment)
    told = Entry.objects.get(target=audit.key(payment))
    assert (told.subject, told.party) == (audit.key(contract), contract.client)
    assert told.params["reason"] == "Върнат превод"


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"reason": "  "}, rules.PaymentRefused, "reason"),
        ({"reason": "x" * 201}, rules.PaymentRefused, "reason"),
        ({"value_on": date(2026, 11, 25)}, rules.FutureValueDate, "value_on"),
        ({"value_on": date(2026, 11, 19)}, rules.BackdatedPayment, "value_on"),
        ({"value_on": date(2026, 11, 21)}, rules.BackdatedPayment, "value_on"),
    ],
)
def test_reversal_is_refused_with_a_reason(account: Account, fields: dict, refusal: type[Refused], field: str):
    """The payment is of the 20th, later money of the 22nd: before that day nothing is derived again."""
    payment = make.payment(account, 50_00, value_on=date(2026, 11, 20))
    make.payment(account, 10_00, value_on=date(2026, 11, 22))
    before = opens(account)
    with pytest.raises(refusal) as refused:
        reverse(payment, **fields)
    assert refused.value.field == field
    assert (opens(account), PaymentReversal.objects.count()) == (before, 0)


def test_reversal_of_a_reversed_payment_is_refused(account: Account):
    payment = make.payment(account, 50_00)
    reverse(payment)
    with pytest.raises(rules.PaymentReversedAlready):
        reverse(payment)
    assert (PaymentReversal.objects.count(), proved()) == (1, [])


def test_reversal_on_a_closed_account_is_refused():
    account = make.account(disbursed=0)
    make.instalment(account, account.company.business_date, 0, 5_00)
    payment = make.payment(account, 5_00)
    actions.close_account(account=account, by=None)
    with pytest.raises(actions.AccountClosed):
        reverse(payment)
    assert not PaymentReversal.objects.exists()


def test_reversal_needs_the_permission_at_the_branch(account: Account):
    payment = make.payment(account, 50_00)
    for user in (
        identity.staff(account.company, Role.BROKER),
        identity.staff(account.company, Role.ADMINISTRATOR),
        identity.staff(make.company(), Role.MANAGER),
    ):
        with pytest.raises(Forbidden):
            reverse(payment, by=user)
    assert not PaymentReversal.objects.exists()
    reverse(payment, by=identity.staff(account.company, Role.MANAGER))


def test_receipt_of_a_reversed_payment_says_that_it_is_void(account: Account):
    payment = make.payment(account, 150_00)
    assert "is_void" not in queries.receipt(payment.pk, "bg").facts
    reverse(payment)
    paper = queries.receipt(payment.pk, "bg")
    assert "is_void" in paper.facts
    assert (paper.values["receipt.void_on"], paper.values["receipt.void_reason"]) == ("2026-11-24", "Върнат превод")
    assert len(paper.lists["lines"]) == 4


def test_statement_shows_the_reversal(account: Account):
    payment = make.payment(account, 150_00, value_on=date(2026, 11, 20))
    reverse(payment, value_on=date(2026, 11, 22))
    found = queries.statement(account, date(2026, 11, 1), TODAY)
    assert (found.opening, found.closing, found.charged, found.paid) == (112_00, 224_00, 112_00, 0)
    assert [(str(one.kind), one.charged, one.paid, one.balance) for one in found.rows] == [
        ("charge", 101_00, 0, 213_00),
        ("charge", 11_00, 0, 224_00),
        ("payment", 0, 150_00, 74_00),
        ("reversal", 0, -150_00, 224_00),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=booked", [2, 3]), ("state=reversed", [1]), ("state.not=reversed", [2, 3]), ("credit=left", [3])],
)
def test_register_is_narrowed_to_what_stands_and_to_what_has_credit(account: Account, query: str, found: list[int]):
    payments = [make.payment(account, amount) for amount in (10_00, 20_00, 300_00)]
    reverse(payments[0])
    reader = identity.staff(account.company, Role.CASHIER)
    table = lists.find("receivables.payments")
    table.user = reader
    page = ListPage(table, table.rows(reader), QueryDict(query), reader)
    assert sorted(payments.index(row) + 1 for row in page.objects) == found
