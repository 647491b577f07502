"""The style page in a real browser: axe, the keyboard, focus, and a policy that is never broken."""

from __future__ import annotations

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.conftest import CHROMIUM
from tools.screenshots import CHROMIUM_FLAGS

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS, "headless": True}


@pytest.fixture
def complaints(page):
    """What the browser complained of: errors of scripts and breaches of the content policy."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    return said


def focused(page) -> str:
    return page.evaluate("document.activeElement.dataset.dialogOpen || document.activeElement.id")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_style_page_has_no_barriers(page, live_server, complaints, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(live_server.url + "/ui/?submitted=1&price=1")
    found = Axe().run(page, options={"runOnly": LEVELS}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


def test_a_dialog_gives_focus_back(page, live_server, complaints):
    page.goto(live_server.url + "/ui/")
    page.click("[data-dialog-open=sample-dialog]")
    assert page.evaluate("document.getElementById('sample-dialog').matches(':modal')")
    page.keyboard.press("Escape")
    assert focused(page) == "sample-dialog"
    assert complaints == []


def test_the_theme_is_kept_for_the_next_page(page, live_server):
    page.emulate_media(color_scheme="light")
    page.goto(live_server.url + "/ui/")
    page.click(".top [data-theme-toggle]")
    page.goto(live_server.url + "/ui/")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_a_disabled_button_does_nothing_and_says_why(page, live_server):
    page.goto(live_server.url + "/ui/")
    button = page.locator("[aria-disabled=true]").first
    button.hover()
    assert button.locator(".tip").is_visible()
    button.click(force=True)
    assert page.url == live_server.url + "/ui/"


def test_the_sheet_of_keys_opens_unless_they_are_off(page, live_server):
    page.goto(live_server.url + "/ui/")
    page.keyboard.press("?")
    assert page.locator("#keyboard").is_visible()
    page.uncheck("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keyboard").is_visible()


def test_a_menu_is_walked_by_arrows(page, live_server, complaints):
    page.goto(live_server.url + "/ui/")
    page.click("[popovertarget=sample-menu]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.tone") == "bad"
    page.keyboard.press("Escape")
    assert complaints == []


def test_an_amount_is_echoed_while_it_is_typed(page, live_server, complaints):
    page.goto(live_server.url + "/ui/")
    page.fill("#id_price", "1 234,5")
    expect(page.locator(".field:has(#id_price) [data-echo-good]")).to_have_text("€1,234.50")
    page.fill("#id_price", "300 000")
    expect(page.locator(".field:has(#id_price) .error")).to_have_text("At most €200,000.00.")
    assert page.get_attribute("#id_price", "aria-invalid") is None
    page.press("#id_price", "Tab")
    expect(page.locator("#id_price")).to_have_attribute("aria-invalid", "true")
    page.fill("#id_price", "100")
    page.fill("#id_share", "12,5%")
    expect(page.locator(".field:has(#id_share) [data-echo-good]")).to_have_text("€12.50 = 12.50\u00a0%")
    assert complaints == []


def test_a_calendar_is_walked_by_keys_and_knows_holidays(page, live_server, complaints):
    page.goto(live_server.url + "/ui/")
    page.fill("#id_on", "28.02.2026")
    page.focus(".field:has(#id_on) [data-date-button]")
    page.keyboard.press("Enter")
    for key in ("ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("[data-calendar-month]")).to_have_text("March 2026")
    expect(page.locator("[data-day='2026-03-03']")).to_be_focused()
    expect(page.locator("[data-day='2026-03-03']")).to_have_attribute("title", "Liberation Day")
    assert Axe().run(page, options={"runOnly": LEVELS}).response["violations"] == []
    page.keyboard.press("Enter")
    assert page.input_value("#id_on") == "03.03.2026"
    expect(page.locator(".field:has(#id_on) .hint.warning")).to_have_text("A holiday: Liberation Day.")
    page.click(".field:has(#id_on) [data-date-button]")
    page.keyboard.press("PageUp")
    expect(page.locator("[data-day='2026-02-03']")).to_be_focused()
    page.click("[data-preset=end]")
    assert page.input_value("#id_on") == "30.11.2026"
    page.click(".field:has(#id_on) [data-date-button]")
    page.keyboard.press("Escape")
    assert page.locator(".calendar").is_hidden()
    assert complaints == []


def test_chips_are_searched_for_chosen_and_taken_away(page, live_server, complaints):
    page.goto(live_server.url + "/ui/")
    chosen = page.locator("[data-chips] li input")
    page.fill("#id_people_search", "zuk")
    page.locator("#id_people_options [role=option]").wait_for()
    page.press("#id_people_search", "ArrowDown")
    page.press("#id_people_search", "Enter")
    assert [one.input_value() for one in chosen.all()] == ["Милена Костова", "Тодор Данев", "Agnieszka Żuk"]
    page.press("#id_people_search", "Backspace")
    page.click("[data-chips] li:first-child [data-chip-remove]")
    assert [one.input_value() for one in chosen.all()] == ["Тодор Данев"]
    assert complaints == []


def test_letters_left_are_counted(page, live_server):
    page.goto(live_server.url + "/ui/")
    page.fill("#id_note", "x" * 390)
    assert page.inner_text("[data-counter]") == "10"


def test_a_masked_value_is_shown_for_a_reason_and_hidden_again(page, live_server, complaints):
    page.clock.install()
    page.goto(live_server.url + "/ui/")
    mask = page.locator(".facts [data-masked]").first
    mask.locator("summary").click()
    mask.locator("[name=reason]").fill(" ")
    mask.locator("form button").click()
    expect(page.locator(".facts [data-masked] .error")).to_have_text("Say what you need it for.")
    page.wait_for_timeout(200)  # htmx takes hold of what it swapped in a moment later
    page.fill(".facts [name=reason]", "a call")
    page.keyboard.press("Enter")
    expect(page.locator("[data-masked-shown] [data-masked-value]")).to_have_text("7501020018")
    page.clock.run_for(29_000)
    assert page.locator("[data-masked-shown]").count() == 1
    page.clock.run_for(2_000)
    expect(page.locator(".facts [data-masked] [data-masked-value]").first).to_have_text("••••••0018")
    assert "7501020018" not in page.content()
    assert complaints == []


def test_an_error_stays_until_it_is_closed(page, live_server):
    page.goto(live_server.url + "/ui/")
    page.evaluate("document.dispatchEvent(new CustomEvent('toast', {detail: {message: 'No.', tone: 'error'}}))")
    toast = page.locator("[data-toasts-assertive] [data-toast]")
    assert toast.inner_text().strip() == "No."
    toast.locator("[data-toast-close]").click()
    assert toast.count() == 0


def test_errors_take_the_focus_after_a_refused_form(page, live_server):
    page.goto(live_server.url + "/ui/?submitted=1&price=1")
    assert focused(page) == "errors"
