"""Three desks in a real browser, each in the four languages: the broker's, the cashier's and the accountant's."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract
from roadbook.apps.ledger.models import Period
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables.models import AccountPosition, Payment
from roadbook.kit import invariants
from tests.factories import identity, leasing, organisation, receivables, vehicles

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("ROADBOOK_PICTURES", "")
FOUNDED = date(2026, 1, 15)


@dataclass(frozen=True)
class Place:
    """Where a desk stands, and who comes to it."""

    country: str
    currency: str
    first: str
    last: str
    number: str
    phone: str
    interest: str


PLACES = {
    "bg": Place("BG", "EUR", "Иван", "Примеров", "7501020018", "0888 123 456", "Лихва"),
    "pl": Place("PL", "PLN", "Żaneta", "Przykładowa", "44051401359", "601 234 567", "Odsetki"),
    "ru": Place("RU", "RUB", "Ксения", "Примерова", "500100732259", "+7 916 123-45-67", "Проценты"),
    "en": Place("BG", "EUR", "Мария", "Образцова", "7501020018", "0888 123 456", "Interest"),
}


@pytest.fixture(params=PLACES)
def language(request) -> str:
    return str(request.param)


@pytest.fixture
def company(language) -> Company:
    place = PLACES[language]
    of = receivables.company(
        country=place.country, currency=place.currency, business_date=FOUNDED, language=language.replace("en", "bg")
    )
    organisation.branch(of, name="Młynowa 1")
    return of


def desk_of(page, live_server, company: Company, language: str, *roles: str) -> Desk:
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, *roles, language=language))
    desk.check()
    assert page.locator("html").get_attribute("lang") == language
    return desk


def seen(desk: Desk, language: str, name: str) -> None:
    if PICTURES:
        desk.page.screenshot(path=f"{PICTURES}/{name}-{language}.png", full_page=True)


def sound() -> bool:
    return not [one for verdict in invariants.verify() for one in verdict.problems]


def live(company: Company) -> Contract:
    """A finance lease of a year, its first two payments charged."""
    kind = {"kind": "finance_lease", "residual_max": Decimal("0.3")}
    made = leasing.active(company, product_terms=kind, count=12, starts_on=FOUNDED, first_due_on=date(2026, 2, 15))
    leasing.close_until(company, date(2026, 3, 20))
    return Contract.objects.select_related("account").get(pk=made.pk)


def test_broker_brings_a_new_client_to_the_hand_over(page, live_server, company, language):
    place = PLACES[language]
    leasing.product(company, kind="finance_lease", residual_max=Decimal("0.3"))
    vehicles.vehicle(company)
    desk = desk_of(page, live_server, company, language, Role.BROKER, Role.BACK_OFFICE)
    desk.open(reverse("parties:party_create"))
    desk.fill(first_name=place.first, last_name=place.last, identifier=place.number, phone=place.phone)
    seen(desk, language, "broker-1-client")
    desk.submit()
    desk.check()
    seen(desk, language, "broker-2-file")

    page.click("a[href*='/contracts/new/']")
    page.locator("#id_client_search").wait_for()
    desk.pick("vehicle", "Octavia")
    desk.fill(price="24000", down_payment="20 %", count="36", rate="6,9", residual="10 %", first_due_on="15.02.2026")
    page.locator("#preview .facts").wait_for()
    page.locator("#preview-why-apr-0").click()
    page.locator("#preview .explain").wait_for()
    desk.check()
    seen(desk, language, "broker-3-entry")
    desk.submit()
    desk.check()
    contract = Contract.objects.get()
    assert f"{place.first} {place.last}" in desk.text()

    with page.expect_navigation():
        page.click("form[action$='/papers/'] button[type=submit]")
    desk.check()
    seen(desk, language, "broker-4-papers")
    assert Document.objects.filter(language=language.replace("en", "bg")).count() == 4
    desk.open(reverse("leasing:contract_show", args=[contract.pk]))
    desk.confirm("sign-contract")
    desk.open(reverse("leasing:contract_activate", args=[contract.pk]))
    seen(desk, language, "broker-5-hand-over")
    desk.submit()
    desk.check()
    seen(desk, language, "broker-6-live")
    contract.refresh_from_db()
    assert contract.state == "active"
    assert sound()


def test_cashier_takes_what_was_chosen_and_gives_it_back(page, live_server, company, language):
    contract = live(company)
    desk = desk_of(page, live_server, company, language, Role.CASHIER)
    owed = AccountPosition.objects.get().overdue
    desk.open(f"{reverse('receivables:payment_create')}?account={contract.account_id}")
    page.check("#instalment-2026-03-15")
    desk.fill(amount=str(owed // 100 + 500))
    page.locator("#preview tfoot").wait_for()
    page.locator("#instalment-2026-03-15:checked").wait_for()
    desk.check()
    seen(desk, language, "cashier-1-payment")
    desk.submit()
    desk.check()
    payment = Payment.objects.get()
    first = payment.allocations.order_by("id")[0]
    assert (first.rule, first.charge.due_on) == ("settlement.instruction", date(2026, 3, 15))
    assert AccountPosition.objects.get().overdue == 0
    page.click("a.why[href$='?why=amount']")
    page.locator(".explain").wait_for()
    desk.check()
    seen(desk, language, "cashier-2-paid")

    with page.context.expect_page():
        page.click(f"form[action$='/receipt/'] button[value={language}]")
    page.reload()
    receipt = str(page.locator("aside a[href^='/documents/']").get_attribute("href"))
    assert desk.fetch(receipt).body().startswith(b"%PDF-")

    page.click("[data-dialog-open=reverse-payment]")
    seen(desk, language, "cashier-3-reverse")
    page.fill("#reverse-payment [name=reason]", "Сбъркан клиент")
    page.click("#reverse-payment [type=submit]")
    page.wait_for_selector("text=Сбъркан клиент")
    desk.check()
    seen(desk, language, "cashier-4-reversed")
    assert AccountPosition.objects.get().overdue == owed
    desk.open(reverse("receivables:account_show", args=[contract.account_id]))
    seen(desk, language, "cashier-5-account")
    assert sound()


def test_accountant_follows_an_amount_and_closes_the_month(page, live_server, company, language):
    contract = live(company)
    desk = desk_of(page, live_server, company, language, Role.CASHIER, Role.MANAGER)
    desk.open(reverse("billing:document_list"))
    seen(desk, language, "books-1-documents")
    desk.open(reverse("billing:document_show", args=[TaxDocument.objects.order_by("pk")[0].pk]))
    page.locator("td a.why").first.click()
    page.locator(".explain").wait_for()
    desk.check()
    seen(desk, language, "books-2-document")

    desk.open(reverse("ledger:period_list"))
    seen(desk, language, "books-3-months")
    january = Period.objects.order_by("year", "month")[0]
    desk.open(reverse("ledger:period_show", args=[january.pk]))
    with page.expect_navigation():
        page.click(f"form[action='{reverse('ledger:period_close', args=[january.pk])}'] button")
    desk.check()
    seen(desk, language, "books-4-closed")
    january.refresh_from_db()
    assert january.closed_at

    desk.open(reverse("ledger:trial_balance"))
    seen(desk, language, "books-5-balance")
    page.locator("td a.link[href*='account=']").last.click()
    page.wait_for_load_state("networkidle")
    desk.check()
    seen(desk, language, "books-6-journal")
    page.locator("tr[data-href] a").first.click()
    page.wait_for_load_state("networkidle")
    desk.check()
    seen(desk, language, "books-7-row")
    page.locator(
        "a.btn[href*='/accounts-receivable/'], a.btn[href*='/contracts/'], a.btn[href*='/payments/']"
    ).first.click()
    page.wait_for_load_state("networkidle")
    desk.check()
    page.locator("a.why").first.click()
    page.locator(".explain").wait_for()
    seen(desk, language, "books-8-why")
    assert contract.number in desk.text()
