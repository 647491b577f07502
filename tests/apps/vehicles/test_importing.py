"""Vehicles and the catalogue from files: judged like a form, imported by the owner's actions, taken back whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.utils.translation import override

from roadbook.apps.identity.enums import Role
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.timeline.models import Entry
from roadbook.apps.vehicles import actions
from roadbook.apps.vehicles.actions import importing
from roadbook.apps.vehicles.actions.entering import Entries
from roadbook.apps.vehicles.importers import CatalogueImporter
from roadbook.apps.vehicles.models import Make, Model, OdometerReading, Trim, Vehicle, VehiclePlate
from roadbook.kit import audit, clock
from roadbook.kit.imports import Draft, Ground
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import AuditEntry, ImportRow
from roadbook.kit.testing import at_once
from tests.factories import identity, organisation, transfers, vehicles
from tests.factories.vehicles import vin

pytestmark = pytest.mark.django_db
HEAD = "VIN;Регистрационен номер;Марка;Модел;Година;Гориво;Пробег;Първа регистрация;Power, kW\n"


def problems(batch, line: int) -> list[tuple[str, str]]:
    return [(one.field, one.message) for one in Contents(transfers.row(batch, line)).problems]


def states(batch) -> list[str]:
    return list(ImportRow.objects.filter(batch=batch).order_by("number").values_list("state", flat=True))


def file_of(*lines: str) -> str:
    return HEAD + "\n".join(lines) + "\n"


def of_vehicles(text: str, company, **more: Any):
    return transfers.imported(text, importer="vehicles.vehicles", company=company, **more)


def test_vehicles_are_registered_with_plates_readings_and_catalogue():
    company = organisation.company()
    batch = of_vehicles(
        file_of(
            f"{vin(1)};СВ 1234 АВ;Škoda;Octavia;2022;дизел;120 500;31.05.2022;110",
            f"{vin(2)};;skoda;octavia;;Petrol;;;",
        ),
        company,
    )
    assert batch.counts == {"done": 2}
    first = Vehicle.objects.get(vin=vin(1))
    assert (first.plate, first.fuel, first.odometer_km, first.power_kw) == ("CB1234AB", "diesel", 120_500, 110)
    assert (Make.objects.count(), Model.objects.count()) == (1, 1)
    assert (VehiclePlate.objects.count(), OdometerReading.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(action="vehicles.vehicle.register").count() == 2


def test_wrong_rows_name_field_and_reason_and_write_nothing():
    company = organisation.company()
    batch = transfers.checked(
        file_of(
            "TMBJJ7NE0G000000;;Škoda;Octavia;;;;;",
            f"{vin(1)};;;Octavia;;;;;",
            f"{vin(2)};;Škoda;Octavia;1850;;;;",
            f"{vin(3)};;Škoda;Octavia;;уран;;;",
            f"{vin(4)};;Škoda;Octavia;;;-5;;",
            f"{vin(5)};;Škoda;Octavia;;;;31.02.2022;",
            f"{vin(6)};;Škoda;Octavia;;;;01.01.2030;",
        ),
        importer="vehicles.vehicles",
        company=company,
    )
    assert batch.counts == {"error": 7}
    assert [problems(batch, line)[0][0] for line in range(2, 9)] == [
        "vin",
        "make",
        "model_year",
        "fuel",
        "odometer_km",
        "first_registered_on",
        "first_registered_on",
    ]
    assert (Vehicle.objects.count(), Make.objects.count(), Model.objects.count()) == (0, 0, 0)


def test_known_vehicle_is_a_duplicate_or_differs():
    company = organisation.company()
    vehicles.vehicle(company, vin=vin(1), plate="СВ1234АВ", colour="червен")
    vehicles.vehicle(company, vin=vin(2), colour="червен")
    text = f"VIN;Make;Model;Plate;Colour\n{vin(1)};SKODA;octavia;CB 1234 AB;\n{vin(2)};Škoda;Octavia;;син\n"
    batch = transfers.checked(text, importer="vehicles.vehicles", company=company)
    assert states(batch) == ["duplicate", "conflict"]
    assert "Colour" in Contents(transfers.row(batch, 3)).note


def test_changes_are_taken_and_put_back():
    company = organisation.company()
    known = vehicles.vehicle(company, vin=vin(1), colour="червен")
    text = f"VIN;Make;Model;Colour;First registration\n{vin(1)};Škoda;Octavia;син;05.05.2020\n"
    batch = of_vehicles(text, company, takes_changes=True)
    known.refresh_from_db()
    assert (known.colour, str(known.first_registered_on)) == ("син", "2020-05-05")
    batch = transfers.undone(batch)
    known.refresh_from_db()
    assert (batch.state, known.colour, known.first_registered_on) == ("undone", "червен", None)


def test_other_companys_vehicle_is_no_duplicate():
    vehicles.vehicle(vin=vin(1))
    batch = transfers.checked(
        f"VIN;Make;Model\n{vin(1)};A;B\n", importer="vehicles.vehicles", company=organisation.company()
    )
    assert states(batch) == ["new"]


def test_undo_takes_vehicles_plates_and_readings_back():
    company = organisation.company()
    batch = of_vehicles(file_of(f"{vin(1)};СВ1234АВ;Škoda;Octavia;;;1000;;"), company)
    batch = transfers.undone(batch)
    assert (batch.state, batch.counts) == ("undone", {"undone": 1})
    assert (Vehicle.objects.count(), VehiclePlate.objects.count(), OdometerReading.objects.count()) == (0, 0, 0)
    assert AuditEntry.objects.filter(action="vehicles.vehicle.unregister").count() == 1


def catalogue() -> set[str]:
    models = {f"{one.make} {one}" for one in Model.objects.select_related("make")}
    return models | {str(one) for one in Make.objects.all()}


def test_undo_takes_back_what_vehicles_brought_into_the_catalogue():
    company = organisation.company()
    vehicles.vehicle(company, make="Elder", model="One")
    before = catalogue()
    cars = (("Elder", "Two"), ("Newer", "Two"), ("Newer", "Three"), ("Newer", "Two"), ("Elder", "One"))
    lines = [f"{vin(number)};;{make};{model};;;;;" for number, (make, model) in enumerate(cars, 1)]
    batch = of_vehicles(file_of(*lines, f"{vin(9)};;Broken;Four;1850;;;;"), company)
    assert catalogue() - before == {"Elder Two", "Newer", "Newer Two", "Newer Three"}
    batch = transfers.undone(batch)
    assert (batch.state, catalogue()) == ("undone", before)
    told = AuditEntry.objects.filter(action__in=["vehicles.make.remove", "vehicles.model.remove"])
    assert told.count() == 4


def test_make_that_is_used_by_now_or_was_renamed_stays_and_the_row_says_so():
    company = organisation.company()
    lines = [f"{vin(1)};;Newer;One;;;;;", f"{vin(2)};;Other;Two;;;;;", f"{vin(3)};;Third;Three;;;;;"]
    batch = of_vehicles(file_of(*lines), company)
    vehicles.vehicle(organisation.company(), make="Newer", model="Other one")
    actions.rename(by=None, entry=Make.objects.get(name="Other"), name="Others")
    transfers.undone(batch)
    assert {"Newer", "Others"} <= catalogue()
    assert not {"Newer One", "Others Two", "Third", "Third Three"} & catalogue()
    notes = [Contents(transfers.row(batch, line)).note for line in (2, 3, 4)]
    assert notes == [
        "Stays in the catalogue, for it is used by now: Newer.",
        "Stays in the catalogue, for it is used by now: Others.",
        "",
    ]


def test_undo_is_refused_by_a_note_that_somebody_wrote():
    company = organisation.company()
    batch = of_vehicles(file_of(*(f"{vin(n)};;Škoda;Octavia;;;;;" for n in (1, 2))), company)
    second = Vehicle.objects.get(vin=vin(2))
    timeline.note(company=company, subject=audit.key(second), party=None, text="Пробвана.", by=None)
    batch = transfers.undone(batch)
    assert (batch.state, Vehicle.objects.count()) == ("done", 2)
    assert "line 3" in batch.problem
    assert "line 2" not in batch.problem


def test_undo_is_refused_by_a_change_that_came_later():
    company = organisation.company()
    batch = of_vehicles(file_of(f"{vin(1)};;Škoda;Octavia;;;;;"), company)
    vehicle = Vehicle.objects.get()
    actions.change_vehicle(vehicle=vehicle, version=vehicle.version, by=identity.everything(company), colour="син")
    batch = transfers.undone(batch)
    assert (batch.state, Vehicle.objects.count()) == ("done", 1)
    assert "line 2: Vehicle changed" in batch.problem


CATALOGUE = (
    "Make;Model;Trim;Power, kW;Fuel\nSample Motors;Alpha;Base;85;petrol\nSample Motors;Alpha;Sport;110;petrol\n"
    "Sample Motors;Beta;;;\nOther;;;;\n"
)


def test_catalogue_is_made_from_the_top_and_taken_back():
    batch = transfers.imported(CATALOGUE)
    assert batch.counts == {"done": 4}
    assert sorted(Trim.objects.values_list("name", "power_kw")) == [("Base", 85), ("Sport", 110)]
    assert (Make.objects.count(), Model.objects.count()) == (2, 2)
    assert transfers.checked(CATALOGUE).counts == {"duplicate": 4}
    batch = transfers.undone(batch)
    assert batch.state == "undone"
    assert (Make.objects.count(), Model.objects.count(), Trim.objects.count()) == (0, 0, 0)


def test_catalogue_entry_that_a_vehicle_uses_by_now_keeps_the_import():
    batch = transfers.imported(CATALOGUE)
    vehicles.vehicle(make="Sample Motors", model="Alpha", trim="Base")
    batch = transfers.undone(batch)
    assert (batch.state, Trim.objects.count()) == ("done", 2)
    assert "line 2" in batch.problem


def test_trim_without_its_model_is_refused():
    batch = transfers.checked("Make;Model;Trim\nSample;;Base\n")
    assert problems(batch, 2) == [("model", "This is needed.")]
    assert Make.objects.count() == 0


SAID = {
    "vin": vin(1),
    "make": "Škoda",
    "model": "Octavia",
    "trim": "base",
    "plate": "СВ 1234 АВ",
    "power_hp": 150,
    "odometer_km": 1000,
    "colour": "син  металик",
    "first_registered_on": date(2024, 5, 5),
}


def rows_of(vehicle: Vehicle) -> dict[str, Any]:
    """Every column of a vehicle and its parts, but for keys, moments and whose they are."""
    own = {"id", "company", "created_at", "vehicle", "created_by", "catalogue_trim", "make", "model"}
    parts = {part: apps.get_model(part).objects.filter(vehicle=vehicle).order_by("pk") for part in importing.PARTS}
    found = {part: [_columns(row, own) for row in rows] for part, rows in parts.items()}
    return {"vehicle": _columns(vehicle, own), "name": str(vehicle), **found}


def _columns(row: Any, own: set[str]) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in own}


@pytest.mark.parametrize("said", [SAID, {"vin": vin(2), "make": "Škoda", "model": "Fabia"}])
def test_registered_with_many_is_as_registered_alone(said):
    vehicles.vehicle(make="Škoda", model="Octavia")
    actions.create_trim(by=None, model=Model.objects.get(), name="Base", fuel="petrol", seats=5)
    alone = actions.register_vehicle(company=organisation.company(), by=None, **said)
    many = importing.register_many(company=organisation.company(), by=None, told=[said])[0]
    assert rows_of(Vehicle.objects.get(pk=alone.pk)) == rows_of(Vehicle.objects.get(pk=many.pk))
    entries = [AuditEntry.objects.get(subject=audit.key(one)) for one in (alone, many)]
    assert (entries[0].action, entries[0].changes) == (entries[1].action, entries[1].changes)
    feeds = [Entry.objects.get(subject=audit.key(one)) for one in (alone, many)]
    assert (feeds[0].kind, feeds[0].title) == (feeds[1].kind, feeds[1].title)


@pytest.mark.django_db(transaction=True)
def test_two_files_with_the_same_vehicle_at_the_same_time_register_it_once():
    company = organisation.company()
    others = [{"vin": vin(number), "make": "Škoda", "model": "Fabia"} for number in range(2, 5)]
    results = at_once(*[lambda: importing.register_many(company=company, by=None, told=[SAID, *others])] * 2)
    assert all(isinstance(found, list) for found in results), results
    assert Vehicle.objects.count() == 4


def test_entries_added_with_many_are_as_added_alone():
    details = {"power_kw": 85, "fuel": "petrol"}
    make = actions.create_make(by=None, name="Alone Motors")
    alone = actions.create_trim(
        by=None, model=actions.create_model(by=None, make=make, name="Alpha"), name="Base", **details
    )
    entries = Entries(["Many Motors"])
    many, made = entries.read("Many Motors", "Alpha", "Base", details)
    entries.write(by=None)
    assert [one.pk is None for one in made] == [False, False, False]
    assert told_of(alone) == [
        {name: str(value).replace("Many", "Alone").replace("many", "alone") for name, value in told.items()}
        for told in told_of(many)
    ]


def told_of(trim: Trim) -> list[dict[str, str]]:
    """Every column of a trim and of what stands above it, but for keys, and what the audit log says of them."""
    rows = (trim.model.make, trim.model, trim)
    own = {"id", "make", "model"}
    found = [{name: str(value) for name, value in _columns(row, own).items()} for row in rows]
    return found + [
        {name: str(value) for name, value in AuditEntry.objects.get(subject=audit.key(row)).changes.items()}
        for row in rows
    ]


@pytest.mark.parametrize("rows", [10, 30])
def test_a_chunk_of_the_catalogue_takes_the_same_statements_however_many_rows(rows, django_assert_num_queries):
    importer, ground = CatalogueImporter(), Ground(company_id=None, by=None)
    drafts = [
        Draft(one, one, {"make": f"Sample {one % 5}", "model": f"Model {one}", "trim": "Base", "power_kw": 85})
        for one in range(rows)
    ]
    with django_assert_num_queries(1):
        assert {verdict.state for verdict in importer.check(drafts, ground)} == {"new"}
    with django_assert_num_queries(11):
        outcomes = importer.apply(drafts, ground)
    assert all(outcome.subject for outcome in outcomes)
    with django_assert_num_queries(3):
        assert {verdict.state for verdict in importer.check(drafts, ground)} == {"duplicate"}
    assert (Make.objects.count(), Model.objects.count(), Trim.objects.count()) == (5, rows, rows)


@pytest.mark.django_db(transaction=True)
def test_two_catalogues_with_the_same_names_at_the_same_time_add_them_once():
    drafts = [Draft(one, one, {"make": "Sample", "model": f"Model {one}", "trim": "Base"}) for one in range(3)]
    ground = Ground(company_id=None, by=None)
    results = at_once(*[lambda: CatalogueImporter().apply(drafts, ground)] * 2)
    assert all(isinstance(found, list) for found in results), results
    assert sorted(sum(bool(one.subject) for one in found) for found in results) == [0, 3]
    assert (Make.objects.count(), Model.objects.count(), Trim.objects.count()) == (1, 3, 3)


def test_line_under_a_double_leads_to_what_it_was_merged_into():
    kept, double = (actions.create_make(by=None, name=name) for name in ("Sample", "Sampel"))
    actions.create_model(by=None, make=kept, name="Alpha")
    actions.merge(by=None, kept=kept, double=double)
    batch = transfers.imported("Make;Model;Trim\nSampel;Alpha;\nSampel;Alpha;Base\n")
    assert batch.counts == {"duplicate": 1, "done": 1}
    assert str(Trim.objects.get().model.make) == "Sample"


def test_catalogue_of_many_steps_is_taken_back_and_named_acts_hold_it():
    text = "Make;Model;Trim\nSample;;\nSample;Alpha;Base\nSample;Alpha;Sport\n"
    batch = transfers.undone(transfers.imported(text))
    assert (batch.state, Make.objects.count(), Model.objects.count(), Trim.objects.count()) == ("undone", 0, 0, 0)
    batch = transfers.imported(text)
    actions.rename(by=None, entry=Model.objects.get(), name="Alpha II")
    batch = transfers.undone(batch)
    assert (batch.state, Trim.objects.count()) == ("done", 2)
    assert "line 3: Model renamed" in batch.problem


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "bg", "pl", "ru"])
@pytest.mark.parametrize("table", ["vehicles.makes", "vehicles.models", "vehicles.trims"])
def test_lists_of_the_catalogue_that_come_back_change_nothing(form, language, table):
    for name in ("Base", "=Sport, „А“"):
        vehicles.trim(name, power_kw=85, fuel="petrol", body="suv", from_year=2018, displacement_cc=1_000)
    by = identity.staff(organisation.company(), Role.ADMINISTRATOR)
    with time_machine.travel(clock.now(), tick=False), override(language):
        content = transfers.content(by, table=table, format=form)
        before = list(Trim.objects.order_by("pk").values())
        batch = transfers.brought(content, f"catalogue.{form}", importer="vehicles.catalogue")
        assert batch.counts == {"duplicate": 2 if table == "vehicles.trims" else 1}
        assert (list(Trim.objects.order_by("pk").values()), Model.objects.count(), Make.objects.count()) == (
            before,
            1,
            1,
        )
        again = transfers.content(by, table=table, format=form)
        assert transfers.parts(again) == transfers.parts(content)
