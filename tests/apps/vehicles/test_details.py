"""Every technical field of a vehicle: power in two units, the catalogue's trim, VIN, plates."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.vehicles import actions, queries, rules
from roadbook.apps.vehicles.models import Vehicle, VehiclePlate
from tests.factories import organisation
from tests.factories import vehicles as make

VIN = make.vin(777)
DETAILS = {
    "kind": "used",
    "internal_code": "ST-014",
    "engine": "DTS 123456",
    "frame": "F-1",
    "chassis": "C-1",
    "drive": "all",
    "seats": 5,
    "mass_kg": 1560,
    "co2_g_km": 121,
    "euro_class": "euro6d",
    "is_right_hand_drive": True,
    "interior": "black leather",
    "title_year": 2021,
    "owners_count": 2,
    "history_report": "HR-88",
    "history_report_on": date(2026, 11, 1),
    "is_pledged": True,
    "restrictions": "pledged to the bank until 2027",
    "options": "heated seats\ntow bar",
    "description": "one owner, serviced",
}


@pytest.fixture
def company(db):
    return organisation.company()


def test_every_field_is_kept(company):
    vehicle = make.vehicle(company, **DETAILS)
    vehicle.refresh_from_db()
    assert {name: getattr(vehicle, name) for name in DETAILS} == DETAILS


@pytest.mark.parametrize(
    ("told", "kw", "hp", "unit"),
    [
        ({"power_hp": 150}, 110, 150, "hp"),
        ({"power_kw": 110}, 110, 150, "kw"),
        ({"power_kw": 110, "power_hp": 150}, 110, 150, "kw"),
        ({"power_kw": 110, "power_hp": 149}, 110, 149, "kw"),
        ({}, None, None, ""),
    ],
)
def test_of_two_units_of_power_one_is_enough(company, told, kw, hp, unit):
    vehicle = make.vehicle(company, **told)
    if told.get("power_hp") == 149:
        assert (vehicle.power_kw, vehicle.power_hp) == (110, 149)
    else:
        assert (vehicle.power_kw, vehicle.power_hp, vehicle.power_unit) == (kw, hp, unit)


def test_power_that_does_not_fit_together_is_refused(company):
    with pytest.raises(actions.VehicleRefused) as refusal:
        make.vehicle(company, power_kw=110, power_hp=200)
    assert refusal.value.field == "power_hp"
    assert not Vehicle.objects.exists()


def test_the_changed_unit_leads(company):
    vehicle = make.vehicle(company, power_kw=110)
    changed = actions.change_vehicle(vehicle=vehicle, version=1, by=None, power_kw=110, power_hp=190)
    assert (changed.power_kw, changed.power_hp, changed.power_unit) == (140, 190, "hp")
    cleared = actions.change_vehicle(vehicle=vehicle, version=2, by=None, power_kw=None, power_hp=None)
    assert (cleared.power_kw, cleared.power_hp, cleared.power_unit) == (None, None, "")


def test_trim_of_the_catalogue_gives_what_nobody_told(company):
    trim = make.trim(fuel="diesel", power_kw=110, gearbox="automatic", seats=5, displacement_cc=1968)
    vehicle = make.vehicle(company, trim="combi 2.0 tdi", gearbox="manual")
    assert vehicle.catalogue_trim == trim
    assert (vehicle.trim, vehicle.fuel, vehicle.gearbox) == ("Combi 2.0 TDI", "diesel", "manual")
    assert (vehicle.power_kw, vehicle.power_hp, vehicle.seats, vehicle.displacement_cc) == (110, 150, 5, 1968)
    emptied = actions.change_vehicle(vehicle=vehicle, version=1, by=None, seats=None)
    assert emptied.seats is None


def test_internal_code_is_once_in_a_company(company):
    make.vehicle(company, internal_code="A1")
    make.vehicle(internal_code="A1")
    with pytest.raises(actions.VehicleRefused) as refusal:
        make.vehicle(company, internal_code="A1")
    assert refusal.value.field == "internal_code"
    assert Vehicle.objects.filter(company=company).count() == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (VIN[:16], "16"),
        (VIN + "1", "18"),
        (VIN[:16] + "I", "I, O"),
        (VIN[:16] + "O", "I, O"),
        (VIN[:16] + "Q", "I, O"),
        (VIN[:16] + "\u0429", "Latin"),
    ],
)
def test_vin_that_cannot_be_says_why(company, typed, problem):
    with pytest.raises(rules.VinRefused) as refusal:
        make.vehicle(company, vin=typed)
    assert problem in str(refusal.value)
    assert not Vehicle.objects.exists()


def test_vin_in_lower_case_and_cyrillic_is_understood_and_told(company):
    typed = VIN.lower().replace("t", "\u0442").replace("m", "\u043c").replace("b", "\u0432")
    echo = queries.vin_echo(None, typed)
    assert (echo.vin.normalised, echo.is_transcribed) == (VIN, True)
    assert make.vehicle(company, vin=typed).vin == VIN


@pytest.mark.parametrize(
    ("letter", "years"), [("A", (1980, 2010)), ("Y", (2000, 2030)), ("1", (2001, 2031)), ("0", ())]
)
def test_tenth_character_hints_at_the_model_year(letter, years):
    assert rules.model_years("TMBJJ7NE8" + letter + "0123456", 2035) == years


def test_year_code_leaves_out_years_to_come():
    assert rules.model_years("TMBJJ7NE8R0123456", 2023) == (1994,)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"title_year": 1850}, "title_year"),
        ({"history_report_on": date(2027, 1, 1)}, "history_report_on"),
        ({"seats": 500}, "seats"),
        ({"drive": "caterpillar"}, "drive"),
        ({"kind": "stolen"}, "kind"),
        ({"options": "x" * 4001}, "options"),
        ({"engine": "x" * 41}, "engine"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(company, details, field):
    with pytest.raises(actions.VehicleRefused) as refusal:
        make.vehicle(company, **details)
    assert refusal.value.field == field
    assert not Vehicle.objects.exists()


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", "Robert'); DROP TABLE--", "\U0001f697 \u202eabc", "={{7*7}}"]
)
def test_texts_are_kept_as_they_are(company, nasty):
    vehicle = make.vehicle(company, colour=nasty[:40], description=nasty)
    vehicle.refresh_from_db()
    assert (vehicle.colour, vehicle.description) == (nasty[:40], nasty)


def test_plates_change_with_their_days_and_stay_to_be_found(company):
    vehicle = make.vehicle(company, plate="СВ 1234 АК", first_registered_on=date(2020, 5, 1))
    changed = actions.change_plate(vehicle=vehicle, by=None, plate="РВ 9999 ВВ", on=date(2026, 3, 1))
    assert (changed.plate, changed.version) == ("PB9999BB", 2)
    assert [(one.plate, one.from_on, one.to_on) for one in queries.plates_of(vehicle)] == [
        ("PB9999BB", date(2026, 3, 1), None),
        ("CB1234AK", date(2020, 5, 1), date(2026, 3, 1)),
    ]
    assert list(Vehicle.objects.search("св1234ак")) == [vehicle]
    off = actions.change_plate(vehicle=vehicle, by=None, plate="", on=date(2026, 4, 1))
    assert off.plate == ""
    assert not VehiclePlate.objects.filter(to_on__isnull=True).exists()


@pytest.mark.parametrize(
    ("plate", "on", "field"),
    [
        ("CB1234AK", date(2026, 3, 1), "plate"),
        ("CB/1", date(2026, 3, 1), "plate"),
        ("PB1111AA", date(2027, 3, 1), "on"),
        ("PB1111AA", date(2019, 3, 1), "on"),
    ],
)
def test_plate_that_cannot_be_changed_so(company, plate, on, field):
    vehicle = make.vehicle(company, plate="CB1234AK", first_registered_on=date(2020, 5, 1))
    with pytest.raises(actions.VehicleRefused) as refusal:
        actions.change_plate(vehicle=vehicle, by=None, plate=plate, on=on)
    assert refusal.value.field == field
    vehicle.refresh_from_db()
    assert (vehicle.plate, vehicle.version, vehicle.plates.count()) == ("CB1234AK", 1, 1)


def test_plate_changed_in_the_form_begins_on_the_business_date(company):
    vehicle = make.vehicle(company, plate="CB1234AK", first_registered_on=date(2020, 5, 1))
    actions.change_vehicle(vehicle=vehicle, version=1, by=None, plate="PB1111AA")
    assert vehicle.plates.get(to_on__isnull=True).from_on == company.business_date
