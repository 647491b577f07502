"""How contracts end: closed when everything is paid, terminated before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from roadbook.apps.documents.models import Document
from roadbook.apps.leasing import actions, events, queries
from roadbook.apps.leasing.enums import ContractState, ProductKind
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Charge
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit, figures, invariants
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, OutboxEvent
from roadbook.kit.states import MoveRefused
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
KINDS = [*ProductKind]
ENDS = date(2027, 2, 24)


def active(kind: str = ProductKind.LOAN, **more: Any) -> Contract:
    company = receivables.company(country="BG")
    terms = {"kind": kind, "residual_max": Decimal("0.5")}
    return leasing.active(company, product_terms=terms, **{"count": 3, **more})


def charge_all(contract: Contract, on: date = ENDS) -> None:
    leasing.charge_on(contract, on)
    contract.refresh_from_db()


def pay(contract: Contract, extra: int = 0) -> None:
    owed = sum(Charge.objects.filter(account=contract.account).values_list("open", flat=True))
    receivables.payment(contract.account, owed + extra)


def sound() -> bool:
    return not [problem for verdict in invariants.verify() for problem in verdict.problems]


def posted(contract: Contract) -> dict[tuple[str, str], int]:
    rows = JournalRow.objects.filter(company=contract.company, event_key__contains=f"contract:{contract.pk}:")
    found: dict[tuple[str, str], int] = {}
    for row in rows.select_related("debit", "credit"):
        sides = row.debit.code, row.credit.code
        found[sides] = found.get(sides, 0) + row.amount
    return found


@pytest.mark.parametrize("kind", [ProductKind.LOAN, ProductKind.FINANCE_LEASE, ProductKind.INSTALMENT_SALE])
def test_client_becomes_owner_when_everything_is_paid(kind):
    contract = active(kind)
    charge_all(contract)
    pay(contract)
    closed = actions.close(contract=contract, by=identity.staff(contract.company, "back_office"))
    assert (closed.state, closed.closed_on, closed.ownership_transferred_on) == (ContractState.CLOSED, ENDS, ENDS)
    contract.account.refresh_from_db()
    assert contract.account.closed_on == ENDS
    feed = Entry.objects.filter(subject=audit.key(contract.vehicle), kind="contract").order_by("pk")
    assert feed.last().title == "Ownership passed to the client of contract %(number)s"
    assert sound()


def test_what_is_owed_and_still_to_be_charged_is_named():
    contract = active(count=3)
    charge_all(contract, date(2026, 12, 24))
    with pytest.raises(actions.ClosingRefused) as refusal:
        actions.close(contract=contract, by=None)
    said = str(refusal.value)
    assert "Instalments that are not charged yet: 2." in said
    assert "Interest owed: €148.33." in said
    assert "Principal owed: " in said
    contract.refresh_from_db()
    assert (contract.state, contract.closed_on) == (ContractState.ACTIVE, None)


def test_papers_of_the_end_are_made_with_the_closing():
    contract = active(ProductKind.FINANCE_LEASE)
    charge_all(contract)
    pay(contract)
    actions.close(contract=contract, by=None, papers="bg")
    made = Document.objects.filter(subject=audit.key(contract)).order_by("pk")
    assert [(one.kind, one.language) for one in made] == [("closing_statement", "bg"), ("ownership_transfer", "bg")]


def test_credit_of_the_client_keeps_the_account_open():
    contract = active()
    charge_all(contract)
    pay(contract, extra=10_00)
    actions.close(contract=contract, by=None)
    contract.account.refresh_from_db()
    assert contract.account.closed_on is None


def test_operating_lease_closes_once_its_vehicle_is_back():
    contract = active(ProductKind.OPERATING_LEASE)
    charge_all(contract)
    pay(contract)
    with pytest.raises(actions.ClosingRefused, match="has not been taken back"):
        actions.close(contract=contract, by=None)
    assert list(actions.plan_closing(contract.company_id, ENDS)) == []
    actions.take_back(contract=contract, by=None)
    assert posted(contract)["3040", "2050"] == contract.price
    assert list(actions.plan_closing(contract.company_id, ENDS)) == [(contract.pk, contract.pk)]
    closed = actions.close(contract=contract, by=None)
    assert closed.ownership_transferred_on is None
    assert sound()


def test_close_of_day_passes_ownership_too():
    contract = active(ProductKind.FINANCE_LEASE)
    charge_all(contract)
    pay(contract)
    assert actions.close_paid(contract.company_id, ENDS, contract.pk, contract.pk) == 1
    contract.refresh_from_db()
    assert contract.ownership_transferred_on == ENDS


def test_closing_by_a_broker_or_twice_is_refused():
    contract = active()
    charge_all(contract)
    pay(contract)
    with pytest.raises(Forbidden):
        actions.close(contract=contract, by=identity.staff(contract.company, "broker"))
    actions.close(contract=contract, by=None)
    with pytest.raises(MoveRefused):
        actions.close(contract=contract, by=None)


@pytest.mark.parametrize("kind", [ProductKind.LOAN, ProductKind.INSTALMENT_SALE])
def test_terminated_where_the_client_keeps_the_vehicle_all_principal_falls_due(kind):
    contract = active(kind, count=12)
    charge_all(contract, date(2026, 12, 24))
    left = contract.account.position.principal_not_due
    done = actions.terminate(contract=contract, reason="arrears", by=None, note="Три просрочени вноски")
    claim = Charge.objects.get(source=f"leasing:contract:{contract.pk}:claim")
    assert (claim.kind, claim.amount, claim.due_on) == ("principal", left, date(2026, 12, 24))
    contract.account.position.refresh_from_db()
    assert contract.account.position.principal_not_due == 0
    assert (done.state, done.terminated_on, done.termination_reason) == (
        ContractState.TERMINATED,
        date(2026, 12, 24),
        "arrears",
    )
    kept = AuditEntry.objects.get(action="leasing.contract.terminate").changes
    assert kept["reason"] == [None, "arrears: Три просрочени вноски"]
    [told] = [one.payload for one in OutboxEvent.objects.filter(name__contains=events.ContractTerminated.__name__)]
    assert (told["due_at_once"], told["written_back"]) == (left, 0)
    assert sound()


def test_terminated_finance_lease_is_written_back():
    contract = active(ProductKind.FINANCE_LEASE, count=12)
    charge_all(contract, date(2026, 12, 24))
    left = contract.account.position.principal_not_due
    owed = sum(Charge.objects.values_list("open", flat=True))
    actions.terminate(contract=contract, reason="arrears", by=None)
    contract.account.position.refresh_from_db()
    assert contract.account.position.principal_not_due == 0
    assert sum(Charge.objects.values_list("open", flat=True)) == owed
    back = posted(contract)
    assert back["3040", "2110"] + back.get(("4530", "2110"), 0) == left
    assert sound()


@pytest.mark.parametrize("kind", KINDS)
def test_terminated_contract_is_charged_no_more_and_closes_when_paid(kind):
    contract = active(kind, count=12)
    charge_all(contract, date(2026, 12, 24))
    actions.terminate(contract=contract, reason="client", by=None)
    assert leasing.charge_on(contract, date(2027, 6, 24)) == 0
    assert Instalment.objects.filter(schedule__contract=contract, charged_on__isnull=False).count() == 1
    contract.refresh_from_db()
    pay(contract)
    if kind == ProductKind.OPERATING_LEASE:
        actions.take_back(contract=contract, by=None)
    assert actions.close_paid(contract.company_id, date(2027, 6, 24), contract.pk, contract.pk) == 1
    contract.refresh_from_db()
    owns = kind in {ProductKind.LOAN, ProductKind.INSTALMENT_SALE}
    assert (contract.state, contract.ownership_transferred_on is not None) == (ContractState.CLOSED, owns)
    assert sound()


def test_terminated_finance_lease_takes_its_vehicle_back():
    contract = active(ProductKind.FINANCE_LEASE, count=12)
    actions.terminate(contract=contract, reason="theft", by=None)
    assert actions.take_back(contract=contract, by=None).handed_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"reason": "mood"}, "reason"),
        ({"reason": "arrears", "note": "x" * 301}, "note"),
        ({"reason": "arrears", "on": date(2026, 11, 23)}, "on"),
        ({"reason": "arrears", "on": date(2026, 11, 25)}, "on"),
    ],
)
def test_termination_names_the_field_at_fault_and_changes_nothing(fault, field):
    contract = active()
    with pytest.raises(actions.TerminationRefused) as refusal:
        actions.terminate(contract=contract, by=None, **fault)
    assert refusal.value.field == field
    contract.refresh_from_db()
    assert (contract.state, contract.terminated_on, contract.termination_reason) == (ContractState.ACTIVE, None, "")
    assert not Charge.objects.exists()


def test_only_what_is_live_is_terminated_by_whoever_may():
    with pytest.raises(MoveRefused):
        actions.terminate(contract=leasing.signed(), reason="client", by=None)
    contract = active()
    with pytest.raises(Forbidden):
        actions.terminate(contract=contract, reason="client", by=identity.staff(contract.company, "broker"))


def test_page_names_the_next_step_through_the_life_of_a_lease():
    company, terms = receivables.company(country="BG"), {"kind": "operating_lease", "residual_max": Decimal("0.5")}
    assert step(leasing.draft(company, product_terms=terms)) == "Record the signing"
    assert step(leasing.signed(company, product_terms=terms)) == "Hand over the vehicle and make the contract active"
    contract = active(ProductKind.OPERATING_LEASE)
    first = Instalment.objects.get(schedule__contract=contract, number=1)
    assert step(contract) == f"Expect the payment of {figures.day(first.due_on)}"
    charge_all(contract, first.due_on + timedelta(days=5))
    assert step(contract) == "Ask for what is overdue"
    charge_all(contract)
    pay(contract)
    assert step(contract) == "Take the vehicle back"
    actions.take_back(contract=contract, by=identity.everything(contract.company))
    assert step(contract) == "End the contract"
    actions.close(contract=contract, by=identity.everything(contract.company))
    assert step(contract) == ""


def step(contract: Contract) -> str:
    found = Contract.objects.get(pk=contract.pk)
    return queries.next_step(found, queries.book(found))
