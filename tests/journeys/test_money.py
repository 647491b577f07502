"""Money that comes and goes, in a real browser: a payment taken back in its dialog, a refund under four eyes."""

from __future__ import annotations

import os
from datetime import date

import pytest
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables.models import Account, AccountPosition, Payment
from tests.factories import identity, payables
from tests.factories import receivables as make

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("ROADBOOK_PICTURES", "")


@pytest.fixture
def account() -> Account:
    """112.00 due in October and in November, 300.00 paid."""
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company, debtor=make.client(company, first_name="Иван", last_name="Примеров"))
    make.move_date(company, date(2026, 11, 24))
    for month in (10, 11):
        make.instalment(one, date(2026, month, 10), 100_00, 12_00)
    one = Account.objects.select_related("company", "branch").get(pk=one.pk)
    make.payment(one, 300_00, payer_name="Иван Примеров")
    return one


@pytest.fixture
def desk(page, live_server, account) -> Desk:
    one = Desk(page, live_server.url)
    one.sign_in(identity.staff(account.company, Role.CASHIER, language="en"))
    return one


def seen(desk: Desk, name: str) -> None:
    if PICTURES:
        desk.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_payment_is_reversed_in_its_dialog(desk: Desk, account: Account):
    payment = Payment.objects.get()
    desk.open(reverse("receivables:account_show", args=[account.pk]) + "?why=unapplied")
    seen(desk, "account")
    desk.open(reverse("receivables:payment_show", args=[payment.pk]))
    desk.page.click("[data-dialog-open=reverse-payment]")
    assert "Иван Примеров" in desk.page.locator("#reverse-payment").inner_text()
    seen(desk, "reverse")
    desk.page.fill("#reverse-payment [name=reason]", "Returned by the bank")
    desk.page.click("#reverse-payment [type=submit]")
    desk.page.wait_for_selector("text=Returned by the bank")
    desk.check()
    seen(desk, "reversed")
    assert AccountPosition.objects.get().overdue == 224_00


def test_refund_walks_under_four_eyes(desk: Desk, account: Account, live_server):
    desk.open(reverse("receivables:account_show", args=[account.pk]))
    desk.page.click("text=Propose a refund")
    desk.page.wait_for_selector("[name=payee_account]")
    desk.check()
    desk.fill(payee_account=payables.IBAN, reason="Overpaid")
    seen(desk, "refund")
    desk.submit()
    bill = Bill.objects.get()
    assert (bill.amount, bill.state) == (76_00, "draft")
    page = desk.page.context.browser.new_page()
    boss = Desk(page, live_server.url)
    boss.sign_in(identity.staff(account.company, Role.MANAGER, language="en"))
    boss.open(reverse("payables:bill_show", args=[bill.pk]))
    page.click("[data-dialog-open=approve-bill]")
    seen(boss, "approve")
    page.click("#approve-bill [type=submit]")
    page.wait_for_selector("text=Approved. It can be paid out now.")
    page.close()
    desk.open(reverse("payables:bill_show", args=[bill.pk]))
    desk.page.click("[data-dialog-open=pay-bill]")
    desk.page.click("#pay-bill [type=submit]")
    desk.page.wait_for_selector("text=Paid out")
    desk.check()
    seen(desk, "paid")
    bill.refresh_from_db()
    assert bill.state == "paid"
    for name in (
        "payables:bill_list",
        "receivables:charge_list",
        "receivables:payment_list",
        "leasing:instalment_list",
    ):
        desk.open(reverse(name))
    seen(desk, "list")
