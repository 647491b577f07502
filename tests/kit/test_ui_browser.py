"""The style page in a real browser: axe, the keyboard, focus, and a policy that is never broken."""

from __future__ import annotations

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

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


def test_an_amount_is_echoed_while_it_is_typed(page, live_server):
    page.goto(live_server.url + "/ui/")
    page.fill("#id_price", "1 234,5")
    assert page.inner_text("[data-money-echo]") == "€1,234.50"
    page.fill("#id_price", "abc")
    assert not page.locator("[data-money-echo]").is_visible()


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
