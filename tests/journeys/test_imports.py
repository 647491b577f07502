"""An import in a real browser: a file of the old program, columns by hand, rows mended, run, undone, undo refused."""

from __future__ import annotations

from typing import Any

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.apps.parties.models import AddressLine, Party
from roadbook.kit.models import ImportBatch
from roadbook.kit.testing import run_jobs
from tests.factories import identity, organisation, parties
from tests.factories.parties import egn

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Клиенти от старата програма на офис Пловдив, извадка за прехвърляне (окончателна).csv"
HEAD = "Име;Фамилия;ЕГН;Моб. телефон;Роден на;Населено място;Бележка на касата"
ROWS = (
    f"Иван;Примеров;{egn(1)};0888 000 101;12.03.1985;Пловдив;",
    f"Радка;Кормилова;{egn(2, is_woman=True)};0888 000 102;12.03.1985;Пловдив;плаща в брой",
    "Стоян;Спирачков;;0888 000 103;31.02.1984;Асеновград;",
    f"Елена;Фарова;{egn(4, is_woman=True)};0888 000 104;12.03.1985;Пловдив;",
    f"Румен;Чистачков;{egn(5)};0888 000 105;12.03.1985;Пазарджик;",
    f"Иван;Примеров;{egn(1)};0888 000 101;12.03.1985;Пловдив;втори път",
)
BY_HAND = {"Роден на": "birth_date", "Населено място": "registered_city"}


@pytest.fixture
def company() -> Any:
    """Елена is on file just like the file says; Румен lived elsewhere."""
    of = organisation.company()
    for first, last, number, phone in (
        ("Елена", "Фарова", egn(4, is_woman=True), "0888 000 104"),
        ("Румен", "Чистачков", egn(5), "0888 000 105"),
    ):
        parties.person(
            of,
            first_name=first,
            last_name=last,
            identifier_kind="egn",
            identifier=number,
            phones=(phone,),
            registered_address=AddressLine(city="Пловдив"),
        )
    return of


def test_file_of_the_old_program_is_imported_and_undone_until_somebody_builds_on_it(page, live_server, company):
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BACK_OFFICE, language="en"))
    _upload(desk)
    _map(desk)
    _mend(desk)
    _run(desk)
    _open_record(desk)
    _undo(desk)

    again = _import_again(desk)
    page.context.clear_cookies()
    second = identity.staff(company, Role.MANAGER, Role.BROKER, language="en", name="Aneta Second")
    desk.sign_in(second)
    client = Party.objects.get(last_name="Примеров")
    _write_note(desk, client)
    _is_refused(desk, again)


def _upload(desk: Desk) -> None:
    page = desk.page
    desk.open("/clients/")
    page.click("main a:has-text('Import')")
    desk.check()
    assert page.locator("[name=importer]").input_value() == "parties.clients"
    _send(desk)
    desk.check()
    assert page.locator("#id_encoding").input_value() == "cp1251"
    assert page.locator("#id_separator").input_value() == ";"


def _send(desk: Desk) -> None:
    content = "\r\n".join((HEAD, *ROWS)).encode("cp1251")
    desk.page.set_input_files("[name=file]", {"name": NAME, "mimeType": "text/csv", "buffer": content})
    desk.submit()


def _map(desk: Desk) -> None:
    """Most columns are guessed; two are not, and one is left out."""
    page = desk.page
    for header, field in BY_HAND.items():
        box = page.get_by_label(header, exact=True)
        assert box.input_value() == ""
        box.select_option(field)
    assert page.get_by_label("ЕГН", exact=True).input_value() == "identifier"
    assert page.get_by_label("Бележка на касата").input_value() == ""
    _press_and_wait(desk, "Check the rows", "Being checked")
    assert Party.objects.count() == 2


def _press_and_wait(desk: Desk, button: str, state: str) -> None:
    """The page tells that it works, and comes anew by itself when the job has ended."""
    page = desk.page
    with page.expect_navigation():
        page.click(f"main button:has-text('{button}')")
    assert state in page.inner_text("#import-progress [role=status]")
    assert page.locator("#import-progress [role=progressbar], #import-progress progress").count() == 1
    desk.check()
    with page.expect_navigation():
        run_jobs()
    desk.check()
    assert page.locator("#import-progress").count() == 0


