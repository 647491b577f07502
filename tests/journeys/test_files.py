"""Files and the feed in a real browser: dropped, known again, looked at side by side, checked; notes pinned; print."""

from __future__ import annotations

import base64
from datetime import date

import pytest

from roadbook.apps.documents.models import Attachment
from roadbook.apps.identity.enums import Role
from roadbook.apps.timeline.models import Entry
from tests.factories import documents as make
from tests.factories import identity, leasing, receivables

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
XSS = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

DROP = """([zone, sent]) => {
  const carried = new DataTransfer();
  for (const [name, data] of sent) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  const target = document.querySelector(zone);
  for (const kind of ["dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
}"""


@pytest.fixture
def contract():
    return leasing.active(receivables.company(business_date=date(2026, 11, 24)))


@pytest.fixture
def desk(page, live_server, contract) -> Desk:
    one = Desk(page, live_server.url)
    one.sign_in(identity.staff(contract.company, Role.BROKER, Role.BACK_OFFICE, language="en"))
    return one


def drop(desk: Desk, *sent: tuple[str, bytes], on: str = "main") -> None:
    """Files let go anywhere on the page."""
    desk.page.evaluate(DROP, [on, [[name, base64.b64encode(content).decode()] for name, content in sent]])


def until(desk: Desk, script: str) -> None:
    """Wait until the page answers true; evaluated from outside, because the page itself may not."""
    for _time in range(100):
        if desk.page.evaluate(script):
            return
        desk.page.wait_for_timeout(50)
    raise AssertionError(script)


def item(desk: Desk, state: str, count: int = 1):
    found = desk.page.locator(f"[data-drop-list] > li[data-state={state}]")
    found.nth(count - 1).wait_for()
    return found


def test_files_are_dropped_checked_side_by_side_and_told(desk, contract):
    page = desk.page
    address = f"/contracts/{contract.pk}/documents/"
    desk.open(address)
    paper, scan = make.pdf(2), make.picture("JPEG", (900, 600))
    drop(desk, ("договор.pdf", paper), ("scan.jpg", scan), ("virus.exe", b"MZ\x90\x00" + b"\0" * 64))
    item(desk, "done", 2)
    assert "This is a program" in item(desk, "refused").inner_text()
    page.locator("#attachments-list", has_text="договор.pdf").wait_for()
    page.locator("#feed-list", has_text="File attached: договор.pdf").wait_for()
    desk.errors = [error for error in desk.errors if "422" not in error]
    desk.check()
    assert Attachment.objects.count() == 2

    page.reload()
    page.locator("[data-drop]").first.wait_for()
    drop(desk, ("same.pdf", paper))
    asking = item(desk, "asking")
    assert "The same file is already here" in asking.inner_text()
    assert (
        asking.locator("a.link").get_attribute("href")
        == f"/documents/files/{Attachment.objects.get(kind='signed_contract').pk}/"
    )
    asking.locator("[data-drop-stop]").click()
    assert page.locator("[data-drop-list] > li").count() == 0

    page.locator("#attachments-list a.link", has_text="договор.pdf").click()
    _side_by_side(desk)
    _check_the_queue(desk)


def _side_by_side(desk: Desk) -> None:
    page = desk.page
    page.locator("[data-viewer-page]").first.wait_for()
    until(desk, "[...document.querySelectorAll('[data-viewer-page]')].every((one) => one.naturalWidth)")
    desk.check()
    wide = page.locator("[data-viewer-page]").first.bounding_box()
    page.keyboard.press("r")
    turned = page.locator("[data-viewer-page]").first.bounding_box()
    assert wide is not None
    assert turned is not None
    assert (wide["width"] < wide["height"], turned["width"] < turned["height"]) == (True, False)
    page.click("[data-viewer-act=in]")
    assert page.locator("[data-viewer]").get_attribute("data-zoom") == "1.25"
    page.keyboard.press("0")
    page.fill("#id_note", "Двата екземпляра")
    with page.expect_navigation():
        page.click("#describe button[type=submit]")
    assert Attachment.objects.get(kind="signed_contract").note == "Двата екземпляра"


