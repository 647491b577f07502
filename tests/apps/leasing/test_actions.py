"""From draft to live: what is written, and what is refused without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roadbook.apps.leasing import actions, events, queries
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract, Instalment, ScheduleVersion, TermsRefused
from roadbook.apps.leasing.queries.starting import StartRefused
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Account
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.events import name_of
from roadbook.kit.models import AuditEntry, OutboxEvent
from roadbook.kit.states import MoveRefused
from tests.factories import identity, leasing, organisation, receivables, vehicles

pytestmark = pytest.mark.django_db


def published(kind: type) -> list[dict]:
    return list(OutboxEvent.objects.filter(name=name_of(kind)).values_list("payload", flat=True))


def test_draft_gets_a_number_and_knows_its_figures():
    contract = leasing.draft()
    assert contract.number == "L-2026-00001"
    assert (contract.state, contract.financed, contract.currency) == (ContractState.DRAFT, 20_000_00, "EUR")
    assert contract.number.lower() in contract.search_text
    assert published(events.ContractDrafted) == [{"contract_id": contract.pk, "company_id": contract.company_id}]
    assert (
        AuditEntry.objects.filter(action="leasing.contract.draft", subject=f"leasing.contract:{contract.pk}").count()
        == 1
    )


@pytest.mark.parametrize("name", ["client", "vehicle", "product"])
def test_draft_with_a_part_of_another_company_is_refused(name: str):
    of, other = receivables.company(), receivables.company()
    parts = {
        "client": receivables.client(of),
        "vehicle": vehicles.vehicle(of),
        "product": leasing.product(of),
        name: {"client": receivables.client, "vehicle": vehicles.vehicle, "product": leasing.product}[name](other),
    }
    with pytest.raises(actions.DraftRefused) as refusal:
        actions.draft_contract(branch=organisation.branch(of), terms=leasing.TERMS, by=None, **parts)
    assert refusal.value.field == name
    assert not Contract.objects.exists()
    assert not published(events.ContractDrafted)


def test_product_that_is_not_offered_any_more_stays_where_it_is_and_goes_nowhere_new():
    contract = leasing.draft()
    product = actions.change_product(
        product=contract.product, version=1, by=None, name="Old", terms=contract.product.conditions, is_offered=False
    )
    parts = {"branch": contract.branch, "client": contract.client, "vehicle": contract.vehicle, "product": product}
    with pytest.raises(actions.DraftRefused) as refusal:
        actions.draft_contract(terms=leasing.TERMS, by=None, **parts)
    assert refusal.value.field == "product"
    assert Contract.objects.count() == 1
    actions.change_draft(contract=contract, version=1, terms=replace(leasing.TERMS, count=24), by=None, **parts)
    contract.refresh_from_db()
    assert (contract.product, contract.count) == (product, 24)


def test_draft_outside_the_product_is_refused():
    with pytest.raises(TermsRefused):
        leasing.draft(product_terms={"count_max": 36, "count_default": 36})
    assert not Contract.objects.exists()


def test_draft_without_the_permission_is_refused():
    of = receivables.company()
    cashier = identity.staff(of, "cashier")
    parts = {"client": receivables.client(of), "vehicle": vehicles.vehicle(of), "product": leasing.product(of)}
    with pytest.raises(Forbidden):
        actions.draft_contract(branch=organisation.branch(of), terms=leasing.TERMS, by=cashier, **parts)
    assert not Contract.objects.exists()


def change(contract: Contract, version: int, **terms: object) -> Contract:
    parts = {name: getattr(contract, name) for name in ("branch", "client", "vehicle", "product")}
    agreed = replace(contract.agreed, **terms)
    return actions.change_draft(contract=contract, version=version, terms=agreed, by=None, **parts)


def test_change_of_a_draft_says_what_changed():
    contract = change(leasing.draft(), 1, price=30_000_00)
    contract.refresh_from_db()
    assert (contract.price, contract.financed, contract.version) == (30_000_00, 25_000_00, 2)
    entry = AuditEntry.objects.get(action="leasing.contract.change")
    assert entry.changes == {"price": [25_000_00, 30_000_00], "financed": [20_000_00, 25_000_00]}


def test_change_of_a_draft_that_somebody_changed_is_refused():
    contract = leasing.draft()
    change(contract, 1, price=30_000_00)
    with pytest.raises(Conflict):
        change(contract, 1, price=40_000_00)
    contract.refresh_from_db()
    assert contract.price == 30_000_00


def test_change_after_signing_is_refused():
    contract = leasing.signed()
    with pytest.raises(actions.DraftChanged):
        change(contract, 1, price=30_000_00)
    contract.refresh_from_db()
    assert contract.price == 25_000_00


def test_sign_fixes_the_terms():
    contract = leasing.signed()
    contract.refresh_from_db()
    assert contract.state == ContractState.SIGNED
    assert published(events.ContractSigned) == [
        {"contract_id": contract.pk, "company_id": contract.company_id, "signed_on": "2026-11-24"}
    ]
    version = contract.schedules.get()
    rows = list(version.instalments.order_by("number"))
    assert (version.version, version.is_active, len(rows)) == (1, True, 48)
    assert sum(row.principal for row in rows) == 20_000_00
    assert sum(row.interest for row in rows) == version.total_interest


def test_product_that_changes_after_signing_does_not_change_the_plan():
    contract = leasing.signed()
    agreed = list(Instalment.objects.order_by("number").values())
    terms = replace(contract.product.conditions, charge_days_before=10, day_count="act/360")
    actions.change_product(product=contract.product, version=1, by=None, name="New", terms=terms)
    contract = actions.activate(contract=contract, by=None)
    assert list(Instalment.objects.order_by("number").values()) == agreed
    assert queries.book(contract).total_interest == contract.schedules.get().total_interest


def test_sign_what_the_product_does_not_allow_any_more_is_refused():
    contract = leasing.draft()
    terms = replace(contract.product.conditions, count_max=36, count_default=36)
    actions.change_product(product=contract.product, version=1, by=None, name="New", terms=terms)
    with pytest.raises(TermsRefused):
        actions.sign(contract=contract, by=None)
    contract.refresh_from_db()
    assert contract.state == ContractState.DRAFT
    assert not ScheduleVersion.objects.exists()


def test_sign_before_the_signing_date_is_refused():
    contract = leasing.draft(starts_on=date(2026, 11, 25))
    with pytest.raises(actions.SigningRefused):
        actions.sign(contract=contract, by=None)
    contract.refresh_from_db()
    assert contract.state == ContractState.DRAFT
    assert not published(events.ContractSigned)


def test_activation_opens_the_account_and_books_the_disbursement():
    contract = leasing.active()
    contract.refresh_from_db()
    assert (contract.state, contract.activated_on) == (ContractState.ACTIVE, date(2026, 11, 24))
    assert (contract.account.subject, contract.account.number) == (f"leasing.contract:{contract.pk}", contract.number)
    assert [(one.party_id, one.role) for one in contract.account.parties.all()] == [(contract.client_id, "debtor")]
    journal = JournalRow.objects.get(account_id=contract.account_id)
    assert (journal.debit.code, journal.credit.code, journal.amount) == ("2110", "4010", 20_000_00)
    assert contract.account.position.principal_not_due == 20_000_00
    assert published(events.ContractActivated)[0]["financed"] == 20_000_00


def nothing_went_live() -> bool:
    return not (Account.objects.exists() or JournalRow.objects.exists())


def test_activation_of_a_draft_is_refused():
    contract = leasing.draft()
    with pytest.raises(MoveRefused):
        actions.activate(contract=contract, by=None)
    assert nothing_went_live()


def test_activation_after_the_first_due_date_is_refused():
    contract = leasing.signed()
    receivables.move_date(contract.company, contract.first_due_on)
    with pytest.raises(StartRefused):
        actions.activate(contract=contract, by=None)
    assert nothing_went_live()


def test_second_activation_is_refused_and_changes_nothing():
    contract = leasing.active()
    stale = Contract.objects.get(pk=contract.pk)
    stale.state = ContractState.SIGNED
    with pytest.raises(MoveRefused):
        actions.activate(contract=stale, by=None)
    assert (Account.objects.count(), ScheduleVersion.objects.count(), JournalRow.objects.count()) == (1, 1, 1)


def test_activation_by_a_broker_is_refused():
    contract = leasing.signed()
    with pytest.raises(Forbidden):
        actions.activate(contract=contract, by=identity.staff(contract.company, "broker"))
    assert nothing_went_live()


@pytest.mark.parametrize("make", [leasing.draft, leasing.signed])
def test_cancel_ends_what_never_went_live(make):
    contract = actions.cancel(contract=make(), by=None, reason="the client withdrew")
    assert contract.state == ContractState.CANCELLED
    assert AuditEntry.objects.get(action="leasing.contract.cancel").changes["reason"] == [None, "the client withdrew"]


def test_cancel_of_a_live_contract_is_refused():
    contract = leasing.active()
    with pytest.raises(MoveRefused):
        actions.cancel(contract=contract, by=None)
    contract.refresh_from_db()
    assert contract.state == ContractState.ACTIVE


def test_instalments_become_debt_ahead_of_time_where_the_product_says_so():
    contract = leasing.active(product_terms={"charge_days_before": 10})
    first = Instalment.objects.get(number=1)
    assert first.charge_on == first.due_on - timedelta(days=10)
    assert leasing.charge_on(contract, date(2026, 12, 13)) == 0
    assert leasing.charge_on(contract, date(2026, 12, 14)) == 1


@pytest.mark.parametrize("version", [1, 2])
def test_product_changes_by_version(version: int):
    product = leasing.product()
    values = {"product": product, "version": version, "by": None, "name": "Renamed", "terms": product.conditions}
    if version == 1:
        assert actions.change_product(**values).version == 2
        return
    with pytest.raises(Conflict):
        actions.change_product(**values)
    product.refresh_from_db()
    assert product.name != "Renamed"


def test_product_code_is_taken_once_per_company():
    product = leasing.product()
    with pytest.raises(Refused):
        actions.create_product(
            company=product.company, by=None, code=product.code, name="Another", terms=product.conditions
        )
    assert type(product).objects.count() == 1
