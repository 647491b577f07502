"""Data migrations of vehicles on rows as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from roadbook.calc import units
from tests.migrating import past

MADE = datetime(2025, 3, 4, 22, 30, tzinfo=UTC)
COMPANY = {"country": "BG", "currency": "BGN", "language": "bg", "business_date": date(2026, 11, 24)}


@pytest.fixture(scope="module")
def old(tmp_path_factory, django_db_blocker):
    """Three vehicles that went through the migration, two at a time."""
    folder = tmp_path_factory.mktemp("past")
    with django_db_blocker.unblock(), past(folder, "vehicles", "0002_whole_vehicle") as world:
        company = world.rows("organisation", "Company").create(code="NORTH", name="Север", **COMPANY)
        user = world.rows("identity", "User").create(email="a@example.com", name="Ана")
        make = world.rows("vehicles", "Make").create(name="Škoda", key="skoda")
        model = world.rows("vehicles", "Model").create(make=make, name="Octavia", key="octavia")
        common = {"company": company, "make": make, "model": model, "created_at": MADE, "created_by_id": user.pk}
        vehicles = world.rows("vehicles", "Vehicle")
        vehicles.create(
            vin="FULL", plate="CB1234AB", odometer_km=1_000, power_kw=85, first_registered_on=date(2020, 5, 5), **common
        )
        vehicles.create(vin="YOUNG", plate="CB5678AB", odometer_km=0, **common)
        vehicles.create(vin="BARE", plate="", **common)
        migration = import_module("roadbook.apps.vehicles.migrations.0003_first_readings_and_plates")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migration, "AT_ONCE", 2)
            world.migrate("vehicles", "0003_first_readings_and_plates")
        yield world


def test_what_vehicles_said_becomes_the_first_row_of_each_history(old):
    readings = old.rows("vehicles", "OdometerReading").order_by("vehicle__pk")
    said = ("vehicle__vin", "read_on", "value", "unit", "km", "source", "created_at", "created_by__email")
    day = date(2025, 3, 4)
    assert list(readings.values_list(*said)) == [
        ("FULL", day, 1_000, "km", 1_000, "entry", MADE, "a@example.com"),
        ("YOUNG", day, 0, "km", 0, "entry", MADE, "a@example.com"),
    ]
    plates = old.rows("vehicles", "VehiclePlate").order_by("vehicle__pk")
    said = ("vehicle__vin", "plate", "from_on", "created_at", "created_by__email")
    assert list(plates.values_list(*said)) == [
        ("FULL", "CB1234AB", date(2020, 5, 5), MADE, "a@example.com"),
        ("YOUNG", "CB5678AB", day, MADE, "a@example.com"),
    ]


def test_odometer_and_power_of_old_vehicles_are_complete(old):
    vehicles = old.rows("vehicles", "Vehicle").order_by("pk")
    assert list(vehicles.values_list("vin", "odometer_on", "power_kw", "power_hp", "power_unit")[:2]) == [
        ("FULL", date(2025, 3, 4), 85, units.horsepower(85), "kw"),
        ("YOUNG", date(2025, 3, 4), None, None, ""),
    ]
    assert vehicles.get(vin="BARE").odometer_on is None


def test_catalogue_is_found_by_its_names(old):
    assert old.rows("vehicles", "Make").get().search_text == "skoda"
    assert old.rows("vehicles", "Model").get().search_text.split() == ["skoda", "octavia"]
