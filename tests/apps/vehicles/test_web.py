"""Screens of vehicles: what shows, what is refused, what another company's user gets."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.models import Vehicle
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import vehicles as make

VIN = make.vin(502)
WRONG = VIN[:8] + ("1" if VIN[8] != "1" else "2") + VIN[9:]
NEW = {"vin": VIN, "plate": "СВ 1234 АК", "make": "Škoda", "model": "Octavia", "fuel": "diesel", "model_year": "2024"}
LIST, CREATE = "vehicles:vehicle_list", "vehicles:vehicle_create"


def without_token(html: str) -> str:
    """Forms of a page carry a token that differs with each answer."""
    return re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', "", html)


def shown(page) -> dict[str, str]:
    """What the form of a page would send."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def broker(company, client):
    user = people.staff(company, "broker")
    client.force_login(user)
    return user


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, company, broker, rows, django_assert_num_queries):
    for _nth in range(rows):
        make.vehicle(company)
    client.get(reverse(LIST))
    with django_assert_num_queries(6):
        page = client.get(reverse(LIST))
    assert len(page.context["list"].lines) == rows


@pytest.mark.parametrize("words", ["CB1234AK", "СВ1234АК", "св 1234 ак", VIN, "skoda octavia", "Octavia"])
def test_vehicle_is_found_on_either_keyboard(company, broker, words):
    vehicle = make.vehicle(company, vin=VIN, plate="СВ 1234 АК")
    make.vehicle(company, make="Dacia", model="Duster", plate="PK9876AA")
    make.vehicle(vin=VIN, plate="СВ 1234 АК")
    assert list(Vehicle.objects.visible_to(broker).search(words)) == [vehicle]
    hits = queries.find_vehicles(broker, words, 8)
    assert [(hit.title, hit.url) for hit in hits] == [("Škoda Octavia", f"/vehicles/{vehicle.pk}/")]


def test_list_fragment_equals_the_reloaded_page(client, company, broker):
    make.vehicle(company, fuel="diesel")
    make.vehicle(company, fuel="petrol", make="Dacia")
    whole = client.get(reverse(LIST), {"fuel": "diesel"}).content.decode()
    part = client.get(reverse(LIST), {"fuel": "diesel"}, headers={"HX-Request": "true", "HX-Target": "list"})
    assert without_token(part.content.decode()).strip() in without_token(whole)
    assert "Škoda" in whole
    assert "Dacia" not in whole


@pytest.mark.parametrize(("language", "odometer", "country"), [("bg", "15 200", "Чехия"), ("en", "15,200", "Czechia")])
def test_pages_in_the_readers_language(client, company, language, odometer, country):
    client.force_login(people.staff(company, "broker", language=language))
    client.cookies["django_language"] = language
    vehicle = make.vehicle(company, vin=WRONG, plate="CB1234AK", odometer_km=15200)
    page = client.get(reverse("vehicles:vehicle_show", args=[vehicle.pk]))
    text = page.content.decode().replace("\xa0", " ")
    assert page.status_code == 200
    assert f'lang="{language}"' in text
    for word in ("Škoda Octavia", WRONG, "CB1234AK", odometer, f"Škoda, {country}", 'data-tone="warn"'):
        assert word in text
    assert client.get(reverse(LIST)).status_code == client.get(reverse(CREATE)).status_code == 200


def test_broker_registers_a_vehicle(client, company, broker):
    answer = client.post(reverse(CREATE), {**NEW, "company": company.pk})
    vehicle = Vehicle.objects.get()
    assert answer["Location"] == reverse("vehicles:vehicle_show", args=[vehicle.pk])
    assert (vehicle.plate, vehicle.model_year, vehicle.created_by) == ("CB1234AK", 2024, broker)


def test_wrong_vin_stays_in_the_form(client, company, broker):
    answer = client.post(reverse(CREATE), {**NEW, "vin": "TMBO", "company": company.pk})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["vin"]
    assert not Vehicle.objects.exists()


def test_duplicate_leads_to_the_vehicle(client, company, broker):
    first = make.vehicle(company, vin=VIN)
    answer = client.post(reverse(CREATE), {**NEW, "company": company.pk})
    assert answer.status_code == 409
    assert f'<a href="/vehicles/{first.pk}/">' in answer.content.decode()
    assert Vehicle.objects.count() == 1


def test_vin_tells_while_it_is_typed(client, company, broker):
    address = reverse("vehicles:vin_check")
    assert "Škoda" in client.get(address, {"vin": VIN}).content.decode()
    assert 'data-tone="warn"' in client.get(address, {"vin": WRONG}).content.decode()
    assert 'data-tone="bad"' in client.get(address, {"vin": "TMB"}).content.decode()
    foreign = make.vehicle(vin=VIN)
    assert f"/vehicles/{foreign.pk}/" not in client.get(address, {"vin": VIN}).content.decode()


def test_older_version_shows_mine_and_theirs(client, company, broker):
    vehicle = make.vehicle(company, colour="red")
    address = reverse("vehicles:vehicle_edit", args=[vehicle.pk])
    sent = {**shown(client.get(address)), "colour": "green", "interior": "leather"}
    actions.change_vehicle(vehicle=vehicle, version=1, by=None, colour="blue", seats=5)
    answer = client.post(address, sent)
    assert answer.status_code == 409
    told = {
        one.name: (one.original, one.mine, one.theirs, one.choice) for one in answer.context["form"].merge.differences
    }
    assert told["colour"] == ("red", "green", "blue", "")
    assert (told["interior"][3], told["seats"][3]) == ("mine", "theirs")
    assert Vehicle.objects.get().colour == "blue"
    chosen = {"choose-colour": "mine", "choose-interior": "mine", "choose-seats": "theirs"}
    assert client.post(address, {**shown(answer), **chosen}).status_code == 302
    saved = Vehicle.objects.get()
    assert (saved.colour, saved.interior, saved.seats, saved.version) == ("green", "leather", 5, 3)


@pytest.mark.parametrize("name", ["vehicle_show", "vehicle_edit"])
def test_another_company_is_not_found(client, broker, name):
    vehicle = make.vehicle()
    address = reverse(f"vehicles:{name}", args=[vehicle.pk])
    assert client.get(address).status_code == 404
    if name == "vehicle_edit":
        assert client.post(address, {**NEW, "version": 1}).status_code == 404
    assert Vehicle.objects.get().version == 1


def test_cashier_sees_but_does_not_change(client, company):
    vehicle = make.vehicle(company)
    client.force_login(people.staff(company, "cashier"))
    page = client.get(reverse("vehicles:vehicle_show", args=[vehicle.pk]))
    assert page.status_code == 200
    assert reverse("vehicles:vehicle_edit", args=[vehicle.pk]) not in page.content.decode()
    assert client.post(reverse("vehicles:vehicle_edit", args=[vehicle.pk]), {**NEW, "version": 1}).status_code == 403
    assert Vehicle.objects.get().version == 1
