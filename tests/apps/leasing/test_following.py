"""Contracts are found by what their vehicle is called now."""

from __future__ import annotations

import pytest

from roadbook.apps.leasing.actions import following
from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties import actions as parties
from roadbook.apps.receivables import actions as money
from roadbook.apps.vehicles import actions as vehicles_actions
from roadbook.apps.vehicles.models import Make, Model, Vehicle
from roadbook.kit.testing import deliver
from tests.factories import leasing, receivables, vehicles

pytestmark = pytest.mark.django_db


@pytest.fixture
def contracts():
    """Two contracts on vehicles of one make and one on another's."""
    company = receivables.company()
    cars = [vehicles.vehicle(company, make="Elder", model=name) for name in ("Octavia", "Fabia")]
    cars.append(vehicles.vehicle(company, make="Other", model="One"))
    drafts = [leasing.draft(company) for _car in cars]
    for draft, car in zip(drafts, cars, strict=True):
        Contract.objects.filter(pk=draft.pk).update(vehicle=car)
    following.reindex([draft.pk for draft in drafts])
    return list(Contract.objects.select_related("vehicle").order_by("pk"))


def found(word: str) -> set[int]:
    return set(Contract.objects.filter(search_text__contains=word).values_list("pk", flat=True))


def test_make_that_is_renamed_is_found_on_its_contracts_and_vehicles(contracts):
    first, second, other = (one.pk for one in contracts)
    vehicles_actions.rename(by=None, entry=Make.objects.get(name="Elder"), name="Sample Motors")
    assert set(Vehicle.objects.filter(search_text__contains="sample motors")) == {one.vehicle for one in contracts[:2]}
    deliver()
    assert (found("sample motors"), found("elder"), found("other")) == ({first, second}, set(), {other})
    assert found("octavia") == {first}


def test_model_that_is_renamed_or_merged_is_found_on_its_contracts(contracts):
    first, second, _other = (one.pk for one in contracts)
    octavia, fabia = (Model.objects.get(make__name="Elder", name=name) for name in ("Octavia", "Fabia"))
    vehicles_actions.rename(by=None, entry=octavia, name="Superb")
    deliver()
    assert (found("superb"), found("octavia")) == ({first}, set())
    vehicles_actions.merge(by=None, kept=octavia, double=fabia)
    deliver()
    assert (found("superb"), found("fabia")) == ({first, second}, set())


def test_many_contracts_are_found_anew_some_at_a_time(contracts, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(following, "AT_ONCE", 1)
    make = Make.objects.get(name="Elder")
    Make.objects.filter(pk=make.pk).update(name="Sample Motors")
    assert following.reindex_catalogued(kind="make", entry_id=make.pk) == 2
    assert found("sample motors") == {one.pk for one in contracts[:2]}
    monkeypatch.setattr(following, "AT_ONCE", 500)
    Make.objects.filter(pk=make.pk).update(name="Elder")
    with django_assert_num_queries(5):
        assert following.reindex_catalogued(kind="make", entry_id=make.pk) == 2
    with django_assert_num_queries(4):
        assert following.reindex_catalogued(kind="make", entry_id=make.pk) == 0


def test_contract_is_found_by_the_plate_that_its_vehicle_bears(contracts):
    first, second, other = contracts
    company = first.company
    for plate in ("CB1234AK", "CB7777KK"):
        vehicles_actions.change_plate(vehicle=first.vehicle, by=None, plate=plate, on=company.business_date)
        deliver()
        assert found(plate.lower()) == {first.pk}
    assert found("cb1234ak") == set()
    car = second.vehicle
    vehicles_actions.change_vehicle(vehicle=car, version=car.version, by=None, make="Third")
    deliver()
    assert (found("third"), found("elder"), found("other")) == ({second.pk}, {first.pk}, {other.pk})


def test_contract_and_its_account_are_found_by_the_name_of_now(contracts):
    contract = leasing.active(contracts[0].company)
    client, account = contract.client, contract.live_account
    parties.change_party(party=client, version=client.version, by=None, last_name="Новакова")
    deliver()
    account.refresh_from_db()
    assert found("новакова") == {contract.pk}
    assert "новакова" in account.search_text
    assert found("стоева") == {one.pk for one in contracts}


def test_account_is_found_by_the_phone_of_its_guarantor_but_not_changed_without_need(django_assert_num_queries):
    account = receivables.account()
    party = account.parties.get().party
    parties.change_party(party=party, version=party.version, by=None, phones=("+359888123456",))
    deliver()
    account.refresh_from_db()
    assert "359888123456" in account.search_text
    with django_assert_num_queries(5):
        assert money.following.reindex_of(party_id=party.pk) == 0
