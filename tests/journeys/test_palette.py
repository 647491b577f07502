"""Any record within three keys, by keyboard alone, in English and in Bulgarian: Ctrl+K, what one knows of it, Enter."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from roadbook.apps.identity.enums import Role
from tests.factories import identity, leasing, parties, receivables
from tests.journeys.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company():
    return receivables.company()


@pytest.fixture
def desk(page: Page, live_server, company) -> Desk:
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BROKER, Role.CASHIER))
    return desk


def in_bulgarian(desk: Desk) -> None:
    desk.page.context.add_cookies([{"name": "django_language", "value": "bg", "url": desk.base}])


def find(desk: Desk, typed: str, *, key: str = "Control+k") -> None:
    """Open the palette, type, and press Enter at once, as somebody does who knows what comes."""
    desk.page.keyboard.press(key)
    expect(desk.page.locator("dialog#palette")).to_be_visible()
    desk.page.keyboard.type(typed)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    desk.check()


@pytest.mark.parametrize("language", ["en", "bg"])
def test_any_record_is_three_keys_away(desk: Desk, company, language: str):
    contract = leasing.active(company)
    party = parties.person(company, first_name="Ралица", last_name="Чернева", phones=("0888123456",))
    if language == "bg":
        in_bulgarian(desk)
    desk.open("/")
    for typed, key, address in (
        (contract.number, "Control+k", reverse("leasing:contract_show", args=[contract.pk])),
        ("Cherneva", "/", reverse("parties:party_file", args=[party.pk])),
        ("0888 12 34 56", "Control+k", reverse("parties:party_file", args=[party.pk])),
        (contract.vehicle.vin[-7:], "Control+k", reverse("vehicles:vehicle_show", args=[contract.vehicle_id])),
        (">umowa", "Control+k", reverse("leasing:contract_create")),
    ):
        find(desk, typed, key=key)
        assert desk.page.url.startswith(desk.base + address)


def test_what_was_open_comes_first_and_arrows_walk(desk: Desk, company):
    first, second = parties.person(company, first_name="Ралица"), parties.person(company, first_name="Огнян")
    for one in (first, second):
        desk.open(reverse("parties:party_file", args=[one.pk]))
    desk.page.keyboard.press("Control+k")
    options = desk.page.locator("dialog#palette [role=option]")
    expect(options.first).to_contain_text(second.name)
    expect(options.nth(1)).to_contain_text(first.name)
    expect(options.first).to_have_attribute("aria-selected", "true")
    desk.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(desk.page.locator("[data-palette-input]")).to_have_attribute("aria-activedescendant", "hit-1")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert desk.page.url.endswith(reverse("parties:party_file", args=[first.pk]))


def test_nothing_found_and_no_connection_are_said(desk: Desk, company):
    desk.open("/")
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("жжжж")
    note = desk.page.locator("[data-palette-note]")
    expect(note).to_contain_text("Nothing found")
    desk.check()
    desk.page.context.set_offline(True)
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("cli")
    expect(note).to_contain_text("No connection")
    expect(desk.page.locator("dialog#palette [role=option]").first).to_contain_text("Clients")
    desk.page.context.set_offline(False)
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("dialog#palette")).to_be_hidden()
    desk.errors.clear()  # the browser says that it was offline


def test_search_page_works_without_a_script(browser, live_server, company):
    party = parties.person(company, first_name="Ралица", last_name="Чернева")
    context = browser.new_context(java_script_enabled=False)
    desk = Desk(context.new_page(), live_server.url)
    desk.sign_in(identity.staff(company, Role.BROKER))
    desk.page.goto(f"{desk.base}/palette/")
    desk.page.fill("main [name=q]", "чернева")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert desk.page.url == f"{desk.base}/palette/"
    desk.page.click("[data-search-hits] a")
    assert desk.page.url.endswith(reverse("parties:party_file", args=[party.pk]))
    context.close()