def _check_the_queue(desk: Desk) -> None:
    page = desk.page
    Attachment.objects.filter(kind="photo").update(kind="other", is_main=False)
    desk.open("/documents/checks/")
    page.click("main a.btn.primary")
    page.locator("[data-viewer-page]").first.wait_for()
    with page.expect_navigation():
        page.keyboard.press("a")
    page.locator("[data-dialog-open=reject-file]").click()
    page.fill("#reject-reason", "Не се чете")
    with page.expect_navigation():
        page.click("#reject-file button[type=submit]")
    desk.check()
    assert "Everything is checked" in desk.text()
    assert sorted(Attachment.objects.values_list("state", flat=True)) == ["accepted", "rejected"]


def test_note_survives_a_reload_is_pinned_found_and_runs_nothing(desk, contract):
    page = desk.page
    desk.open(f"/contracts/{contract.pk}/")
    page.locator("#feed textarea").fill("Обади се")
    page.reload()
    until(desk, "document.querySelector('#feed textarea')?.value === 'Обади се'")
    page.locator("#feed textarea").fill(XSS)
    page.click("#feed .composer button[type=submit]")
    page.locator("#feed-list .said", has_text="onerror").wait_for()
    page.reload()
    page.locator("#feed-list .said", has_text="onerror").wait_for()
    assert page.locator("#feed textarea").input_value() == ""
    assert page.title() not in {"1", "2"}

    entry = page.locator("#feed-list li", has_text="onerror")
    entry.hover()
    entry.locator("button[id^=pin-]").click()
    page.locator("#feed-list h3", has_text="Pinned").wait_for()
    page.locator("label.kind", has_text="Contracts").click()
    page.locator("#feed-list .said").wait_for(state="detached")
    page.locator("label.kind", has_text="Contracts").click()
    page.fill("#feed-words", "onerror")
    until(desk, "document.querySelectorAll('#feed-list li').length === 1")
    desk.check()

    entry = page.locator("#feed-list li", has_text="onerror")
    entry.hover()
    entry.locator("a[id^=edit-]").click()
    page.locator(".note-edit textarea").fill("Обади се утре")
    page.click(".note-edit .composer button[type=submit]")
    until(desk, "!document.querySelector('.note-edit')")
    note = Entry.objects.get(kind="note")
    assert (note.text, note.is_pinned) == ("Обади се утре", True)


def test_feed_folds_and_stays_folded(desk, contract):
    page = desk.page
    desk.open(f"/contracts/{contract.pk}/")
    assert page.locator("#record-feed").is_visible()
    page.click("[data-feed-toggle]")
    assert not page.locator("#record-feed").is_visible()
    desk.open(f"/contracts/{contract.pk}/documents/")
    assert not page.locator("#record-feed").is_visible()
    assert page.locator("[data-feed-toggle]").get_attribute("aria-expanded") == "false"


def test_panel_that_does_not_come_can_be_asked_again(desk, contract):
    page = desk.page
    page.route("**/documents/about/**", lambda route: route.fulfill(status=500, body="no"))
    page.goto(f"{desk.base}/contracts/{contract.pk}/documents/")
    page.locator("[data-panel-again]").wait_for()
    page.unroute("**/documents/about/**")
    page.click("[data-panel-again]")
    page.locator("#attachments").wait_for()


def test_record_prints_without_its_chrome(desk, contract):
    page = desk.page
    desk.open(f"/contracts/{contract.pk}/?all=1")
    page.emulate_media(media="print")
    for hidden in (".side", ".top", "#record-feed", ".tabs", "main .btn"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator("main h1").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main thead')).display") == "table-header-group"
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    from io import BytesIO

    from pypdf import PdfReader

    reader = PdfReader(BytesIO(printed))
    assert round(float(reader.pages[0].mediabox.height)) == 842
    texts = [one.extract_text() for one in reader.pages]
    assert all(contract.number in text for text in texts[:1])
    if len(texts) > 1:
        assert f"1 / {len(texts)}" in texts[0]
