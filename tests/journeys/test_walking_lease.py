"""The walking lease in a real browser: from a client to a receipt, in each of the four languages."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Payment
from roadbook.kit import invariants
from tests.factories import identity, leasing, organisation, receivables

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLES = (Role.BROKER, Role.BACK_OFFICE, Role.CASHIER)
MENU = {
    "bg": "Договори",
    "pl": "Umowy",
    "ru": "Договоры",
    "en": "Contracts",
}


@pytest.fixture
def company():
    of = receivables.company(business_date=date(2026, 1, 15))
    organisation.branch(of, name="София Младост")
    leasing.product(of, charge_days_before=5)
    return of


@pytest.mark.parametrize("language", MENU)
def test_lease_walks_from_client_to_receipt(page, live_server, company, language):
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, *ROLES, language=language))
    desk.check()
    assert page.locator("html").get_attribute("lang") == language
    assert MENU[language] in str(page.locator(".nav a[href='/contracts/']").first.text_content())

    _client_and_vehicle(desk)
    contract = _contract(desk)
    _live(desk, contract)
    leasing.close_until(company, date(2026, 2, 16))
    _pay(desk, contract, language)

    assert [(v.code, v.problems) for v in invariants.verify() if v.problems] == []


def _client_and_vehicle(desk: Desk) -> None:
    desk.open("/clients/new/")
    desk.fill(first_name="Иван", last_name="Примеров", identifier="7501020018", phone="0888 123 456")
    desk.submit()
    desk.check()
    assert "Иван Примеров" in desk.text()
    assert "7501020018" not in desk.text()
    assert Party.objects.get().birth_date == date(1975, 1, 2)

    desk.open("/vehicles/new/")
    desk.fill(vin="TMBJJ7NE0G0000001", plate="СВ1234АВ", make="Škoda", model="Octavia")
    desk.submit()
    desk.check()
    assert "Škoda Octavia" in desk.text()


def _contract(desk: Desk) -> Contract:
    desk.open("/contracts/new/")
    desk.pick("client", "Иван Примеров")
    desk.pick("vehicle", "Octavia")
    desk.fill(price="25000", down_payment="5 000", count="48", rate="8,9", first_due_on="15.02.2026")
    desk.page.locator("#preview tbody", has_text="15").first.wait_for()
    desk.check()
    desk.submit()
    desk.check()
    contract = Contract.objects.get()
    assert contract.financed == 20_000_00
    assert contract.number in desk.text("h1")
    return contract


def _live(desk: Desk, contract: Contract) -> None:
    desk.confirm("sign-contract")
    desk.open(f"/contracts/{contract.pk}/activate/")
    desk.check()
    desk.submit()
    desk.check()
    contract.refresh_from_db()
    assert contract.state == "active"


def _pay(desk: Desk, contract: Contract, language: str) -> None:
    desk.open(f"/contracts/{contract.pk}/")
    desk.page.click(f"a[href*='/payments/new/?account={contract.account_id}']")
    desk.page.wait_for_load_state()
    desk.fill(amount="300")
    desk.page.locator("#preview tbody").wait_for()
    desk.check()
    desk.submit()
    desk.check()
    payment = Payment.objects.get()
    assert payment.amount == 300_00
    first = contract.schedules.get().instalments.get(number=1)
    settled = {one.charge.kind: one.amount for one in payment.allocations.select_related("charge")}
    assert settled == {"interest": first.interest, "principal": 300_00 - first.interest}

    with desk.page.context.expect_page() as opened:
        desk.page.click(f"form[action$='/receipt/'] button[value={language}]")
    assert opened.value is not None
    receipt = desk.fetch(_receipt_path(desk))
    assert receipt.headers["content-type"] == "application/pdf"
    assert receipt.body().startswith(b"%PDF-")


def _receipt_path(desk: Desk) -> str:
    desk.page.reload()
    return str(desk.page.locator("aside a[href^='/documents/']").get_attribute("href"))
