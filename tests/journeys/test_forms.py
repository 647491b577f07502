"""Forms in a real browser: by keyboard alone, a missing row made in a drawer, drafts, two sessions, double clicks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties.models import Party
from roadbook.kit.models import FormDraft
from tests.factories import identity, leasing, organisation, receivables, vehicles

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company():
    of = receivables.company(business_date=date(2026, 1, 15))
    organisation.branch(of, name="София Младост")
    leasing.product(of)
    return of


@pytest.fixture
def broker(company) -> User:
    return identity.staff(company, Role.BROKER, language="en")


@pytest.fixture
def desk(page, live_server, broker) -> Desk:
    one = Desk(page, live_server.url)
    one.sign_in(broker)
    return one


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.dataset.create || ''"))


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Press Tab until the control with this id (or this asker of a drawer) has the focus."""
    for _ in range(most):
        if focused(page) == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}; it is at {focused(page)}")


def write(page: Page, field: str, text: str) -> None:
    tab_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def fresh_draft(user: User) -> Any:
    return FormDraft.objects.filter(owner_id=user.pk)


def test_contract_is_entered_by_keyboard_with_a_client_made_in_a_drawer(desk, company):
    car = vehicles.vehicle(company)
    page, keys = desk.page, desk.page.keyboard
    desk.open("/contracts/new/")

    write(page, "id_price", "25 000")
    tab_to(page, "id_down_payment")
    keys.press("Control+a")
    keys.type("20%")
    page.locator("[data-echo-good]", has_text="€5,000.00 = 20.00").wait_for()
    page.locator("[data-form-state]", has_text="draft kept at").wait_for()

    page.focus("#content")
    tab_to(page, "id_client")
    keys.press("Enter")
    page.locator("#drawer_first_name").wait_for()
    expect(page.locator("#drawer_first_name")).to_be_focused()
    desk.check()
    keys.type("Мария")
    keys.press("Escape")
    assert page.locator("#leave").is_visible()
    keys.press("Enter")
    assert page.locator("#drawer_first_name").input_value() == "Мария"
    keys.press("Control+s")
    expect(page.locator("#drawer-errors")).to_be_focused()
    desk.errors.clear()  # Chromium reports the 422 itself
    write(page, "drawer_last_name", "Чекмеджева")
    keys.press("Control+Enter")
    expect(page.locator("#id_client_search")).to_have_value("Мария Чекмеджева")
    expect(page.locator("#id_client_search")).to_be_focused()
    assert not page.locator("#form-drawer").is_visible()
    assert page.input_value("#id_price") == "25 000"
    assert page.input_value("#id_client") == str(Party.objects.get().pk)

    tab_to(page, "id_vehicle_search")
    keys.type(car.vin[:8])
    page.locator(f"[role=option][data-value='{car.pk}']").wait_for()
    keys.press("ArrowDown")
    keys.press("Enter")
    write(page, "id_rate", "8,9")
    with page.expect_navigation():
        keys.press("Control+Enter")
    contract = Contract.objects.get()
    assert (contract.price, contract.down_payment, contract.client.name) == (25_000_00, 5_000_00, "Мария Чекмеджева")
    assert "Saved." in desk.text("[data-toasts]")
    assert not FormDraft.objects.exists()
    desk.check()


def test_drawer_is_left_by_escape_and_gives_the_focus_back(desk):
    page, keys = desk.page, desk.page.keyboard
    desk.open("/contracts/new/")
    page.click("[data-create=id_vehicle]")
    page.locator("#drawer_vin").wait_for()
    desk.check()
    keys.press("Escape")
    assert not page.locator("#form-drawer").is_visible()
    expect(page.locator("#id_vehicle_search")).to_be_focused()
    page.click("[data-create=id_vehicle]")
    page.locator("#drawer_vin").fill("X")
    page.click("#form-drawer [data-dialog-close]")
    page.click("[data-leave]")
    assert not page.locator("#form-drawer").is_visible()


def test_draft_survives_a_reload_and_comes_back_on_another_device(desk, broker, browser, live_server):
    page = desk.page
    desk.open("/contracts/new/")
    page.fill("#id_price", "31 500")
    page.locator("[data-form-state]", has_text="draft kept at").wait_for()
    page.reload()
    assert "restored" in desk.text("[data-draft-banner]")
    assert page.input_value("#id_price") == "31 500"
    page.locator("#preview strong.figure").first.wait_for()
    desk.check()

    page.fill("#id_price", "32 000")
    page.goto(f"{live_server.url}/contracts/")
    page.wait_for_load_state("networkidle")
    other = Desk(browser.new_page(), live_server.url)
    other.sign_in(broker)
    other.open("/contracts/new/")
    assert other.page.input_value("#id_price") == "32 000"
    other.page.get_by_role("button", name="Discard it").click()
    other.page.wait_for_load_state("networkidle")
    assert other.page.input_value("#id_price") == ""
    assert not fresh_draft(broker).exists()
    other.page.close()


def test_two_sessions_change_one_contract_and_nothing_is_lost(desk, company, browser, live_server):
    contract = leasing.draft(company)
    other = Desk(browser.new_page(), live_server.url)
    other.sign_in(identity.staff(company, Role.BROKER, language="en"))
    for session in (desk, other):
        session.open(f"/contracts/{contract.pk}/edit/")
    other.page.fill("#id_price", "40 000")
    other.page.fill("#id_count", "36")
    other.submit()

    desk.page.fill("#id_price", "41 000")
    desk.page.fill("#id_down_payment", "6 000")
    desk.submit()
    assert desk.page.locator(".merge tbody tr").count() == 3
    desk.errors.clear()  # as for the 409
    desk.check()
    desk.submit()
    assert "Both of you changed it" in desk.text(".merge")
    desk.errors.clear()
    desk.page.check("[name=choose-price][value=theirs]")
    assert desk.page.is_checked("[name=choose-count][value=theirs]")
    assert desk.page.is_checked("[name=choose-down_payment][value=mine]")
    desk.submit()
    contract.refresh_from_db()
    assert (contract.price, contract.count, contract.down_payment) == (40_000_00, 36, 6_000_00)
    assert contract.version == 3
    other.page.close()


def test_double_clicks_enter_twice_and_the_way_back_make_one_contract(desk, company):
    client, car = receivables.client(company), vehicles.vehicle(company)
    page = desk.page
    begin = f"/contracts/new/?client={client.pk}&vehicle={car.pk}&price=25000&rate=8.9"
    desk.open(begin)
    token = page.input_value("[name=form_token]")
    with page.expect_navigation(url=re.compile(r"/contracts/\d+/$")):
        page.locator("main button[type=submit].primary").dblclick(no_wait_after=True)
    contract = Contract.objects.get()

    page.goto(f"{desk.base}/contracts/")
    desk.open(begin)
    page.evaluate("(old) => { document.querySelector('[name=form_token]').value = old; }", token)
    page.evaluate("document.querySelector('#form').removeAttribute('data-once')")
    page.focus("#id_price")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/contracts/{contract.pk}/")
    assert Contract.objects.count() == 1

    page.go_back()
    page.wait_for_load_state("networkidle")
    page.fill("#id_price", "26 000")
    page.evaluate("(old) => { document.querySelector('[name=form_token]').value = old; }", token)
    desk.submit()
    assert "already sent with other contents" in desk.text(".errors")
    assert Contract.objects.count() == 1
