"""Screens of payments: what they show, once-only, scope, and how many statements they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account, Charge, Payment, PaymentReversal
from tests.factories import identity, organisation
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def account() -> Account:
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company, debtor=make.client(company, first_name="Иван", last_name="Петров"))
    make.move_date(company, TODAY)
    for month in (10, 11, 12):
        due_on = date(2026, month, 10)
        make.instalment(one, due_on, 100_00, 12_00, charged_on=min(due_on, TODAY))
    return Account.objects.select_related("company").get(pk=one.pk)


@pytest.fixture
def cashier(account: Account, client: Client) -> User:
    user = identity.staff(account.company, Role.CASHIER, language="en")
    client.force_login(user)
    return user


def _url(account: Account) -> str:
    return reverse("receivables:payment_create") + f"?account={account.pk}"


def _typed(account: Account, **fields: object) -> dict[str, object]:
    return {
        "form_token": "token-1",
        "amount": "150,00",
        "value_on": "24.11.2026",
        "channel": "cash",
        "payer_name": "Иван Петров",
        "reference": "",
        **fields,
    }


def test_account_is_found_by_number_or_by_name(account: Account, cashier: User, client: Client):
    for term in (account.number, "иван", "ПЕТРОВ иван"):
        page = client.get(reverse("receivables:payment_create"), {"q": term})
        assert _url(account) in page.content.decode()
    page = client.get(reverse("receivables:payment_create"), {"q": "nobody"}, headers={"HX-Request": "true"})
    assert "No open account matches" in page.content.decode()
    assert "<html" not in page.content.decode()
    assert client.get(reverse("receivables:payment_create"), {"q": "a\0b"}).context["accounts"] == []


def test_entry_offers_what_is_due(account: Account, cashier: User, client: Client):
    page = client.get(_url(account))
    assert page.status_code == 200
    assert page.context["form"].initial["amount"] == 224_00
    assert page.context["preview"].settles == 224_00
    assert 'value="224.00"' in page.content.decode()


def test_entry_offers_what_falls_due_next_where_nothing_is_due(account: Account, cashier: User, client: Client):
    make.payment(account, 234_00)
    page = client.get(_url(account))
    assert page.context["form"].initial["amount"] == 102_00
    assert page.context["preview"].settles == 102_00


def test_preview_follows_what_is_typed(account: Account, cashier: User, client: Client):
    december = ",".join(str(pk) for pk in Charge.objects.filter(due_on=date(2026, 12, 10)).values_list("pk", flat=True))
    url = reverse("receivables:payment_preview")
    asked = {"account": account.pk, "amount": "150", "value_on": "24.11.2026", "instructions": december}
    preview = client.get(url, asked).context["preview"]
    assert [(one.due_on.month, one.settles) for one in preview.instalments] == [(10, 38_00), (11, 0), (12, 112_00)]
    early = client.get(url, {**asked, "value_on": "01.09.2026"})
    assert "The account was opened after this date." in early.content.decode()
    empty = client.get(url, {"account": account.pk, "amount": "abc", "value_on": ""})
    assert empty.context["preview"].settles == 0
    assert not Payment.objects.exists()


def test_payment_is_taken_once_however_often_it_is_sent(account: Account, cashier: User, client: Client):
    answers = [client.post(_url(account), _typed(account)) for _ in range(2)]
    payment = Payment.objects.get()
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {reverse("receivables:payment_show", args=[payment.pk])}
    assert (payment.amount, payment.taken_by, payment.payer_name) == (150_00, cashier, "Иван Петров")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("amount", "0", "At least"),
        ("amount", "1,5,5", "is not an amount"),
        ("value_on", "25.11.2026", "after the business date"),
        ("value_on", "31.02.2026", "There is no such day"),
        ("channel", "barter", "barter is not one of"),
        ("payer_name", "", "Choose the payer or write a name"),
        ("instructions", "1;2", "Choose among the open instalments"),
        ("instructions", "9" * 5000, "Choose among the open instalments"),
        ("instructions", "999999", "is not open on this account"),
    ],
)
def test_wrong_entry_is_said_at_its_field(
    account: Account, cashier: User, client: Client, *, field: str, value: str, message: str
):
    page = client.post(_url(account), _typed(account, **{field: value}))
    assert page.status_code == 422
    assert message in page.content.decode()
    assert not Payment.objects.exists()


def test_payment_page_says_what_it_settled_and_why(account: Account, cashier: User, client: Client):
    payment = make.payment(account, 150_00)
    url = reverse("receivables:payment_show", args=[payment.pk])
    page = client.get(url).content.decode()
    assert "R-2026-00001" in page
    assert "the smaller of the two" not in page
    why = client.get(url, {"why": payment.allocations.first().pk}).content.decode()
    assert "the smaller of the two" in why
    assert "its interest before its principal" in why


def test_account_page_runs_a_balance(account: Account, cashier: User, client: Client):
    make.payment(account, 150_00)
    page = client.get(reverse("receivables:account_show", args=[account.pk]))
    rows = [(row.charged, row.paid, row.balance) for row in page.context["statement"].rows]
    assert rows == [
        (100_00, 0, 100_00),
        (12_00, 0, 112_00),
        (100_00, 0, 212_00),
        (12_00, 0, 224_00),
        (100_00, 0, 324_00),
        (12_00, 0, 336_00),
        (0, 150_00, 186_00),
    ]


def test_receipt_is_made_and_shown(account: Account, cashier: User, client: Client):
    payment = make.payment(account, 150_00)
    url = reverse("receivables:payment_receipt", args=[payment.pk])
    answer = client.post(url, {"language": "pl"}, follow=True)
    assert answer["Content-Type"] == "application/pdf"
    assert client.get(url).status_code == 405
    assert client.post(url, {"language": "xx"}).status_code == 404


def test_register_costs_the_same_for_any_number_of_rows(
    account: Account, cashier: User, client: Client, django_assert_num_queries
):
    url = reverse("receivables:payment_list")
    client.get(url)
    for _ in (1, 3):
        make.payment(account, 10_00)
        with django_assert_num_queries(6):
            page = client.get(url)
        make.payment(account, 10_00)
    assert len(page.context["list"].lines) == 3
    assert client.get(url, {"q": "иван"}).context["list"].total == 4
    assert client.get(url, {"channel": "card"}).context["list"].total == 0


def test_pages_cost_a_fixed_number_of_statements(
    account: Account, cashier: User, client: Client, django_assert_num_queries
):
    for _ in (1, 3):
        payment = make.payment(account, 30_00)
        for url, count in (
            (reverse("receivables:payment_show", args=[payment.pk]), 12),
            (reverse("receivables:account_show", args=[account.pk]), 16),
            (_url(account), 10),
        ):
            client.get(url)
            with django_assert_num_queries(count):
                client.get(url)


def test_rows_of_another_company_are_not_found(account: Account, client: Client):
    payment = make.payment(account, 10_00)
    client.force_login(identity.everything(make.company()))
    urls = [
        _url(account),
        reverse("receivables:payment_preview") + f"?account={account.pk}&amount=1",
        reverse("receivables:payment_show", args=[payment.pk]),
        reverse("receivables:account_show", args=[account.pk]),
    ]
    assert {client.get(url).status_code for url in urls} == {404}
    assert client.post(_url(account), _typed(account)).status_code == 404
    receipt = reverse("receivables:payment_receipt", args=[payment.pk])
    assert client.post(receipt, {"language": "bg"}).status_code == 404
    found = client.get(reverse("receivables:payment_create"), {"q": account.number})
    assert found.context["accounts"] == []
    assert client.get(reverse("receivables:payment_list")).context["list"].total == 0
    assert Payment.objects.count() == 1


def test_cashier_of_another_branch_takes_nothing_here(account: Account, client: Client):
    other = organisation.branch(account.company)
    client.force_login(identity.staff(account.company, Role.CASHIER, branch=other))
    assert client.post(_url(account), _typed(account)).status_code == 404
    assert not Payment.objects.exists()


def test_who_may_not_take_payments_is_told_so(account: Account, client: Client):
    client.force_login(identity.staff(account.company, Role.BROKER))
    assert client.get(_url(account)).status_code == 403
    assert client.post(_url(account), _typed(account)).status_code == 403
    assert client.get(reverse("receivables:account_show", args=[account.pk])).status_code == 200
    client.logout()
    assert client.get(reverse("receivables:payment_list")).status_code == 302
    assert not Payment.objects.exists()


def test_payment_is_reversed_from_its_page_once(account: Account, cashier: User, client: Client):
    payment = make.payment(account, 150_00, payer_name="Иван Петров")
    page = client.get(reverse("receivables:payment_show", args=[payment.pk])).content.decode()
    assert 'id="reverse-payment"' in page
    assert "Иван Петров is taken off account" in page
    url = reverse("receivables:payment_reverse", args=[payment.pk])
    typed = {"form_token": "token-2", "value_on": "24.11.2026", "reason": "Returned transfer"}
    for _ in range(2):
        assert client.post(url, typed)["Location"] == reverse("receivables:payment_show", args=[payment.pk])
    page = client.get(reverse("receivables:payment_show", args=[payment.pk])).content.decode()
    assert "Reversed as of 24\xa0Nov\xa02026: Returned transfer" in page
    assert 'id="reverse-payment"' not in page
    assert PaymentReversal.objects.count() == 1
    again = client.post(url, {**typed, "form_token": "token-3"})
    assert (again.status_code, "has been reversed already" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("reason", "", "This field is required"),
        ("value_on", "25.11.2026", "after the business date"),
        ("value_on", "01.10.2026", "The payment came after this date"),
    ],
)
def test_wrong_reversal_is_said_at_its_field(
    account: Account, cashier: User, client: Client, *, field: str, value: str, message: str
):
    payment = make.payment(account, 150_00)
    typed = {"value_on": "24.11.2026", "reason": "Returned transfer", field: value}
    page = client.post(reverse("receivables:payment_reverse", args=[payment.pk]), typed)
    assert (page.status_code, message in page.content.decode()) == (422, True)
    assert not PaymentReversal.objects.exists()


def test_register_tells_reversed_payments_apart(account: Account, cashier: User, client: Client):
    reversed_one, other = make.payment(account, 10_00), make.payment(account, 20_00)
    actions.reverse_payment(payment=reversed_one, reason="Twice", by=None)
    url = reverse("receivables:payment_list")
    found = client.get(url, {"state": "reversed"}).context["list"]
    assert [line.pk for line in found.lines] == [reversed_one.pk]
    assert [line.pk for line in client.get(url, {"state": "booked"}).context["list"].lines] == [other.pk]
    sums = queries.payment_register(cashier).values_list("pk", "state", "applied", "rest").order_by("pk")
    assert list(sums) == [(reversed_one.pk, "reversed", 0, 0), (other.pk, "booked", 20_00, 0)]


def test_payer_is_somebody_of_the_account_or_a_name(account: Account, cashier: User, client: Client):
    debtor = account.parties.get().party
    both = client.post(_url(account), _typed(account, payer=debtor.pk, payer_name="Петър Гаров"))
    assert (both.status_code, "not both" in both.content.decode()) == (422, True)
    client.post(_url(account), _typed(account, payer=debtor.pk, payer_name=""))
    payment = Payment.objects.get()
    assert (payment.payer, payment.payer_name) == (debtor, debtor.name)


def test_credit_is_applied_from_the_account(account: Account, cashier: User, client: Client):
    make.payment(account, 400_00)
    make.instalment(account, date(2027, 1, 10), 50_00, 6_00, charged_on=TODAY)
    show = reverse("receivables:account_show", args=[account.pk])
    assert "Apply credit" in client.get(show).content.decode()
    page = client.post(reverse("receivables:account_apply", args=[account.pk]), follow=True).content.decode()
    assert "€56.00 of credit applied" in page
    page = client.post(reverse("receivables:account_apply", args=[account.pk]), follow=True).content.decode()
    assert "There is no credit" in page
