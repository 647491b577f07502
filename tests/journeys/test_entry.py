"""From the register to the papers of a new finance lease, in Bulgarian: six clicks beside the typing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page

from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract
from tests.factories import identity, leasing, organisation, receivables, vehicles

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 6


@dataclass
class Clicks:
    """Counts clicks and the Enter that chooses; typing is free."""

    page: Page
    count: int = 0

    def go(self, selector: str) -> None:
        self.count += 1
        with self.page.expect_navigation():
            self.page.click(selector)

    def pick(self, name: str, typed: str) -> None:
        self.count += 1
        box = self.page.locator(f"#id_{name}_search")
        box.fill(typed)
        self.page.locator(f"[role=option][data-text*='{typed}']").first.wait_for()
        box.press("ArrowDown")
        box.press("Enter")

    def choose(self, name: str, value: str) -> None:
        self.count += 1
        self.page.select_option(f"[name={name}]", value)


def test_finance_lease_is_entered_and_its_papers_are_made_in_six_clicks(page, live_server):
    company = receivables.company(business_date=date(2026, 1, 15))
    organisation.branch(company, name="София Младост")
    leasing.product(company)
    product = leasing.product(company, kind="finance_lease", residual_max=Decimal("0.3"))
    receivables.client(company, first_name="Мария", last_name="Примерова")
    vehicles.vehicle(company)
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BROKER, Role.BACK_OFFICE, language="bg"))
    desk.open("/contracts/")

    clicks = Clicks(page)
    clicks.go("a[href='/contracts/new/']")
    clicks.choose("product", str(product.pk))
    page.locator("#id_residual").wait_for()
    clicks.pick("client", "Примерова")
    clicks.pick("vehicle", "Octavia")
    desk.fill(price="24000", down_payment="20 %", count="36", rate="6,9", residual="10 %")
    page.locator("#preview .facts", has_text="Годишен процент на разходите").wait_for()
    desk.check()
    clicks.go("main button[type=submit].primary")
    desk.check()
    clicks.go("form[action$='/papers/'] button[type=submit]")
    desk.check()

    contract = Contract.objects.get()
    assert (contract.price, contract.down_payment, contract.residual) == (24_000_00, 4_800_00, 2_400_00)
    assert contract.product == product
    assert Document.objects.filter(language="bg").count() == 4
    assert clicks.count <= MOST
