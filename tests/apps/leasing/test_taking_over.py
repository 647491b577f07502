"""Taking over a running business: balances to the books, the rest as a plan, differences to the cent, undo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from roadbook.apps.leasing.models import Contract, Instalment, TakenContract, TakeOver
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Account, Charge
from roadbook.kit import invariants
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import AuditEntry, ImportRow
from tests.factories import leasing, receivables

from .taking_files import FAULTS, TODAY, Office, judged, lines

pytestmark = pytest.mark.django_db


def broken() -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.problems) for one in invariants.verify() if one.problems]


def booked() -> list[tuple[str, str, int]]:
    rows = JournalRow.objects.select_related("debit", "credit").order_by("id")
    return [(row.debit.code, row.credit.code, row.amount) for row in rows]


def test_running_loan_comes_with_its_balances():
    office = Office()
    arrears = {"arrears_due_on": "10.11.2026", "arrears_principal": "300,00", "arrears_interest": "66,75"}
    batch = office.taken([office.row("OLD-1", **arrears)])
    assert (batch.state, batch.counts) == ("done", {"done": 1}), judged(batch)
    contract = Contract.objects.get()
    assert (contract.state, contract.number, contract.financed, contract.count) == ("active", "OLD-1", 9_000_00, 24)
    assert (contract.signed_on, contract.activated_on) == (date(2025, 1, 10), date(2025, 1, 15))
    position = contract.live_account.position
    assert (position.principal_not_due, position.overdue_principal, position.overdue_interest) == (
        9_000_00,
        300_00,
        66_75,
    )
    assert (position.oldest_due_on, position.days_past_due) == (date(2026, 11, 10), 14)
    assert booked() == [("2110", "1990", 9_000_00), ("4110", "1990", 300_00), ("4111", "1990", 66_75)]
    rows = list(Instalment.objects.filter(schedule__contract=contract).order_by("number"))
    assert (rows[0].due_on, rows[-1].closing, sum(row.principal for row in rows)) == (
        date(2026, 12, 10),
        0,
        9_000_00,
    )
    assert rows[0].interest == 66_75
    assert broken() == []


def test_taken_contract_lives_on_until_it_is_paid():
    office = Office()
    office.taken([office.row("OLD-1", count="2", principal="200,00")])
    contract = Contract.objects.select_related("company").get()
    for on in (date(2026, 12, 10), date(2027, 1, 10)):
        leasing.charge_on(contract, on)
        account = Account.objects.select_related("company", "position").get()
        receivables.payment(account, account.position.owed)
        assert broken() == []
    account.position.refresh_from_db()
    assert (account.position.principal_not_due, account.position.owed, account.position.unapplied) == (0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("finance_lease", [("2110", "1990", 9_000_00), ("4115", "1990", 20_00)]),
        ("instalment_sale", [("2110", "1990", 9_000_00), ("4115", "1990", 20_00)]),
        ("operating_lease", [("2050", "1990", 9_000_00), ("4115", "1990", 20_00)]),
    ],
)
def test_opening_balances_by_kind_of_product(kind: str, expected: list[tuple[str, str, int]]):
    office = Office(kind=kind)
    residual = {"residual": "3000,00"} if kind == "operating_lease" else {}
    batch = office.taken([office.row("OLD-1", arrears_due_on="01.11.2026", arrears_fee="20,00", **residual)])
    assert batch.counts == {"done": 1}, judged(batch)
    assert booked() == expected
    assert broken() == []


@pytest.mark.parametrize(
    ("told", "difference", "cause"),
    [
        ({"financed": "12000,00", "paid_principal": "3000,00"}, 0, ""),
        ({"financed": "12000,00", "paid_principal": "2999,88"}, -12, "rounding"),
        ({"financed": "12000,00", "paid_principal": "2000,00"}, -1_000_00, "unknown"),
        (
            {
                "financed": "12000,00",
                "paid_principal": "3000,00",
                "arrears_principal": "310,00",
                "arrears_due_on": "01.11.2026",
            },
            310_00,
            "arrears",
        ),
        ({"financed": "12000,00", "paid_principal": "2656,00"}, -344_00, "instalment"),
    ],
)
def test_difference_of_the_principal_has_a_cause(told: dict[str, str], difference: int, cause: str):
    office = Office()
    batch = office.batch([office.row("OLD-1", **told)])
    note = Contents(ImportRow.objects.get(batch=batch)).note
    assert bool(note) == bool(cause)
    office.taken([office.row("OLD-2", **told)])
    row = TakenContract.objects.get()
    assert (row.principal_difference, row.principal_cause) == (difference, cause)


@pytest.mark.parametrize(
    ("given", "difference", "cause"), [("410,75", 0, ""), ("410,76", 1, "rounding"), ("425,00", 14_25, "terms")]
)
def test_difference_of_the_instalment_has_a_cause(given: str, difference: int, cause: str):
    office = Office()
    office.taken([office.row("OLD-1", instalment=given)])
    row = TakenContract.objects.get()
    assert (row.derived_instalment, row.instalment_difference, row.instalment_cause) == (410_75, difference, cause)


def test_plan_by_given_dates_and_amounts():
    office = Office()
    given = {"count": "3", "principal": "900,00", "rate": "0"}
    days, amounts = "15.12.2026; 20.01.2027; 25.02.2027", "400,00; 300,00; 200,00"
    batch = office.taken([office.row("OLD-1", due_dates=days, amounts=amounts, next_due_on="15.12.2026", **given)])
    assert batch.counts == {"done": 1}, judged(batch)
    rows = Instalment.objects.order_by("number").values_list("due_on", "total")
    assert list(rows) == [
        (date(2026, 12, 15), 400_00),
        (date(2027, 1, 20), 300_00),
        (date(2027, 2, 25), 200_00),
    ]


@pytest.mark.parametrize(("told", "field"), FAULTS)
def test_fault_is_found_before_anything_is_written(told: dict[str, str], field: str):
    office = Office()
    batch = office.batch([office.row("OLD-1", **told)])
    assert judged(batch) == [("error", field)]
    assert not Contract.objects.exists()
    assert not JournalRow.objects.exists()


def test_vehicle_on_a_live_contract_is_refused():
    office = Office()
    first = office.row("OLD-1")
    office.taken([first])
    batch = office.batch([{**office.row("OLD-2"), "vin": first["vin"]}])
    assert judged(batch) == [("error", "vin")]


def test_two_contracts_of_a_file_on_one_vehicle_leave_one():
    office = Office()
    first, second = office.row("OLD-1"), office.row("OLD-2")
    batch = office.taken([first, {**second, "vin": first["vin"]}])
    assert judged(batch) == [("done", ""), ("error", "vin")]
    assert Contract.objects.count() == 1
    assert broken() == []


def goes_in_and_back(count: int) -> None:
    office = Office()
    rows, expected = lines(office, count)
    new = expected.count(("new", ""))
    batch = office.batch(rows)
    assert judged(batch) == expected
    batch = office.taken(rows)
    assert batch.counts["done"] == Contract.objects.count() == new
    assert broken() == []
    again = office.batch(rows)
    assert set(again.counts) == {"duplicate", "error"}
    batch = office.undone(batch)
    assert (batch.state, batch.problem, batch.counts["undone"]) == ("undone", "", new)
    for model in (Contract, Account, Charge, Instalment, TakenContract, TakeOver):
        assert not model.objects.exists(), model
    assert JournalRow.objects.count() == 2 * new
    assert broken() == []


def test_six_hundred_rows():
    goes_in_and_back(600)


@pytest.mark.long
def test_ten_thousand_rows():
    goes_in_and_back(10_000)


def test_undo_is_refused_once_something_was_booked():
    office = Office()
    batch = office.taken([office.row("OLD-1"), office.row("OLD-2")])
    account = Account.objects.select_related("company").get(number="OLD-1")
    receivables.payment(account, 10_00)
    batch = office.undone(batch)
    assert batch.state == "done"
    assert "line 2: Payment" in batch.problem
    assert Contract.objects.count() == 2
    assert broken() == []


def test_undone_contract_comes_again():
    office = Office()
    row = office.row("OLD-1", arrears_due_on="10.11.2026", arrears_interest="66,75")
    office.undone(office.taken([row]))
    assert AuditEntry.objects.filter(action="leasing.contract.give_back").count() == 1
    assert office.taken([row]).counts == {"done": 1}
    assert Contract.objects.get().live_account.position.overdue_interest == 66_75
    assert broken() == []


def test_rates_and_amounts_of_the_row_are_those_of_the_contract():
    office = Office()
    office.taken([office.row("OLD-1", rate="7,25", residual="1000,00", method="equal_principal", price="15000,00")])
    contract = Contract.objects.get()
    assert (contract.rate, contract.residual, contract.method) == (Decimal("0.0725"), 1_000_00, "equal_principal")
    assert contract.taken.price == 15_000_00
    assert contract.taken.take_over.taken_on == TODAY
