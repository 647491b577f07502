"""One field edited where its value stands: the view, the action and the audit of the full form, on one field of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles.models import OdometerReading, Vehicle
from roadbook.kit.models import AuditEntry
from tests.factories import identity, receivables, vehicles

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Company:
    return receivables.company()


@pytest.fixture
def vehicle(of: Company) -> Vehicle:
    return vehicles.vehicle(of, colour="blue", interior="grey cloth")


@pytest.fixture
def desk(client: Client, of: Company) -> Client:
    client.force_login(identity.everything(of))
    return client


def headers(vehicle: Vehicle, place: str) -> dict[str, str]:
    page = "http://testserver" + reverse("vehicles:vehicle_show", args=[vehicle.pk])
    return {"HX-Request": "true", "HX-Target": place, "HX-Current-URL": page}


def address(vehicle: Vehicle, name: str = "vehicle_edit", only: str = "colour") -> str:
    return reverse(f"vehicles:{name}", args=[vehicle.pk]) + f"?only={only}"


def opened(desk: Client, vehicle: Vehicle, url: str, place: str) -> tuple[str, dict[str, Any]]:
    """The cell as it is edited, and what a browser would send of it unchanged."""
    text = desk.get(url, headers=headers(vehicle, place)).content.decode()
    sent = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        sent[name[1]] = value[1] if value else ""
    return text, sent


def test_cell_shows_its_one_field(desk: Client, vehicle: Vehicle) -> None:
    text, sent = opened(desk, vehicle, address(vehicle), "cell-colour")
    assert {"colour", "only", "version", "form_token", "form_base", "csrfmiddlewaretoken"} == set(sent)
    assert sent["colour"] == "blue"
    assert 'id="cell-colour-colour"' in text
    assert "<html" not in text


def test_saving_changes_the_field_alone_by_the_action_of_the_form(desk: Client, vehicle: Vehicle) -> None:
    _text, sent = opened(desk, vehicle, address(vehicle), "cell-colour")
    answer = desk.post(address(vehicle), {**sent, "colour": "red"}, headers=headers(vehicle, "cell-colour"))
    assert answer.status_code == 200
    before = {field.attname: getattr(vehicle, field.attname) for field in Vehicle._meta.concrete_fields}
    vehicle.refresh_from_db()
    changed = {name for name, value in before.items() if getattr(vehicle, name) != value}
    assert vehicle.colour == "red"
    assert changed <= {"colour", "version", "search_text", "changed_at", "updated_at"}
    entry = AuditEntry.objects.latest("pk")
    assert list(entry.changes) == ["colour"]


def test_saved_place_asks_the_open_page_for_its_new_look(desk: Client, vehicle: Vehicle) -> None:
    _text, sent = opened(desk, vehicle, address(vehicle), "cell-colour")
    answer = desk.post(address(vehicle), {**sent, "colour": "red"}, headers=headers(vehicle, "cell-colour"))
    text, page = answer.content.decode(), reverse("vehicles:vehicle_show", args=[vehicle.pk])
    assert f'id="cell-colour" hx-get="{page}"' in text
    assert 'hx-select="#cell-colour"' in text
    assert '<span class="cell" id="cell-colour">red' in desk.get(page).content.decode()


def test_change_by_another_meanwhile_is_a_conflict_that_changes_nothing(desk: Client, vehicle: Vehicle) -> None:
    _text, sent = opened(desk, vehicle, address(vehicle), "cell-colour")
    Vehicle.objects.filter(pk=vehicle.pk).update(interior="black leather", version=vehicle.version + 1)
    answer = desk.post(address(vehicle), {**sent, "colour": "red"}, headers=headers(vehicle, "cell-colour"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'role="alert"></span>' not in text
    assert 'value="red"' in text
    vehicle.refresh_from_db()
    assert (vehicle.colour, vehicle.interior) == ("blue", "black leather")


def test_refused_value_is_said_beside_the_field(desk: Client, vehicle: Vehicle) -> None:
    url = address(vehicle, "reading_create", "value")
    _text, sent = opened(desk, vehicle, url, "cell-reading")
    answer = desk.post(url, {**sent, "value": "many"}, headers=headers(vehicle, "cell-reading"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Enter a whole number." in re.sub(r'<span class="error" role="alert">.*?</span>', "", text)
    assert 'value="many"' in text
    assert not OdometerReading.objects.exists()


def test_fields_that_do_not_show_are_sent_as_the_form_begins(desk: Client, vehicle: Vehicle) -> None:
    url = address(vehicle, "reading_create", "value")
    _text, sent = opened(desk, vehicle, url, "cell-reading")
    answer = desk.post(url, {**sent, "value": "12345"}, headers=headers(vehicle, "cell-reading"))
    assert answer.status_code == 200
    reading = OdometerReading.objects.get()
    assert (reading.km, reading.source, reading.read_on) == (12345, "service", vehicle.company.business_date)


def test_without_htmx_the_same_address_is_the_full_form(desk: Client, vehicle: Vehicle) -> None:
    text = desk.get(address(vehicle)).content.decode()
    assert 'name="interior"' in text
    assert "<html" in text


@pytest.mark.parametrize("only", ["version", "nothing", ""])
def test_a_hidden_or_unknown_field_is_no_cell(desk: Client, vehicle: Vehicle, only: str) -> None:
    answer = desk.get(address(vehicle, only=only), headers=headers(vehicle, "cell-x"))
    assert 'name="interior"' in answer.content.decode()


def test_strange_place_is_no_way_into_the_page(desk: Client, vehicle: Vehicle) -> None:
    text, _sent = opened(desk, vehicle, address(vehicle), '%s"><b>')
    assert '<form class="cell" id="sb"' in text


def test_who_may_not_change_sees_plain_text(client: Client, of: Company, vehicle: Vehicle) -> None:
    client.force_login(identity.staff(of, Role.HOSTESS))
    text = client.get(reverse("vehicles:vehicle_show", args=[vehicle.pk])).content.decode()
    assert "blue" in text
    assert 'class="cell"' not in text
    assert client.get(address(vehicle), headers=headers(vehicle, "cell-colour")).status_code == 403
    assert 'class="cell"' not in client.get(reverse("vehicles:vehicle_list")).content.decode()


def test_list_offers_cells_of_rows_that_may_be_changed(desk: Client, vehicle: Vehicle) -> None:
    text = desk.get(reverse("vehicles:vehicle_list"), {"cols": "plate.colour"}).content.decode()
    assert f'id="cell-{vehicle.pk}-plate"' in text
    assert f'id="cell-{vehicle.pk}-colour"' in text
    assert f'href="{address(vehicle)}"' in text
