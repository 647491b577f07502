"""Payments from files: in order, once, with every fault found, taken back by reversal."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract
from roadbook.apps.receivables.importers import PaymentImporter
from roadbook.apps.receivables.models import Account, Payment
from roadbook.kit import invariants
from roadbook.kit.errors import Forbidden
from roadbook.kit.imports import batches, mending, queries
from roadbook.kit.models import ImportBatch, ImportRow
from tests.apps.leasing.taking_files import Office, judged, worked
from tests.factories import identity, leasing, receivables

from .payment_files import ACCOUNTS, CODE, FAULTS, lines, office, row
from .test_bad_input import AMOUNTS, DATES

pytestmark = pytest.mark.django_db


def broken() -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.problems) for one in invariants.verify() if one.problems]


def taken(of: Office, *rows: dict[str, str]) -> ImportBatch:
    return of.taken(list(rows), CODE)


def test_payments_are_taken_in_the_order_of_their_dates():
    of = office()
    batch = taken(of, row(value_on="04.12.2026", amount="50,00"), row(value_on="02.12.2026", amount="20,00"))
    assert batch.counts == {"done": 2}, judged(batch)
    payments = Payment.objects.order_by("pk").values_list("value_on", "amount", "channel")
    assert list(payments) == [(date(2026, 12, 2), 20_00, "bank"), (date(2026, 12, 4), 50_00, "bank")]
    position = Account.objects.get().position
    assert (position.overdue_interest, position.unapplied) == (0, 10_00)
    assert broken() == []


def test_dates_are_in_order_over_the_whole_file_however_long(monkeypatch):
    monkeypatch.setattr(PaymentImporter, "chunk", 2)
    of = office()
    days = ("05", "04", "03", "02", "01")
    file = [row(value_on=f"{day}.12.2026", amount=f"{day},00") for day in days]
    batch = taken(of, *file)
    assert (judged(batch), broken()) == ([("done", "")] * 5, [])
    assert list(Payment.objects.order_by("pk").values_list("amount", flat=True)) == [1_00, 2_00, 3_00, 4_00, 5_00]
    of.undone(batch)
    undone = Payment.objects.order_by("reversal__pk").values_list("amount", flat=True)
    assert (list(undone), broken()) == ([5_00, 4_00, 3_00, 2_00, 1_00], [])


def test_line_with_a_mended_date_takes_its_place(monkeypatch):
    monkeypatch.setattr(PaymentImporter, "chunk", 1)
    of = office()
    batch = of.batch([row(value_on="04.12.2026"), row(value_on="31.02.2026", amount="9,00")], CODE)
    second = ImportRow.objects.get(batch=batch, number=2)
    mending.mend(batch=batch, row=second, values={"value_on": "02.12.2026"}, by=of.user)
    batches.run(batch=batch, by=of.user)
    worked(batch)
    assert list(Payment.objects.order_by("pk").values_list("amount", flat=True)) == [9_00, 20_00]


def test_cashier_brings_payments_and_nothing_else():
    of = office()
    of.user = identity.staff(of.company, Role.CASHIER, language="en")
    assert [one.code for one in queries.importers(of.user)] == [CODE]
    batch = taken(of, row())
    assert of.undone(batch).state == "undone"
    with pytest.raises(Forbidden):
        of.batch([of.row("OLD-9")])
    assert Contract.objects.count() == 1


@pytest.mark.parametrize("role", [Role.BACK_OFFICE, Role.MANAGER])
def test_who_takes_contracts_over_brings_no_payments(role: Role):
    of = office()
    of.user = identity.staff(of.company, role)
    with pytest.raises(Forbidden):
        of.batch([row()], CODE)
    assert not ImportBatch.objects.filter(importer=CODE).exists()


def test_payer_means_and_reference_are_kept():
    of = office()
    taken(of, row(channel="пари в брой", payer="Мария Примерова", reference="Ref 7"), row(amount="5,00"))
    first, second = Payment.objects.order_by("amount")[::-1]
    assert (first.channel, first.payer_name, first.reference) == ("cash", "Мария Примерова", "Ref 7")
    assert second.payer_name == Contract.objects.get().client.name


def test_same_line_twice_is_one_payment_unless_its_ordinal_says_otherwise():
    of = office()
    line = row(reference="Ref 7")
    batch = taken(of, line, line, {**line, "ordinal": "2"})
    assert judged(batch) == [("done", ""), ("duplicate", ""), ("done", "")]
    again = of.batch([line, {**line, "ordinal": "2"}, {**line, "ordinal": "3"}], CODE)
    assert judged(again) == [("duplicate", ""), ("duplicate", ""), ("new", "")]


@pytest.mark.parametrize(("line", "field"), FAULTS)
def test_fault_is_found_before_anything_is_written(line: dict[str, str], field: str):
    of = office()
    assert judged(of.batch([line], CODE)) == [("error", field)]
    assert not Payment.objects.exists()


def test_bad_money_and_dates_of_the_form_are_found_in_a_file_as_well():
    of = office()
    days = [one for one in DATES if one not in {"25.11.2026", "24.11.2026 10:00"}]
    amounts = [one for one in AMOUNTS if "\0" not in one]
    lines = [row(amount=one) for one in amounts] + [row(value_on=one) for one in days]
    expected = [("error", "amount")] * len(amounts) + [("error", "value_on")] * len(days)
    found = judged(of.batch(lines, CODE))
    said = [*amounts, *days]
    wrong = [(one, got) for one, got, wanted in zip(said, found, expected, strict=True) if got != wanted]
    assert wrong == []
    assert not Payment.objects.exists()


def test_date_before_the_last_money_is_refused():
    of = office()
    taken(of, row(value_on="04.12.2026"))
    assert judged(of.batch([row(value_on="03.12.2026", reference="late")], CODE)) == [("error", "value_on")]


def goes_in_and_back(count: int) -> None:
    of = office(accounts=ACCOUNTS)
    file, expected = lines(count)
    new = expected.count(("new", ""))
    assert judged(of.batch(file, CODE)) == expected
    batch = taken(of, *file)
    assert batch.counts["done"] == Payment.objects.count() == new
    assert broken() == []
    assert of.batch(file, CODE).counts["duplicate"] == new
    batch = of.undone(batch)
    assert (batch.state, batch.problem, batch.counts["undone"]) == ("undone", "", new)
    assert set(Account.objects.values_list("position__overdue_interest", "position__unapplied")) == {(60_00, 0)}
    assert broken() == []


def test_two_hundred_rows():
    goes_in_and_back(200)


@pytest.mark.long
@pytest.mark.parametrize("count", [600, 10_000])
def test_many_rows(count: int):
    goes_in_and_back(count)


def test_undo_is_refused_when_the_account_has_gone_on():
    of = office()
    batch = taken(of, row(amount="60,00"))
    contract = Contract.objects.select_related("company").get()
    account = Account.objects.select_related("company").get()
    leasing.charge_on(contract, date(2026, 12, 10))
    receivables.payment(account, 10_00, value_on=date(2026, 12, 10))
    receivables.move_date(of.company, date(2026, 12, 9))
    batch = of.undone(batch)
    assert batch.state == "done"
    assert batch.problem
    assert Payment.objects.filter(reversal=None).count() == 2
