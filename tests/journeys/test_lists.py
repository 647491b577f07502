"""Lists in a real browser: filter, keep the view, reload, share, export, act on many rows; by mouse and keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract
from roadbook.kit.models import Export, SavedView
from roadbook.kit.testing import run_jobs
from tests.factories import identity, leasing, receivables

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SETTLED = """() => {
  window.settled = new Promise((done) => {
    document.addEventListener("htmx:afterSettle", (event) => event.target.id === "list" && done());
  });
}"""
PHONE = {"width": 390, "height": 780}


@pytest.fixture
def company() -> Any:
    of = receivables.company()
    for price in (15_000_00, 25_000_00, 35_000_00):
        leasing.draft(of, price=price)
    leasing.active(of)
    return of


def numbers(page: Any) -> list[str]:
    return page.locator("tbody tr .main-col a").all_inner_texts()


def swap(page: Any, act: Any) -> None:
    """Do something that brings a new list, and wait for it."""
    page.wait_for_load_state("networkidle")
    page.evaluate(SETTLED)
    act()
    page.evaluate("() => window.settled.then(() => 1)")
    page.wait_for_load_state("networkidle")


def test_view_is_filtered_kept_reloaded_shared_and_exported(page, live_server, company):
    desk = Desk(page, live_server.url)
    boss = identity.staff(company, Role.MANAGER)
    desk.sign_in(boss)
    desk.open("/contracts/")
    _filter(desk)
    address = page.url
    _keep(desk)
    kept = numbers(page)
    page.reload()
    desk.check()
    assert numbers(page) == kept
    assert page.locator(".view-bar [aria-current]").inner_text().startswith("Dear drafts")
    _share(desk)
    _export(desk)

    colleague = identity.staff(company, Role.BROKER)
    page.context.clear_cookies()
    desk.sign_in(colleague)
    page.goto(address)
    assert numbers(page) == kept
    page.click(".view-bar a:has-text('Dear drafts')")
    desk.check()
    assert numbers(page) == kept


def _filter(desk: Desk) -> None:
    page = desk.page
    page.click("#chip-1-state-new-button")
    page.check("#chip-1-state-new-form [value=draft]")
    swap(page, lambda: page.click("#chip-1-state-new-form button[type=submit]"))
    assert page.url.endswith("/contracts/?state=draft")
    assert len(numbers(page)) == 3
    page.click("#add-1")
    swap(page, lambda: page.click("#add-1-menu a:has-text('Financed')"))
    form = page.locator("#chip-1-financed-new-form")
    form.locator("select[name=op]").select_option("over")
    form.locator("[name=number]").fill("15 000")
    desk.check()
    swap(page, lambda: form.locator("button[type=submit]").click())
    assert page.url.endswith("/contracts/?state=draft&financed.over=15+000")
    assert len(numbers(page)) == 2
    swap(page, lambda: page.fill("#q", "škoda"))
    swap(page, lambda: page.click("thead a:has-text('Financed')"))
    assert "sort=financed" in page.url
    page.locator("#totals td.num").first.wait_for()
    assert "50,000.00" in page.inner_text("#totals")
    desk.check()


def _keep(desk: Desk) -> None:
    page = desk.page
    page.click("#save-view-button")
    page.fill("#save-view [name=name]", "Dear drafts")
    with page.expect_navigation():
        page.click("#save-view button[type=submit]")
    desk.check()
    view = SavedView.objects.get()
    assert view.query == "q=%C5%A1koda&state=draft&financed.over=15+000&sort=financed"
    assert page.url.endswith(f"view={view.pk}")


def _share(desk: Desk) -> None:
    page = desk.page
    swap(page, lambda: page.click("#chip-1-state-0 .x"))
    assert page.locator(".view-acts .chip").inner_text() == "Modified"
    with page.expect_navigation():
        page.click(".view-acts a:has-text('Undo')")
    page.click("[popovertarget=view-menu]")
    with page.expect_navigation():
        page.click("#view-menu a")
    desk.check()
    audience = page.locator("#id_audience option", has_text="Broker").get_attribute("value")
    page.select_option("#id_audience", audience)
    desk.submit()
    desk.check()
    assert SavedView.objects.get().audience == audience


def _export(desk: Desk) -> None:
    page = desk.page
    page.click("#export-button")
    with page.expect_navigation():
        page.click("#export button[type=submit]")
    export = Export.objects.get()
    assert (export.table, export.query.split("&view=")[0]) == ("leasing.contracts", SavedView.objects.get().query)
    run_jobs()
    export.refresh_from_db()
    assert export.rows == 2


def test_rows_are_ticked_and_handed_over(page, live_server, company):
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BACK_OFFICE))
    heir = identity.staff(company, Role.BROKER, name="Aneta Heir")
    desk.open("/contracts/?state=draft")
    assert not page.locator("#bulk").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-bulk-count]").inner_text() == "1"
    page.check("[data-bulk-all]")
    assert page.locator("[data-bulk-count]").inner_text() == "3"
    desk.check()
    with page.expect_navigation():
        page.click("#bulk button[formaction*=hand-over]")
    desk.check()
    assert "3 rows will be done." in desk.text()
    page.select_option("#id_broker", str(heir.pk))
    desk.submit()
    desk.check()
    run_jobs()
    page.reload()
    assert "3 done, 0 refused" in desk.text()
    assert Contract.objects.filter(broker=heir).count() == 3


def test_keyboard_peeks_at_a_row_and_columns_change_places(page, live_server, company):
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.MANAGER))
    desk.open("/contracts/")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.locator("#peek h2").wait_for()
    assert "Yearly rate" in page.inner_text("#peek")
    desk.check()
    page.keyboard.press("Escape")
    page.click("#columns-button")
    page.click("#columns [value='up:signed_on']")
    page.click("#columns [value='up:signed_on']")
    page.check("#columns input[value=rate]")
    swap(page, lambda: page.click("#columns button[type=submit]"))
    heads = page.locator("thead th").all_inner_texts()
    assert heads.index("Signed") < heads.index("Vehicle")
    assert "Yearly rate" in heads
    assert "cols=number." in page.url
    page.click("[data-density-toggle]")
    assert page.locator("html").get_attribute("data-density") == "compact"


def test_list_stands_on_a_phone(page, live_server, company):
    page.set_viewport_size(PHONE)
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BACK_OFFICE))
    desk.open("/contracts/?state=draft&2.financed.over=1&2.plate.empty=1&2.match=any")
    assert page.locator("tbody tr").count() == 3
    page.locator("tbody .tick input").first.check()
    assert page.locator("#bulk").is_visible()
    desk.check()


def test_list_works_without_scripts(browser, live_server, company):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BACK_OFFICE))
    page.goto(f"{live_server.url}/contracts/")
    page.click("#chip-1-state-new-button")
    page.check("#chip-1-state-new-form [value=active]")
    page.click("#chip-1-state-new-form button[type=submit]")
    assert page.url.endswith("?state=active")
    assert len(numbers(page)) == 1
    page.check("tbody .tick input")
    page.click("#bulk button[formaction*=note]")
    assert "will be done" in page.content()
    context.close()
