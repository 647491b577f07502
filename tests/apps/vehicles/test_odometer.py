"""Readings of the odometer: kept for ever, doubted, corrected."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from roadbook.apps.timeline import queries as timeline
from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.models import OdometerReading, Vehicle
from roadbook.kit import audit
from roadbook.kit.errors import Forbidden, Refused
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import vehicles as make


@pytest.fixture
def vehicle(db):
    return make.vehicle(organisation.company(), odometer_km=15_000)


def test_first_reading_is_the_one_told_with_the_vehicle(vehicle):
    reading = OdometerReading.objects.get()
    assert (reading.km, reading.source, reading.read_on) == (15_000, "entry", date(2026, 11, 24))
    vehicle.refresh_from_db()
    assert vehicle.odometer_on == date(2026, 11, 24)


def test_reading_moves_the_odometer_and_is_told(vehicle):
    make.reading(vehicle, 16_200, source="inspection")
    vehicle.refresh_from_db()
    assert (vehicle.odometer_km, vehicle.version) == (16_200, 2)
    assert "16200" in timeline.feed(subject=audit.key(vehicle))[0].title


def test_miles_are_kept_as_read_and_count_in_kilometres(vehicle):
    reading = make.reading(vehicle, 10_000, unit="mi")
    assert (reading.value, reading.unit, reading.km) == (10_000, "mi", 16_093)
    vehicle.refresh_from_db()
    assert vehicle.odometer_km == 16_093


@pytest.mark.parametrize(("value", "on"), [(14_000, date(2026, 11, 24)), (15_001, date(2026, 1, 1))])
def test_odometer_does_not_run_backwards_by_itself(vehicle, value, on):
    with pytest.raises(actions.OdometerDoubtful) as refusal:
        make.reading(vehicle, value, on=on)
    assert refusal.value.field == "value"
    assert OdometerReading.objects.count() == 1
    vehicle.refresh_from_db()
    assert (vehicle.odometer_km, vehicle.version) == (15_000, 1)


def test_confirmed_lower_reading_is_marked(vehicle):
    reading = make.reading(vehicle, 14_000, is_confirmed=True, reason="instrument replaced")
    assert (reading.is_doubtful, reading.reason) == (True, "instrument replaced")
    vehicle.refresh_from_db()
    assert vehicle.odometer_km == 14_000


def test_earlier_reading_does_not_move_the_present_one(vehicle):
    make.reading(vehicle, 9_000, on=date(2025, 6, 1))
    vehicle.refresh_from_db()
    assert (vehicle.odometer_km, vehicle.odometer_on) == (15_000, date(2026, 11, 24))


def test_correction_stands_in_and_the_reading_stays(vehicle):
    wrong = make.reading(vehicle, 165_000)
    correction = actions.correct_odometer(reading=wrong, by=None, value=16_500, reason="a zero too many")
    assert (correction.read_on, correction.corrects, correction.is_doubtful) == (wrong.read_on, wrong, False)
    vehicle.refresh_from_db()
    assert vehicle.odometer_km == 16_500
    assert [one.km for one in queries.counting(vehicle)] == [15_000, 16_500]
    assert OdometerReading.objects.get(pk=wrong.pk).km == 165_000


def test_reading_is_corrected_once_and_then_its_correction(vehicle):
    wrong = make.reading(vehicle, 165_000)
    again = actions.correct_odometer(reading=wrong, by=None, value=16_500, reason="a zero too many")
    with pytest.raises(actions.ReadingCorrected):
        actions.correct_odometer(reading=wrong, by=None, value=16_600, reason="once more")
    actions.correct_odometer(reading=again, by=None, value=16_600, reason="once more")
    vehicle.refresh_from_db()
    assert vehicle.odometer_km == 16_600


def test_correction_needs_a_reason(vehicle):
    with pytest.raises(Refused) as refusal:
        actions.correct_odometer(reading=OdometerReading.objects.get(), by=None, value=1, reason=" ")
    assert refusal.value.field == "reason"
    assert OdometerReading.objects.count() == 1


@pytest.mark.parametrize(
    ("details", "field"),
    [({"value": 5_000_001}, "value"), ({"value": 16_000, "on": date(2026, 11, 25)}, "on"), ({"value": -1}, "value")],
)
def test_reading_that_cannot_be_is_refused(vehicle, details, field):
    with pytest.raises(Refused) as refusal:
        actions.read_odometer(vehicle=vehicle, by=None, **{"on": date(2026, 11, 24), **details})
    assert refusal.value.field == field
    assert OdometerReading.objects.count() == 1


def test_database_refuses_to_change_a_reading(vehicle):
    for write in (OdometerReading.objects.all().delete, lambda: OdometerReading.objects.update(km=1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert OdometerReading.objects.get().km == 15_000


def test_reading_in_the_vehicles_own_change_is_marked_when_lower(vehicle):
    actions.change_vehicle(vehicle=vehicle, version=1, by=None, odometer_km=10)
    assert OdometerReading.objects.latest("pk").is_doubtful
    with pytest.raises(actions.VehicleRefused) as refusal:
        actions.change_vehicle(vehicle=vehicle, version=2, by=None, odometer_km=None)
    assert refusal.value.field == "odometer_km"
    assert Vehicle.objects.get().odometer_km == 10


def test_who_may_not_change_vehicles_reads_no_odometer(vehicle):
    cashier = people.staff(vehicle.company, "cashier")
    with pytest.raises(Forbidden):
        actions.read_odometer(vehicle=vehicle, by=cashier, value=16_000, on=date(2026, 11, 24))
    assert OdometerReading.objects.count() == 1
