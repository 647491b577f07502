"""Registering and changing vehicles: what is written, what is refused, what stays unwritten."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.timeline import queries as timeline
from roadbook.apps.vehicles import actions, rules
from roadbook.apps.vehicles.models import Make, Model, Vehicle
from roadbook.kit import audit
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import vehicles as make

VIN = make.vin(501)


@pytest.fixture
def company(db):
    return organisation.company()


def test_vehicle_is_registered_with_what_was_told(company):
    vehicle = make.vehicle(company, vin=VIN, plate="СВ 1234-АК", trim="Combi  2.0", fuel="diesel", odometer_km=15200)
    assert (vehicle.vin, vehicle.plate, vehicle.trim) == (VIN, "CB1234AK", "Combi 2.0")
    assert str(vehicle) == "Škoda Octavia Combi 2.0"
    assert AuditEntry.objects.get(action="vehicles.vehicle.register").changes["vin"] == [None, VIN]
    assert [line.title for line in timeline.feed(subject=audit.key(vehicle))] == ["Vehicle registered"]


def test_vin_typed_in_cyrillic_is_the_same_vin(company):
    typed = " ".join(VIN).replace("T", "Т").replace("M", "М").replace("B", "В").lower()
    assert make.vehicle(company, vin=typed).vin == VIN


def test_vin_tells_maker_and_country():
    vin = rules.check_vin(VIN)
    assert (vin.maker, vin.country, vin.warnings) == ("Škoda", "Czech Republic", ())


def test_wrong_check_digit_only_warns(company):
    wrong = VIN[:8] + ("1" if VIN[8] != "1" else "2") + VIN[9:]
    assert make.vehicle(company, vin=wrong).vin == wrong
    assert len(rules.check_vin(wrong).warnings) == 1


@pytest.mark.parametrize(
    ("details", "error", "field"),
    [
        ({"vin": VIN[:16]}, rules.VinRefused, "vin"),
        ({"vin": VIN[:16] + "O"}, rules.VinRefused, "vin"),
        ({"vin": VIN[:16] + "Ж"}, rules.VinRefused, "vin"),
        ({"plate": "CB/1234"}, actions.VehicleRefused, "plate"),
        ({"make": " "}, actions.CatalogueRefused, "make"),
        ({"model": ""}, actions.CatalogueRefused, "model"),
        ({"fuel": "coal"}, actions.VehicleRefused, "fuel"),
        ({"power_kw": -1}, actions.VehicleRefused, "power_kw"),
        ({"odometer_km": 5_000_001}, actions.VehicleRefused, "odometer_km"),
        ({"model_year": 2028}, actions.VehicleRefused, "model_year"),
        ({"first_registered_on": date(2026, 11, 25)}, actions.VehicleRefused, "first_registered_on"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(company, details, error, field):
    with pytest.raises(error) as refusal:
        make.vehicle(company, **details)
    assert refusal.value.field == field
    assert not Vehicle.objects.exists()
    assert not Make.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="vehicles.").exists()


def test_same_vin_twice_in_a_company_is_refused(company):
    first = make.vehicle(company, vin=VIN)
    with pytest.raises(actions.DuplicateVehicle) as refusal:
        make.vehicle(company, vin=VIN, make="Dacia")
    assert refusal.value.vehicle_id == first.pk
    assert list(Vehicle.objects.all()) == [first]
    assert not Make.objects.filter(name="Dacia").exists()
    assert make.vehicle(organisation.company(), vin=VIN).vin == VIN


def test_catalogue_keeps_one_spelling(company):
    make.vehicle(company, make="Škoda", model="Octavia")
    make.vehicle(company, make="SKODA", model=" octavia ")
    assert [str(one) for one in Make.objects.all()] == ["Škoda"]
    assert [str(one) for one in Model.objects.all()] == ["Octavia"]


def test_change_writes_what_differs(company):
    vehicle = make.vehicle(company, colour="red")
    actions.change_vehicle(vehicle=vehicle, version=1, by=None, colour="blue", odometer_km=10)
    vehicle.refresh_from_db()
    assert (vehicle.colour, vehicle.odometer_km, vehicle.version) == ("blue", 10, 2)
    changes = AuditEntry.objects.get(action="vehicles.vehicle.change").changes
    assert changes == {"colour": ["red", "blue"], "odometer_km": [None, 10]}
    assert timeline.feed(subject=audit.key(vehicle))[0].title == "Changed: colour, odometer, km"


def test_change_without_difference_writes_nothing(company):
    vehicle = make.vehicle(company, colour="red")
    actions.change_vehicle(vehicle=vehicle, version=1, by=None, colour="red")
    vehicle.refresh_from_db()
    assert vehicle.version == 1
    assert not AuditEntry.objects.filter(action="vehicles.vehicle.change").exists()


def test_change_of_an_older_version_is_refused(company):
    vehicle = make.vehicle(company)
    actions.change_vehicle(vehicle=vehicle, version=1, by=None, colour="red")
    with pytest.raises(actions.VehicleChangedMeanwhile):
        actions.change_vehicle(vehicle=vehicle, version=1, by=None, colour="blue")
    vehicle.refresh_from_db()
    assert (vehicle.colour, vehicle.version) == ("red", 2)


def test_change_to_the_vin_of_another_vehicle_is_refused_whole(company):
    make.vehicle(company, vin=VIN)
    other = make.vehicle(company, colour="red")
    with pytest.raises(actions.DuplicateVehicle):
        actions.change_vehicle(vehicle=other, version=1, by=None, vin=VIN, colour="blue")
    other.refresh_from_db()
    assert (other.colour, other.version) == ("red", 1)


def test_without_the_permission_nothing_is_written(company):
    with pytest.raises(Forbidden):
        actions.register_vehicle(
            company=company, by=people.staff(company, "cashier"), vin=VIN, make="Dacia", model="Duster"
        )
    assert not Vehicle.objects.exists()
