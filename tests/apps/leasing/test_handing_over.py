"""The vehicle is handed over: the protocol, and the schedule that counts from that day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from roadbook.apps.documents import actions as documents
from roadbook.apps.leasing import actions
from roadbook.apps.leasing.actions import Handing
from roadbook.apps.leasing.enums import ContractState, HandingKind, ProductKind, VersionReason
from roadbook.apps.leasing.models import Contract, HandOver
from roadbook.apps.leasing.queries import starting
from roadbook.apps.receivables.models import Account, Charge
from roadbook.apps.timeline.models import Entry
from roadbook.apps.vehicles.models import OdometerReading
from roadbook.kit import audit, invariants
from roadbook.kit.errors import Forbidden
from tests.factories import documents as files
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 4)
HANDING = Handing(
    odometer_km=12, place="София, бул. Примерен 1", handed_by="Иво Предаващ", received_by="Ана Приемаща", note="2 ключа"
)


def handed_over(contract: Contract, on: date, **more: Any) -> Contract:
    receivables.move_date(contract.company, max(on, contract.company.business_date))
    return actions.activate(contract=contract, on=on, by=None, **more)


def sound() -> bool:
    return not [problem for verdict in invariants.verify() for problem in verdict.problems]


def test_hand_over_is_written_down_with_the_odometer():
    contract = leasing.signed()
    actions.activate(contract=contract, by=None, handing=HANDING)
    made = HandOver.objects.get()
    assert (made.kind, made.handed_on, made.odometer_km) == (HandingKind.GIVEN, date(2026, 11, 24), 12)
    assert (made.place, made.handed_by, made.received_by) == (HANDING.place, HANDING.handed_by, HANDING.received_by)
    reading = OdometerReading.objects.get(vehicle=contract.vehicle)
    assert (reading.km, reading.source, reading.read_on) == (12, "hand_over", date(2026, 11, 24))
    told = Entry.objects.get(subject=audit.key(contract.vehicle), kind="contract")
    assert told.params == {"number": contract.number}


def test_hand_over_on_the_signing_day_keeps_the_signed_schedule():
    contract = leasing.active()
    assert [(one.version, one.reason) for one in contract.schedules.all()] == [(1, VersionReason.ORIGINAL)]


def test_later_hand_over_recalculates_from_that_day_and_keeps_the_due_dates():
    contract = leasing.signed()
    signed = contract.schedules.get()
    handed_over(contract, LATER)
    first, second = contract.schedules.order_by("version")
    assert (first.is_active, second.is_active, second.reason) == (False, True, VersionReason.HAND_OVER)
    rows = list(second.instalments.order_by("number"))
    assert [one.due_on for one in rows] == [one.due_on for one in signed.instalments.order_by("number")]
    assert (rows[0].days, rows[0].interest) == (20, 98_89)  # 20,000.00 x 8.9 % x 20 / 360
    assert second.total_interest < signed.total_interest
    assert sum(one.principal for one in rows) == contract.financed
    assert signed.instalments.get(number=1).interest == 148_33
    assert sound()


def test_only_the_version_from_the_hand_over_is_charged():
    contract = leasing.signed()
    handed_over(contract, LATER)
    leasing.charge_on(contract, date(2026, 12, 24))
    assert Charge.objects.get(kind="interest").amount == 98_89


def test_preview_says_what_the_activation_then_does():
    contract = leasing.signed()
    found = starting.difference(contract, LATER)
    handed_over(contract, LATER)
    after = contract.schedules.get(is_active=True)
    assert (found.interest_before, found.interest_after) == (
        contract.schedules.get(version=1).total_interest,
        after.total_interest,
    )
    assert [one.after.total for one in found.changed] == [
        row.total
        for row, old in zip(
            after.instalments.order_by("number"),
            contract.schedules.get(version=1).instalments.order_by("number"),
            strict=True,
        )
        if row.total != old.total
    ]


def test_preview_of_the_signing_day_shows_no_difference():
    assert starting.difference(leasing.signed(), date(2026, 11, 24)).changed == ()


def test_in_advance_the_first_instalment_moves_to_the_hand_over():
    contract = leasing.signed(
        product_terms={"in_advance": True}, in_advance=True, first_due_on=leasing.TERMS.starts_on, count=12
    )
    handed_over(contract, LATER)
    rows = list(contract.schedules.get(is_active=True).instalments.order_by("number"))
    assert [one.due_on for one in rows[:3]] == [LATER, date(2026, 12, 24), date(2027, 1, 24)]
    assert leasing.charge_on(contract, LATER) == 1
    assert sound()


def test_hand_over_on_a_due_date_or_after_it_is_refused():
    contract = leasing.signed()
    for on in (contract.first_due_on, date(2026, 12, 30)):
        with pytest.raises(starting.StartRefused) as refusal:
            handed_over(contract, on)
        assert refusal.value.field == "on"
        assert "2026-12-24" in str(refusal.value)
    assert not Account.objects.exists()
    assert contract.schedules.get().is_active


@pytest.mark.parametrize("on", [date(2026, 11, 23), date(2026, 11, 25)])
def test_hand_over_before_signing_or_ahead_is_refused(on):
    contract = leasing.signed()
    with pytest.raises(actions.ActivationRefused):
        actions.activate(contract=contract, on=on, by=None)
    assert not HandOver.objects.exists()


def test_odometer_that_runs_backwards_is_refused_at_its_field():
    contract = leasing.signed()
    files_before = OdometerReading.objects.count()
    actions.activate(contract=contract, by=None, handing=Handing(odometer_km=500))
    other = leasing.signed(contract.company)
    type(other).objects.filter(pk=other.pk).update(vehicle=contract.vehicle)
    with pytest.raises(actions.HandOverRefused) as refusal:
        actions.activate(contract=other, by=None, handing=Handing(odometer_km=400))
    assert refusal.value.field == "odometer_km"
    other.refresh_from_db()
    assert (other.state, OdometerReading.objects.count()) == (ContractState.SIGNED, files_before + 1)


def test_missing_papers_are_named_and_nothing_goes_live():
    contract = leasing.signed(
        product_terms={"documents": ("contract", "handover_protocol"), "attachments": ("insurance",)}
    )
    documents.make(kind="contract", pk=contract.pk, language="en", by=None)
    with pytest.raises(actions.ActivationRefused) as refusal:
        actions.activate(contract=contract, by=None)
    assert "Hand-over protocol, Insurance policy" in str(refusal.value)
    assert not Account.objects.exists()


def test_papers_that_are_there_let_the_contract_go_live():
    contract = leasing.signed(product_terms={"documents": ("contract",), "attachments": ("insurance",)})
    documents.make(kind="contract", pk=contract.pk, language="en", by=None)
    files.attachment(contract.client, kind="insurance")
    assert actions.activate(contract=contract, by=None).state == ContractState.ACTIVE


def test_vehicle_of_an_operating_lease_is_taken_back_once():
    company = receivables.company(country="BG")
    contract = leasing.active(company, product_terms={"kind": ProductKind.OPERATING_LEASE})
    made = actions.take_back(contract=contract, by=None, handing=Handing(odometer_km=90_000))
    assert (made.kind, OdometerReading.objects.latest("pk").source) == (HandingKind.RETURNED, "return")
    with pytest.raises(actions.HandOverRefused):
        actions.take_back(contract=contract, by=None)
    assert sound()


def test_vehicle_of_a_running_loan_does_not_come_back():
    with pytest.raises(actions.HandOverRefused):
        actions.take_back(contract=leasing.active(), by=None)


def test_taking_back_by_a_broker_is_refused():
    company = receivables.company(country="BG")
    contract = leasing.active(company, product_terms={"kind": ProductKind.OPERATING_LEASE})
    with pytest.raises(Forbidden):
        actions.take_back(contract=contract, by=identity.staff(company, "broker"))
    assert HandOver.objects.filter(kind=HandingKind.RETURNED).count() == 0