def _mend(desk: Desk) -> None:
    """What every row would do; the one that cannot be is put right where it stands."""
    page = desk.page
    tabs = page.inner_text(".import nav.tabs").split()
    assert [word for word in tabs if word.isdigit()] == ["6", "2", "2", "1", "1"]
    assert "Birth date 1" in desk.text(".faulty")
    assert _row(desk, "Фарова").locator("a.note").get_attribute("href") == _address("Фарова")
    assert "Registered address" in _row(desk, "Чистачков").inner_text()
    assert "The same as line 2" in page.locator(".preview tbody tr").last.inner_text()
    page.click(".faulty a")
    page.locator(".preview tbody tr:only-child td.wrong").wait_for()
    page.click("a[id^=mend-]")
    cell = page.locator("tr.mending [name=cell_birth_date]")
    cell.wait_for()
    assert cell.input_value() == "31.02.1984"
    desk.check()
    cell.fill("29.02.1984")
    page.click("tr.mending button:has-text('Save')")
    page.locator(".preview tbody .chip", has_text="New").wait_for()
    page.reload()
    assert "Import 3 rows" in page.inner_text(".page-head")


def _row(desk: Desk, surname: str) -> Any:
    return desk.page.locator(".preview tbody tr", has_text=surname).first


def _address(surname: str) -> str:
    return f"/clients/{Party.objects.get(last_name=surname).pk}/"


def _run(desk: Desk) -> None:
    _press_and_wait(desk, "Import 3 rows", "Running")
    assert "3 rows were imported." in desk.text()
    assert sorted(Party.objects.values_list("last_name", flat=True)) == [
        "Кормилова",
        "Примеров",
        "Спирачков",
        "Фарова",
        "Чистачков",
    ]


def _open_record(desk: Desk) -> None:
    page = desk.page
    batch = page.url
    with page.expect_navigation():
        _row(desk, "Спирачков").locator("a.note").click()
    desk.check()
    assert "Стоян Спирачков" in page.inner_text("h1")
    page.goto(batch)


def _undo(desk: Desk) -> None:
    page = desk.page
    desk.confirm("undo-import")
    with page.expect_navigation():
        run_jobs()
    desk.check()
    assert "This import was taken back." in desk.text()
    assert Party.objects.count() == 2
    assert page.locator(".preview a.note").count() == 2


def _import_again(desk: Desk) -> ImportBatch:
    """The columns that were chosen by hand are remembered."""
    page = desk.page
    page.goto(f"{desk.base}/imports/new/?what=parties.clients")
    _send(desk)
    assert "Filled in as it was chosen for a file like this before." in desk.text()
    for header, field in BY_HAND.items():
        assert page.get_by_label(header, exact=True).input_value() == field
    for button in ("Check the rows", "Import 2 rows"):
        with page.expect_navigation():
            page.click(f"main button:has-text('{button}')")
        run_jobs()
        page.reload()
    return ImportBatch.objects.get(state="done")


def _write_note(desk: Desk, client: Party) -> None:
    page = desk.page
    page.goto(f"{desk.base}/clients/{client.pk}/")
    page.fill("#feed textarea", "Обади се, идва в петък")
    page.click("#feed .composer button[type=submit]")
    page.locator("#feed-list .said", has_text="петък").wait_for()


def _is_refused(desk: Desk, batch: ImportBatch) -> None:
    page = desk.page
    desk.open("/imports/")
    with page.expect_navigation():
        page.locator("tbody tr", has_text="Done").locator("a").first.click()
    assert page.url.endswith(f"/imports/{batch.pk}/")
    desk.confirm("undo-import")
    with page.expect_navigation():
        run_jobs()
    desk.check()
    assert "Nothing was undone, because later acts depend on these rows: line 2" in desk.text()
    assert Party.objects.count() == 4
