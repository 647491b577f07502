"""Bank accounts of an own company: several, one of each currency on papers, closed and kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.jurisdictions.rules import IdentifierRefused
from roadbook.apps.organisation import actions, queries
from roadbook.apps.organisation.models import BankAccount
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from roadbook.kit.reauthentication import PROVED
from tests.factories import identity as people
from tests.factories import organisation as make

FIRST, SECOND = "BG80BNBG96611020345678", "BG44UNCR70001520862375"


@pytest.fixture
def company(db):
    return make.company()


def test_bank_is_read_from_the_number_and_the_first_stands_on_papers(company):
    account = make.account(company, iban="bg80 bnbg 9661 1020 3456 78")
    assert (account.iban, account.bic, account.bank) == (FIRST, "BNBGBGSD", "Българска народна банка")
    assert (account.currency, account.is_default, account.spaced[:9]) == ("EUR", True, "BG80 BNBG")
    second = make.account(company, iban=SECOND)
    assert (second.is_default, queries.account_on_papers(company)) == (False, account)


def test_in_each_currency_one_stands_on_papers(company):
    first = make.account(company)
    dollars = make.account(company, iban="PL61109010140000071219812874", currency="USD")
    second = make.account(company, iban=SECOND, is_default=True)
    first.refresh_from_db()
    assert (first.is_default, second.is_default, dollars.is_default) == (False, True, True)
    assert queries.account_on_papers(company, "USD") == dollars


def test_account_of_a_russian_company_has_twenty_digits(db):
    company = make.company(country="RU", currency="RUB")
    account = make.account(company, iban="40702810900000000001", bic="")
    assert account.iban == "40702810900000000001"


@pytest.mark.parametrize(
    ("details", "error", "field"),
    [
        ({"iban": FIRST[:-1] + "9"}, IdentifierRefused, "iban"),
        ({"iban": "BG80"}, IdentifierRefused, "iban"),
        ({"bic": "X"}, IdentifierRefused, "bic"),
        ({"currency": "XXX"}, actions.AccountRefused, "currency"),
        ({"purpose": "fun"}, actions.AccountRefused, "purpose"),
    ],
)
def test_account_that_cannot_be_is_refused(company, details, error, field):
    with pytest.raises(error) as refusal:
        make.account(company, **details)
    assert refusal.value.field == field
    assert not BankAccount.objects.exists()


def test_account_is_once_in_a_company(company):
    make.account(company)
    make.account(make.company())
    with pytest.raises(actions.AccountRefused) as refusal:
        make.account(company)
    assert refusal.value.field == "iban"
    assert company.bank_accounts.count() == 1


def test_change_is_written_and_an_older_version_refused(company):
    account = make.account(company)
    changed = actions.change_account(account=account, version=1, by=None, bank="БНБ", purpose="receipts")
    assert (changed.bank, changed.purpose, changed.version) == ("БНБ", "receipts", 2)
    changes = AuditEntry.objects.filter(action="organisation.bankaccount.change").latest("pk").changes
    assert changes["purpose"] == ["operating", "receipts"]
    with pytest.raises(actions.AccountChangedMeanwhile):
        actions.change_account(account=account, version=1, by=None, bank="X")
    assert company.bank_accounts.get().bank == "БНБ"


def test_closed_account_is_off_the_papers(company):
    account = make.account(company, opened_on=date(2026, 1, 1))
    closed = actions.close_account(account=account, by=None, on=date(2026, 11, 1))
    assert (closed.closed_on, closed.is_default) == (date(2026, 11, 1), False)
    assert queries.account_on_papers(company) is None
    for on in (date(2026, 11, 2), date(2027, 1, 1)):
        with pytest.raises(actions.AccountRefused):
            actions.close_account(account=account, by=None, on=on)
    with pytest.raises(actions.AccountRefused) as refusal:
        actions.change_account(account=account, by=None, is_default=True)
    assert refusal.value.field == "is_default"


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 11, 25)])
def test_account_closes_between_its_opening_and_today(company, on):
    account = make.account(company, opened_on=date(2026, 1, 1))
    with pytest.raises(actions.AccountRefused):
        actions.close_account(account=account, by=None, on=on)
    assert BankAccount.objects.get().closed_on is None


def test_manager_changes_no_accounts(company):
    manager = people.staff(company, Role.MANAGER)
    account = make.account(company)
    for act in (
        lambda: actions.open_account(company=company, by=manager, iban=SECOND),
        lambda: actions.change_account(account=account, by=manager, bank="X"),
        lambda: actions.close_account(account=account, by=manager, on=date(2026, 11, 1)),
    ):
        with pytest.raises(Forbidden):
            act()
    assert [(one.iban, one.closed_on) for one in BankAccount.objects.all()] == [(FIRST, None)]


def test_accounts_through_screens_and_api(client, company):
    client.force_login(people.staff(company))
    form = {"iban": FIRST, "currency": "EUR", "purpose": "operating", "opened_on": "1.2.2026"}
    assert client.post(reverse("organisation:account_create", args=[company.pk]), form).status_code == 302
    account = BankAccount.objects.get()
    page = client.get(reverse("organisation:company_accounts", args=[company.pk])).content.decode()
    assert "BG80 BNBG 9661 1020 3456 78" in page
    edit = reverse("organisation:account_edit", args=[account.pk])
    assert client.post(edit, {**form, "bank": "БНБ", "version": 1}).status_code == 302
    url = f"/api/v1/companies/{company.pk}/bank-accounts"
    added = client.post(url, {"iban": SECOND, "currency": "EUR", "is_default": True}, content_type="application/json")
    assert (added.status_code, added.json()["bic"]) == (201, "UNCRBGSF")
    told = client.get(url).json()
    assert [(one["iban"], one["is_default"]) for one in told] == [(SECOND, True), (FIRST, False)]
    changed = client.patch(
        f"/api/v1/companies/bank-accounts/{account.pk}",
        {"version": 3, "bic": "BNBGBGSD"},
        content_type="application/json",
    )
    assert changed.status_code in {200, 409}
    close = reverse("organisation:account_close", args=[account.pk])
    assert client.post(close, {"on": "24.11.2026"}).status_code == 302
    account.refresh_from_db()
    assert account.closed_on == date(2026, 11, 24)


@pytest.mark.parametrize("rows", [1, 3])
def test_tab_costs_the_same_queries(client, company, rows, django_assert_num_queries):
    for iban in (FIRST, SECOND, "PL61109010140000071219812874")[:rows]:
        make.account(company, iban=iban)
    client.force_login(people.staff(company))
    address = reverse("organisation:company_accounts", args=[company.pk])
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)


def test_account_of_another_company_is_not_found(client, company):
    client.force_login(people.staff(company))
    foreign = make.account()
    for name in ("account_edit", "account_close"):
        assert client.post(reverse(f"organisation:{name}", args=[foreign.pk]), {}).status_code == 404
    assert client.get(f"/api/v1/companies/{foreign.company_id}/bank-accounts").status_code == 404


def test_account_that_waited_for_a_proof_is_opened_with_what_was_typed(client, company):
    admin = people.staff(company)
    admin.set_password("a password of its own")
    admin.save()
    client.force_login(admin)
    session = client.session
    session[PROVED] -= 3600
    session.save()
    form = {"iban": FIRST, "currency": "EUR", "purpose": "operating", "bank": "БНБ"}
    asked = client.post(reverse("organisation:account_create", args=[company.pk]), form)
    assert (asked["Location"].startswith("/accounts/reauthenticate/"), BankAccount.objects.count()) == (True, 0)
    back = client.post(asked["Location"], {"password": "a password of its own"})["Location"]
    done = client.get(back)
    assert done["Location"] == reverse("organisation:company_accounts", args=[company.pk])
    assert [(one.iban, one.bank) for one in BankAccount.objects.all()] == [(FIRST, "БНБ")]
