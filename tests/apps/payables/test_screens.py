"""Screens of refunds: proposed, approved by another, paid, cancelled, and how many statements they cost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.payables import actions
from roadbook.apps.payables.models import Bill
from roadbook.apps.receivables.models import Account
from tests.factories import identity
from tests.factories import payables as make
from tests.factories import receivables as money

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make.account()


def sign_in(client: Client, account: Account, role: Role):
    user = identity.staff(account.company, role, language="en")
    client.force_login(user)
    return user


def typed(account: Account, **fields: object) -> dict[str, object]:
    contents = {"amount": "60.00", "channel": "bank", "payee": account.parties.get().party_id, "payee_name": ""}
    return {**contents, "payee_account": "BG80 BNBG 9661 1020 3456 78", "reason": "Overpaid", **fields}


def _show(bill: Bill) -> str:
    return reverse("payables:bill_show", args=[bill.pk])


def test_refund_walks_from_proposal_to_payout(account: Account, client: Client):
    sign_in(client, account, Role.CASHIER)
    new = reverse("payables:refund_create") + f"?account={account.pk}"
    page = client.get(new)
    assert page.context["form"].initial["amount"] == 100_00
    answers = [client.post(new, typed(account, form_token="t-1")) for _ in range(2)]
    bill = Bill.objects.get()
    assert {answer["Location"] for answer in answers} == {_show(bill)}
    assert (bill.payee_name, bill.payee_account) == (account.parties.get().party.name, make.IBAN)
    assert 'id="approve-bill"' not in client.get(_show(bill)).content.decode()
    sign_in(client, account, Role.MANAGER)
    assert 'id="approve-bill"' in client.get(_show(bill)).content.decode()
    client.post(reverse("payables:bill_approve", args=[bill.pk]), {"revision": 1})
    sign_in(client, account, Role.CASHIER)
    assert "Book €60.00 as paid" in client.get(_show(bill)).content.decode()
    paid = client.post(reverse("payables:bill_pay", args=[bill.pk]), {"paid_on": "24.11.2026", "reference": "PO 17"})
    assert paid["Location"] == _show(bill)
    bill.refresh_from_db()
    assert (bill.state, bill.payout_reference) == ("paid", "PO 17")


def test_own_proposal_is_not_approved(account: Account, client: Client):
    boss = sign_in(client, account, Role.MANAGER)
    bill = make.refund(account, by=boss)
    assert 'id="approve-bill"' not in client.get(_show(bill)).content.decode()
    page = client.post(reverse("payables:bill_approve", args=[bill.pk]), {"revision": 1}, follow=True)
    assert "somebody else has to" in page.content.decode()
    for revision in ("x", "9" * 400, ""):
        client.post(reverse("payables:bill_approve", args=[bill.pk]), {"revision": revision})
    bill.refresh_from_db()
    assert bill.state == "draft"


def test_change_meanwhile_is_shown_as_a_conflict(account: Account, client: Client):
    sign_in(client, account, Role.CASHIER)
    bill = make.refund(account)
    url = reverse("payables:refund_edit", args=[bill.pk])
    assert client.get(url).status_code == 200
    actions.change_refund(bill=bill, revision=1, reason="Meanwhile", by=None)
    page = client.post(url, typed(account, revision=1, amount="70.00"))
    assert page.status_code == 409
    bill.refresh_from_db()
    assert (bill.reason, bill.amount) == ("Meanwhile", 60_00)
    assert client.post(url, typed(account, revision=2, amount="70.00")).status_code == 302
    bill.refresh_from_db()
    assert (bill.amount, bill.revision) == (70_00, 3)


def test_refund_is_cancelled_with_a_reason(account: Account, client: Client):
    sign_in(client, account, Role.CASHIER)
    bill = make.refund(account)
    url = reverse("payables:bill_cancel", args=[bill.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Not wanted"})["Location"] == _show(bill)
    bill.refresh_from_db()
    assert bill.state == "cancelled"
    assert client.get(reverse("payables:refund_edit", args=[bill.pk])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("amount", "100.01", "is unapplied on this account"),
        ("amount", "-1", "At least"),
        ("payee_account", "BG80BNBG96611020345679", "payee_account"),
        ("payee_account", "", "needs the payee’s account number"),
        ("reason", "", "This field is required"),
    ],
)
def test_wrong_proposal_is_said_at_its_field(account: Account, client: Client, *, field: str, value: str, message: str):
    sign_in(client, account, Role.CASHIER)
    page = client.post(reverse("payables:refund_create") + f"?account={account.pk}", typed(account, **{field: value}))
    assert (page.status_code, message in page.content.decode()) == (422, True)
    assert not Bill.objects.exists()


def test_account_page_has_the_panel_of_refunds(account: Account, client: Client):
    sign_in(client, account, Role.CASHIER)
    page = client.get(reverse("receivables:account_show", args=[account.pk])).content.decode()
    panel = reverse("payables:bill_panel") + f"?account={account.pk}"
    assert panel in page
    assert "Propose a refund" in client.get(panel).content.decode()
    bill = make.refund(account, amount=100_00)
    shown = client.get(panel).content.decode()
    assert bill.number in shown
    assert "Propose a refund" not in shown
    sign_in(client, account, Role.BROKER)
    assert panel not in client.get(reverse("receivables:account_show", args=[account.pk])).content.decode()


def test_pages_cost_a_fixed_number_of_statements(account: Account, client: Client, django_assert_num_queries):
    sign_in(client, account, Role.CASHIER)
    for _ in (1, 3):
        bill = make.refund(account, amount=10_00)
        for url, count in (
            (reverse("payables:bill_list"), 6),
            (_show(bill), 4),
            (reverse("payables:bill_panel") + f"?account={account.pk}", 7),
            (reverse("payables:refund_create") + f"?account={account.pk}", 8),
        ):
            client.get(url)
            with django_assert_num_queries(count):
                client.get(url)
        make.refund(account, amount=10_00)


def test_refunds_of_another_company_are_not_found(account: Account, client: Client):
    bill = make.refund(account)
    client.force_login(identity.everything(money.company()))
    names = ("bill_show", "refund_edit", "bill_pay", "bill_cancel")
    assert {client.get(reverse(f"payables:{name}", args=[bill.pk])).status_code for name in names} == {404}
    assert client.get(reverse("payables:refund_create") + f"?account={account.pk}").status_code == 404
    assert bill.number not in client.get(reverse("payables:bill_panel") + f"?account={account.pk}").content.decode()
