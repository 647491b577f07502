"""The statement as a paper: any period, in the client's language, the same bytes for the same movements."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Role
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account
from roadbook.kit.errors import Forbidden
from tests.factories import identity
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def account() -> Account:
    """112.00 due in October and in November; 150.00 paid on the 20th, 50.00 paid and reversed today."""
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company, debtor=make.client(company, first_name="Иван", last_name="Петров", language="pl"))
    make.move_date(company, TODAY)
    for month in (10, 11):
        make.instalment(one, date(2026, month, 10), 100_00, 12_00)
    one = Account.objects.select_related("company", "branch").get(pk=one.pk)
    make.payment(one, 150_00, value_on=date(2026, 11, 20))
    actions.reverse_payment(payment=make.payment(one, 50_00), reason="Върнат", by=None)
    return one


def issue(account: Account, **fields: object) -> Document:
    contents = {"since": date(2026, 11, 1), "until": TODAY, "language": "bg", "by": None}
    return actions.issue_statement(account=account, **{**contents, **fields})


def test_paper_opens_moves_and_closes(account: Account):
    data = actions.statement_data(queries.statement(account, date(2026, 11, 1), TODAY), "en")
    assert (data["opening"], data["charged"], data["paid"], data["closing"]) == ("112.00", "112.00", "150.00", "74.00")
    assert [(one["what"], one["charged"], one["paid"], one["balance"]) for one in data["lines"]] == [
        ("Principal", "100.00", "", "212.00"),
        ("Interest", "12.00", "", "224.00"),
        ("Payment R-2026-00001, Cash", "", "150.00", "74.00"),
        ("Payment R-2026-00002, Cash", "", "50.00", "24.00"),
        ("Reversal R-2026-00002", "", "−50.00", "74.00"),
    ]
    assert data["said"] == "You owe: €74.00"
    assert data["client"] == "Иван Петров"


def test_same_movements_give_the_same_document(account: Account):
    first, again = issue(account), issue(account)
    assert (first.pk, first.kind, first.language) == (again.pk, "account_statement", "bg")
    make.payment(account, 10_00)
    assert issue(account).pk != first.pk
    assert issue(account, until=date(2026, 11, 22)).sha256 == issue(account, until=date(2026, 11, 22)).sha256


@pytest.mark.parametrize("language", ["bg", "en", "pl", "ru"])
def test_paper_is_made_in_each_language(account: Account, language: str):
    assert issue(account, language=language).size > 5_000


@pytest.mark.parametrize("until", [date(2026, 10, 31), date(2026, 11, 25)])
def test_period_that_cannot_be_is_refused(account: Account, until: date):
    with pytest.raises(actions.PeriodRefused) as refused:
        issue(account, until=until)
    assert refused.value.field == "until"
    assert not Document.objects.exists()


def test_statement_needs_the_permission_to_make_documents(account: Account):
    with pytest.raises(Forbidden):
        issue(account, by=identity.staff(account.company, Role.RISK))


def test_statement_is_asked_for_on_the_account_and_offered_in_the_clients_language(account: Account, client: Client):
    client.force_login(identity.staff(account.company, Role.CASHIER, language="en"))
    url = reverse("receivables:account_statement", args=[account.pk])
    show = reverse("receivables:account_show", args=[account.pk])
    assert url in client.get(show).content.decode()
    assert client.get(url).context["form"].initial["language"] == "pl"
    typed = {"since": "01.11.2026", "until": "24.11.2026", "language": "pl"}
    answer = client.post(url, typed, follow=True)
    assert answer["Content-Type"] == "application/pdf"
    assert Document.objects.get().title in client.get(show).content.decode()
    wrong = client.post(url, {**typed, "until": "25.11.2026"})
    assert (wrong.status_code, "after the business date" in wrong.content.decode()) == (422, True)


def test_statement_is_made_by_the_api(account: Account, client: Client):
    client.force_login(identity.staff(account.company, Role.CASHIER))
    path = f"/api/v1/accounts/{account.pk}/statement"
    answer = client.post(path, {"language": "ru"}, content_type="application/json")
    assert (answer.status_code, answer.json()["language"]) == (201, "ru")
    wrong = client.post(path, {"language": "ru", "until": "2027-01-01"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "period")
