"""The catalogue: named, added, renamed, merged, retired; the same for every company."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.models import Make, Model, Trim, Vehicle
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import vehicles as make


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def logistics(company, client):
    user = people.staff(company, "logistics")
    client.force_login(user)
    return user


def test_make_model_and_trim_are_added(logistics):
    maker = actions.create_make(by=logistics, name=" Dacia ")
    model = actions.create_model(by=logistics, make=maker, name="Duster")
    trim = actions.create_trim(
        by=logistics, model=model, name="1.3 TCe 130", power_hp=130, from_year=2018, fuel="petrol"
    )
    assert (maker.name, str(model.make), trim.power_kw) == ("Dacia", "Dacia", 96)
    assert trim.search_text == "dacia duster 1.3 tce 130"
    written = AuditEntry.objects.filter(action__endswith=".create", actor_id=logistics.pk).order_by("pk")
    assert [entry.action for entry in written] == [
        "vehicles.make.create",
        "vehicles.model.create",
        "vehicles.trim.create",
    ]


@pytest.mark.parametrize("name", ["skoda", "ŠKODA", " Škoda "])
def test_name_of_the_catalogue_is_taken_once(db, name):
    actions.create_make(by=None, name="Škoda")
    with pytest.raises(actions.CatalogueRefused) as refusal:
        actions.create_make(by=None, name=name)
    assert refusal.value.field == "name"
    assert Make.objects.count() == 1


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"from_year": 2020, "to_year": 2019}, "to_year"),
        ({"from_year": 1800}, "from_year"),
        ({"fuel": "coal"}, "fuel"),
        ({"seats": 1000}, "seats"),
        ({"power_kw": 110, "power_hp": 90}, "power_hp"),
    ],
)
def test_trim_that_cannot_be_is_refused(db, details, field):
    with pytest.raises(actions.CatalogueRefused) as refusal:
        make.trim(**details)
    assert refusal.value.field == field
    assert not Trim.objects.exists()


def test_changed_power_leads_the_other(db):
    trim = make.trim(power_kw=110)
    changed = actions.change_trim(by=None, trim=trim, power_kw=140)
    assert (changed.power_kw, changed.power_hp) == (140, 190)
    assert actions.change_trim(by=None, trim=trim, power_hp=150).power_kw == 110


def test_renaming_is_seen_on_the_vehicles(company):
    make.trim()
    vehicle = make.vehicle(company, trim="Combi 2.0 TDI")
    actions.rename(by=None, entry=vehicle.make, name="Skoda Auto")
    actions.change_trim(by=None, trim=Trim.objects.get(), name="Combi 2.0 TDI Style")
    vehicle = queries.register(people.staff(company, "broker")).get()
    assert str(vehicle) == "Skoda Auto Octavia Combi 2.0 TDI Style"
    assert list(Vehicle.objects.search("skoda auto style")) == [vehicle]
    assert Model.objects.get().search_text == "skoda auto octavia"


def test_merging_moves_everything_and_the_double_means_the_kept(company):
    vw, double = (actions.create_make(by=None, name=name) for name in ("Volkswagen", "VW"))
    golf, twin = (actions.create_model(by=None, make=one, name="Golf") for one in (vw, double))
    passat = actions.create_model(by=None, make=double, name="Passat")
    kept_trim = actions.create_trim(by=None, model=golf, name="1.5 TSI")
    lost_trim = actions.create_trim(by=None, model=twin, name="1.5 tsi")
    other = actions.create_trim(by=None, model=twin, name="2.0 TDI")
    vehicle = make.vehicle(company, make="VW", model="Golf", trim="1.5 tsi")
    assert vehicle.catalogue_trim == lost_trim
    actions.merge(by=None, kept=vw, double=double)
    vehicle.refresh_from_db()
    for row in (passat, other, twin, double, lost_trim):
        row.refresh_from_db()
    assert (vehicle.make, vehicle.model, vehicle.catalogue_trim) == (vw, golf, kept_trim)
    assert str(vehicle) == "Volkswagen Golf 1.5 TSI"
    assert (passat.make, other.model, twin.merged_into, double.merged_into) == (vw, golf, golf, vw)
    assert lost_trim.merged_into == kept_trim
    assert [str(one) for one in queries.makes()] == ["Volkswagen"]
    again = make.vehicle(company, make="vw", model="golf")
    assert (again.make, again.model) == (vw, golf)
    assert list(Vehicle.objects.search("volkswagen")) == [vehicle, again]


def test_what_is_no_double_is_not_merged(db):
    golf = actions.catalogued(make="Volkswagen", model="Golf")
    astra = actions.catalogued(make="Opel", model="Astra")
    for kept, double in ((golf, golf), (golf, astra), (golf.make, astra)):
        with pytest.raises(actions.CatalogueRefused):
            actions.merge(by=None, kept=kept, double=double)
    assert not Model.objects.exclude(merged_into=None).exists()


def test_retired_entries_are_not_offered_but_stay(db):
    golf = actions.catalogued(make="Volkswagen", model="Golf")
    actions.retire(by=None, entry=golf, is_retired=True)
    assert queries.model_names("volkswagen") == []
    assert [str(one) for one in queries.models()] == ["Golf"]
    actions.retire(by=None, entry=golf, is_retired=False)
    assert queries.model_names("VOLKSWAGEN") == ["Golf"]


@pytest.mark.parametrize("role", ["broker", "cashier"])
def test_others_do_not_change_the_catalogue(company, role):
    user = people.staff(company, role)
    golf = actions.catalogued(make="Volkswagen", model="Golf")
    for act in (
        lambda: actions.create_make(by=user, name="Opel"),
        lambda: actions.create_model(by=user, make=golf.make, name="Polo"),
        lambda: actions.create_trim(by=user, model=golf, name="1.5"),
        lambda: actions.rename(by=user, entry=golf, name="Golf VIII"),
        lambda: actions.merge(by=user, kept=golf, double=golf),
        lambda: actions.retire(by=user, entry=golf, is_retired=True),
    ):
        with pytest.raises(Forbidden):
            act()
    assert [str(one) for one in Make.objects.all()] == ["Volkswagen"]
    assert (Model.objects.get().name, Model.objects.get().retired_at) == ("Golf", None)


@pytest.mark.parametrize("noun", ["make", "model", "trim"])
@pytest.mark.parametrize("rows", [1, 3])
def test_registers_cost_the_same_queries(client, logistics, noun, rows, django_assert_num_queries):
    for number in range(rows):
        model = actions.catalogued(make=f"Make {number}", model="M")
        actions.create_trim(by=None, model=model, name="T")
    client.get(reverse("vehicles:catalogue_list", args=[noun]))
    with django_assert_num_queries(6):
        page = client.get(reverse("vehicles:catalogue_list", args=[noun]))
    assert len(page.context["list"].lines) == rows


def test_catalogue_through_the_screens(client, company, logistics):
    def post(screen: str, *args: object, **values: object) -> Any:
        return client.post(reverse(f"vehicles:{screen}", args=args), values)

    assert post("catalogue_create", "make", name="Opel").status_code == 302
    opel = Make.objects.get()
    assert post("catalogue_create", "model", name="Astra", make=opel.pk).status_code == 302
    astra = Model.objects.get()
    trim = {"name": "1.2 Turbo", "model": astra.pk, "power_hp": 130, "fuel": "petrol", "from_year": 2022}
    assert post("catalogue_create", "trim", **trim).status_code == 302
    assert post("catalogue_edit", "model", astra.pk, name="Astra L").status_code == 302
    assert post("catalogue_edit", "trim", Trim.objects.get().pk, name="1.2 Turbo", power_hp=110).status_code == 302
    assert post("catalogue_retire", "trim", Trim.objects.get().pk, is_retired="1").status_code == 302
    double = actions.create_model(by=None, make=opel, name="Astra-L")
    assert post("catalogue_merge", "model", double.pk, kept=astra.pk).status_code == 302
    changed = Trim.objects.get()
    assert (str(Model.objects.get(pk=astra.pk)), changed.power_kw, changed.is_retired) == ("Astra L", 81, True)
    for noun, pk in (("make", opel.pk), ("model", astra.pk), ("trim", changed.pk)):
        assert client.get(reverse("vehicles:catalogue_show", args=[noun, pk])).status_code == 200
    assert client.get(reverse("vehicles:catalogue_show", args=["model", double.pk])).status_code == 404
    assert client.get(reverse("vehicles:catalogue_list", args=["planet"])).status_code == 404


def test_catalogue_tells_while_one_types(client, company):
    client.force_login(people.staff(company, "broker"))
    make.trim(power_hp=150, fuel="diesel")
    told = client.get(reverse("vehicles:trim_check"), {"make": "skoda", "model": "OCTAVIA", "trim": "combi 2.0 tdi"})
    assert "110 kW" in told.content.decode()
    assert "Diesel" in told.content.decode()


def test_api_of_the_catalogue(client, company, logistics):
    def send(path: str, body: dict, method: str = "post") -> Any:
        return getattr(client, method)(f"/api/v1/catalogue{path}", body, content_type="application/json")

    opel = send("/makes", {"name": "Opel"})
    assert opel.status_code == 201, opel.content
    astra = send("/models", {"make_id": opel.json()["id"], "name": "Astra"}).json()
    trim = send("/trims", {"model_id": astra["id"], "name": "1.2 Turbo", "power_hp": 130}).json()
    assert (trim["power_kw"], trim["is_retired"]) == (96, False)
    assert send(f"/trims/{trim['id']}", {"power_kw": 81}, "patch").json()["power_hp"] == 110
    double = send("/models", {"make_id": opel.json()["id"], "name": "Astra L"}).json()
    assert send(f"/model/{astra['id']}/merge", {"double_id": double["id"]}).json()["name"] == "Astra"
    assert send(f"/model/{astra['id']}/rename", {"name": "Astra V"}).json()["name"] == "Astra V"
    assert send(f"/model/{astra['id']}/retire", {"is_retired": True}).json()["is_retired"] is True
    assert [
        one["name"] for one in client.get(f"/api/v1/catalogue/models?make_id={opel.json()['id']}").json()["items"]
    ] == ["Astra V"]
    assert send("/planet/1/retire", {"is_retired": True}).status_code == 404
    client.force_login(people.staff(company, "cashier"))
    assert send("/makes", {"name": "Fiat"}).status_code == 403
    assert not Make.objects.filter(name="Fiat").exists()
