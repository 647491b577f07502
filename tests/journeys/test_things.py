"""Vehicles and companies in a real browser: catalogue, VIN, odometer, papers and photo; accounts, branch, prefix."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import NumberSeries
from roadbook.apps.vehicles.models import OdometerReading, Trim, Vehicle
from tests.factories import identity, organisation

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIN = "TMBJJ7NE0G0000001"
CYRILLIC = "тмвjj7nе0g0000001"


@pytest.fixture
def company():
    return organisation.company(name="Роудбук Тест ЕАД")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "front.jpg"
    Image.new("RGB", (640, 480), (30, 90, 160)).save(path)
    return path


def test_vehicle_with_its_catalogue_odometer_papers_and_photo(page, live_server, company, photo):
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BACK_OFFICE, language="en"))
    _catalogue(desk)
    _vehicle(desk)
    vehicle = Vehicle.objects.get()
    assert (vehicle.vin, vehicle.plate, vehicle.power_kw, vehicle.fuel) == (VIN, "CB1234AB", 110, "diesel")
    _odometer(desk, vehicle)
    _papers(desk, vehicle)
    desk.open(f"/vehicles/{vehicle.pk}/files/")
    desk.page.locator("input[type=file]").first.set_input_files(photo)
    desk.page.locator("main img").first.wait_for()
    desk.check()


def _catalogue(desk: Desk) -> None:
    desk.open("/vehicles/catalogue/make/new/")
    desk.fill(name="Škoda")
    desk.submit()
    desk.page.click("text=New model")
    desk.fill(name="Octavia")
    desk.submit()
    desk.page.click("text=New trim")
    desk.fill(name="Combi 2.0 TDI", power_hp="150", displacement_cc="1968")
    desk.page.select_option("[name=fuel]", "diesel")
    desk.submit()
    desk.check()
    assert "110 kW · 150 hp" in desk.text()
    assert Trim.objects.get().power_kw == 110


def _vehicle(desk: Desk) -> None:
    desk.open("/vehicles/new/")
    desk.page.locator("[name=vin]").press_sequentially(CYRILLIC)
    desk.fill(plate="св 1234 ав", make="skoda", model="octavia", trim="combi 2.0 tdi", odometer_km="15000")
    desk.page.locator("aside", has_text="Cyrillic letters were read").wait_for()
    desk.page.locator("aside", has_text="110 kW").wait_for()
    desk.check()
    assert VIN in desk.text("aside")
    desk.submit()
    desk.check()
    assert "Škoda Octavia Combi 2.0 TDI" in desk.text()


def _odometer(desk: Desk, vehicle: Vehicle) -> None:
    desk.open(f"/vehicles/{vehicle.pk}/odometer/new/")
    desk.fill(value="14000", reason="instrument replaced")
    desk.submit()
    assert "would run backwards" in desk.text()
    desk.errors.clear()
    desk.page.check("[name=is_confirmed]")
    desk.submit()
    desk.check()
    assert "runs backwards" in desk.text()
    desk.page.get_by_role("link", name="Correct").first.click()
    desk.fill(value="15100", reason="misread")
    desk.submit()
    desk.check()
    assert "misread" in desk.text()
    vehicle.refresh_from_db()
    assert (vehicle.odometer_km, OdometerReading.objects.count()) == (15_100, 3)


def _papers(desk: Desk, vehicle: Vehicle) -> None:
    desk.open(f"/vehicles/{vehicle.pk}/papers/new/?kind=inspection")
    desk.fill(number="T-1", expires_on="10.12.2026", storage_place="safe 2")
    desk.submit()
    desk.check()
    assert "16 days left" in desk.text()
    desk.open("/vehicles/expiring/?expires_on.in=next_30")
    assert "Technical inspection" in desk.text()
    assert "16 days left" in desk.text()
    desk.open("/vehicles/expiring/?expires_on.in=past")
    assert "Technical inspection" not in desk.text("#list tbody, #list .empty")


def test_company_with_two_accounts_a_branch_and_a_prefix(page, live_server, company):
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.ADMINISTRATOR, language="en"))
    for number in ("BG80 BNBG 9661 1020 3456 78", "BG44UNCR70001520862375"):
        desk.open(f"/companies/{company.pk}/accounts/")
        desk.page.click("text=New bank account")
        desk.fill(iban=number)
        desk.submit()
        desk.check()
    assert "UniCredit" in desk.text() or "УниКредит" in desk.text()
    assert desk.text("main table").count("on papers") == 1

    desk.open(f"/companies/{company.pk}/branches/")
    desk.page.click("text=New branch")
    desk.fill(code="VAR", name="Варна", city="Варна", opening_hours="9-18")
    desk.submit()
    desk.check()
    assert "Варна" in desk.text()

    desk.open(f"/companies/{company.pk}/series/")
    desk.page.click("text=Choose a prefix")
    desk.fill(prefix="var")
    desk.submit()
    desk.check()
    assert "VAR-2026-00001" in desk.text()
    assert NumberSeries.objects.get().prefix == "VAR"
    for tab in ("", "holidays/"):
        desk.open(f"/companies/{company.pk}/{tab}")
