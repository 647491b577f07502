"""The books are clean after a random run, and each check can fail and says where."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.db.models import F

from roadbook.apps.ledger import queries as books
from roadbook.apps.ledger.models import GLAccount, JournalRow, PostingRule
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account, AccountPosition, Allocation, Charge, Payment
from roadbook.kit import day, triggers
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
START = date(2026, 1, 10)
CHECKS = (
    books.check_balance,
    queries.check_journal,
    queries.check_derived,
    queries.check_general_ledger,
    queries.check_credit,
    queries.check_settled,
)


def problems() -> list[str]:
    return [problem for check in CHECKS for problem in check()]


def close_day(company) -> None:
    """What the close of day does here, without the contexts above."""
    on = company.business_date
    for plan, run in (
        (actions.plan_settlement, actions.settle_credit),
        (actions.plan_positions, actions.age_positions),
    ):
        for low, high in plan(company.pk, on):
            run(company.pk, on, low, high)
    make.move_date(company, on + timedelta(days=1))


def _act(chance: random.Random, account: Account) -> None:
    today = account.company.business_date
    charges = list(Charge.objects.open().filter(account=account).values_list("pk", flat=True))
    if chance.random() < 0.4:
        due_on = today + timedelta(days=chance.randint(-3, 5))
        make.instalment(account, due_on, chance.randint(1, 9_00), chance.randint(0, 3_00), charged_on=today)
    else:
        named = chance.sample(charges, min(len(charges), chance.randint(0, 2)))
        value_on = today - timedelta(days=chance.randint(0, 1))
        make.payment(account, chance.randint(1, 25_00), value_on=value_on, instructions=named)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_books_are_clean_after_a_random_run(seed: int):
    chance = random.Random(seed)
    company = make.company(business_date=START)
    accounts = [make.account(company, disbursed=1_000_00) for _ in range(4)]
    for _ in range(25):
        for account in Account.objects.select_related("company").order_by("pk"):
            with contextlib.suppress(actions.BackdatedPayment):
                _act(chance, account)
        assert problems() == []
        close_day(company)
        company.refresh_from_db()
        assert problems() == []
    assert Allocation.objects.count() > 40
    for account in accounts:
        before = AccountPosition.objects.filter(account=account).values().get()
        actions.rebuild_position(account)
        assert AccountPosition.objects.filter(account=account).values().get() == before


@pytest.fixture
def busy() -> Account:
    """Two instalments due, 150.00 paid of 224.00, and 26.00 more than due on a second account."""
    company = make.company(business_date=date(2026, 9, 10))
    for paid in (150_00, 250_00):
        account = make.account(company)
        make.move_date(company, date(2026, 11, 24))
        for due_on in (date(2026, 10, 10), date(2026, 11, 10)):
            make.instalment(account, due_on, 100_00, 12_00)
        account.company.refresh_from_db()
        make.payment(account, paid)
    assert problems() == []
    return Account.objects.get(number=Account.objects.order_by("pk").first().number)


@contextmanager
def corrupting() -> Iterator[None]:
    connection.check_constraints()
    with triggers.unlocked():
        yield
    connection.check_constraints()


def _first(model: type[models.Model]) -> models.QuerySet:
    return model._base_manager.filter(pk=model._base_manager.order_by("pk").values("pk")[:1])


def _foreign_account(_busy: Account) -> None:
    foreign = GLAccount.objects.get(company=make.company(), code="2110")
    _first(JournalRow).update(debit=foreign)


BREACHES: list[tuple[Callable[[Account], object], Callable, str]] = [
    (_foreign_account, books.check_balance, "its accounts, branch, month or amount"),
    (_foreign_account, books.check_balance, "difference"),
    (lambda _: _first(JournalRow).update(booked_on=date(2026, 10, 1)), books.check_balance, "month"),
    (
        lambda _: JournalRow.objects.filter(event_key__contains="payment").update(amount=F("amount") + 1),
        queries.check_journal,
        "credit: kept",
    ),
    (
        lambda _: JournalRow.objects.filter(event_key__startswith="charge").delete(),
        queries.check_journal,
        "owed:interest: kept",
    ),
    (
        lambda one: AccountPosition.objects.filter(pk=one.pk).update(principal_not_due=1),
        queries.check_journal,
        "not_due: kept 1",
    ),
    (
        lambda one: AccountPosition.objects.filter(pk=one.pk).update(overdue_principal=1),
        queries.check_derived,
        "not what its open charges say",
    ),
    (
        lambda one: AccountPosition.objects.filter(pk=one.pk).update(days_past_due=90),
        queries.check_derived,
        "not what its open charges say",
    ),
    (
        lambda one: AccountPosition.objects.filter(pk=one.pk).update(next_due_on=date(2027, 1, 1)),
        queries.check_derived,
        "not what its",
    ),
    (lambda one: make.move_date(one.company, date(2026, 11, 25)), queries.check_derived, "before the business date"),
    (lambda _: _first(Payment).update(amount=1), queries.check_credit, "allocated or set aside 15000 of 1"),
    (
        lambda one: AccountPosition.objects.filter(pk=one.pk).update(unapplied=7),
        queries.check_credit,
        "unapplied 7, but",
    ),
    (lambda _: _first(Allocation).update(amount=F("amount") - 1), queries.check_settled, "allocated 1199"),
    (lambda _: Charge.objects.filter(open=0).update(open=1), queries.check_settled, "open 1 of"),
    (
        lambda one: _first(Allocation).update(payment=Payment.objects.exclude(account=one).first()),
        queries.check_settled,
        "belong to two accounts",
    ),
]


@pytest.mark.parametrize(("breach", "check", "says"), BREACHES)
def test_check_names_the_row_that_breaks_it(busy: Account, breach: Callable, check: Callable, says: str):
    with corrupting():
        breach(busy)
        assert any(says in problem for problem in check()), list(check())


def test_journal_payments_and_allocations_refuse_change(busy: Account):
    from django.db import DatabaseError, transaction

    for model in (JournalRow, Payment, Allocation):
        for act in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                act(_first(model))
    assert triggers.missing() == []


def test_the_database_itself_refuses_impossible_debts(busy: Account):
    from django.db import IntegrityError, transaction

    for change in ({"open": -1}, {"open": F("amount") + 1}, {"amount": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            _first(Charge).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountPosition.objects.filter(pk=busy.pk).update(unapplied=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostingRule.objects.update(credit=F("debit"))


def test_day_steps_are_registered():
    assert {"receivables.settle", "receivables.positions"} <= set(day._steps)
