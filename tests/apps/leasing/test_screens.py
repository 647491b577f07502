"""The screens of leasing: entry with live preview, the contract page, the registers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity.actions import assign
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract
from roadbook.apps.organisation.models import Company
from roadbook.kit.testing import assert_same_queries
from tests.factories import identity, leasing, organisation, receivables, vehicles

pytestmark = pytest.mark.django_db
LIST_QUERIES, PAGE_QUERIES = 8, 15


@pytest.fixture
def of(client: Client) -> Company:
    company = receivables.company()
    client.force_login(identity.everything(company))
    return company


def filled(of: Company, **changed: Any) -> dict[str, Any]:
    values = {
        "company": of.pk,
        "branch": organisation.branch(of).pk,
        "client": receivables.client(of).pk,
        "vehicle": vehicles.vehicle(of).pk,
        "product": leasing.product(of).pk,
        "signed_on": "24.11.2026",
        "price": "25 000,00",
        "down_payment": "5000",
        "residual": "0",
        "count": "48",
        "rate": "8,9",
        "method": "annuity",
        "due_day": "5",
        "due_day_before": "5",
        "first_due_on": "05.01.2027",
        "form_token": "one",
    }
    return {**values, **changed}


def test_entry_begins_with_what_is_usual(of: Company, client: Client):
    organisation.branch(of), leasing.product(of)
    text = client.get("/contracts/new/").content.decode()
    assert 'value="24.11.2026"' in text
    assert 'value="05.01.2027"' in text
    assert 'value="48"' in text


def test_entry_drafts_a_contract_once(of: Company, client: Client):
    values = filled(of)
    answers = [client.post("/contracts/new/", values) for _ in range(2)]
    contract = Contract.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [f"/contracts/{contract.pk}/"] * 2
    assert (contract.price, contract.financed, contract.count) == (25_000_00, 20_000_00, 48)
    assert contract.first_due_on == date(2027, 1, 5)
    assert contract.broker.email == contract.created_by.email


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"price": "a lot"}, "price"),
        ({"down_payment": "25000"}, "down_payment"),
        ({"rate": "99"}, "rate"),
        ({"count": "600"}, "count"),
        ({"signed_on": "31.02.2026"}, "signed_on"),
        ({"first_due_on": "24.11.2026", "due_day": "own"}, "first_due_on"),
        ({"client": ""}, "client"),
    ],
)
def test_entry_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(of, client, changed, field):
    values = filled(of, **changed)
    answer = client.post("/contracts/new/", values)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text
    if changed[field]:
        assert f'value="{changed[field]}"' in text
    assert 'value="25 000,00"' in text or field == "price"
    assert not Contract.objects.exists()


def test_entry_offers_nothing_of_another_company(of: Company, client: Client):
    other = receivables.company()
    values = filled(of, client=receivables.client(other).pk, vehicle=vehicles.vehicle(other).pk)
    answer = client.post("/contracts/new/", values)
    assert answer.status_code == 422
    assert not Contract.objects.exists()


def test_preview_shows_the_cost_and_the_financed_amount(of: Company, client: Client):
    text = client.get("/contracts/preview/", filled(of)).content.decode()
    assert "498</" not in text
    assert re.search(r"498<small>\.09</small>", text)
    assert 'id="financed" value="20,000.00"' in text
    assert text.count('data-card="title"') == 10
    assert client.get("/contracts/preview/", filled(of, whole="1")).content.decode().count('data-card="title"') == 48
    assert not Contract.objects.exists()


def test_preview_explains_a_row(of: Company, client: Client):
    text = client.get("/contracts/preview/", filled(of, why="2")).content.decode()
    assert 'id="explain-2"' in text
    assert "30 of 360" in text


def test_preview_of_an_unfinished_form_asks_and_says_what_is_wrong(of: Company, client: Client):
    text = client.get("/contracts/preview/", filled(of, price="", rate="4a")).content.decode()
    assert "What will it cost?" in text
    assert "Yearly rate: " in text
    assert "Price, gross: " not in text


def test_due_day_and_first_due_date_follow_each_other(of: Company, client: Client):
    text = client.get("/contracts/preview/", filled(of, due_day="20")).content.decode()
    assert 'value="20.12.2026"' in text
    assert 'name="due_day_before" id="id_due_day_before" value="20"' in text
    text = client.get("/contracts/preview/", filled(of, first_due_on="17.01.2027")).content.decode()
    assert re.search(r'value="own"[^>]*checked', text) or re.search(r'checked[^>]*value="own"', text)


def test_search_boxes_find_what_belongs_to_the_company(of: Company, client: Client):
    mine, other = receivables.client(of, last_name="Велкова"), receivables.company()
    receivables.client(other, last_name="Велкова")
    text = client.get("/contracts/clients/", {"company": of.pk, "q": "велк"}).content.decode()
    assert re.findall(r'data-value="(\d+)"', text) == [str(mine.pk)]
    assert "data-value" not in client.get("/contracts/clients/", {"company": other.pk, "q": "велк"}).content.decode()
    car = vehicles.vehicle(of)
    text = client.get("/contracts/vehicles/", {"company": of.pk, "q": car.vin}).content.decode()
    assert re.findall(r'data-value="(\d+)"', text) == [str(car.pk)]


def test_draft_is_changed_by_who_saw_its_present_version(of: Company, client: Client):
    contract = leasing.draft(of)
    values = filled(of, product=contract.product_id, version="1", price="30000", form_token="a")
    assert client.post(f"/contracts/{contract.pk}/edit/", values).status_code == 302
    stale = client.post(f"/contracts/{contract.pk}/edit/", {**values, "price": "40000", "form_token": "b"})
    assert stale.status_code == 409
    contract.refresh_from_db()
    assert contract.price == 30_000_00


def test_buttons_move_the_contract(of: Company, client: Client):
    contract = leasing.draft(of)
    for move, state in (("sign", ContractState.SIGNED), ("activate", ContractState.ACTIVE)):
        page = client.get(f"/contracts/{contract.pk}/").content.decode()
        assert f"/contracts/{contract.pk}/{move}/" in page
        client.post(f"/contracts/{contract.pk}/{move}/", {"on": "24.11.2026"})
        contract.refresh_from_db()
        assert contract.state == state


def test_refused_move_is_said_on_the_page(of: Company, client: Client):
    contract = leasing.draft(of, starts_on=date(2026, 12, 1), first_due_on=date(2027, 1, 1))
    answer = client.post(f"/contracts/{contract.pk}/sign/", follow=True)
    assert "The signing date is in the future" in answer.content.decode()
    contract.refresh_from_db()
    assert contract.state == ContractState.DRAFT


@pytest.mark.parametrize("move", ["sign", "cancel"])
def test_contract_is_not_moved_by_looking(of: Company, client: Client, move: str):
    contract = leasing.draft(of)
    assert client.get(f"/contracts/{contract.pk}/{move}/").status_code == 405


def late(of: Company, **terms: Any) -> Contract:
    """A live contract whose first instalment is 19 days overdue, part of it paid."""
    contract = leasing.active(of, **terms)
    leasing.charge_on(contract, leasing.TERMS.first_due_on)
    contract.refresh_from_db()
    receivables.payment(contract.account, 188_31, value_on=leasing.TERMS.first_due_on)
    receivables.move_date(of, leasing.TERMS.first_due_on + timedelta(days=19))
    return contract


def test_contract_page_shows_plan_debt_and_money(of: Company, client: Client):
    contract = late(of)
    text = client.get(f"/contracts/{contract.pk}/").content.decode()
    row = re.search(r'<tbody id="instalment-1">.*?</tbody>', text, re.DOTALL)[0]
    cells = [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
    assert [cell for cell in cells[2:8] if cell] == ["348.42", "148.33", "496.75", "496.75", "308.44", "188.31"]
    assert "19 days overdue" in row
    assert "Active · 19 days overdue" in text
    assert 'class="chart"' in text


def test_row_with_its_reason_equals_the_reloaded_page(of: Company, client: Client):
    contract = late(of)
    fragment = client.get(f"/contracts/{contract.pk}/instalments/1/?why=1").content.decode().strip()
    page = client.get(f"/contracts/{contract.pk}/?why=1").content.decode()
    assert 'id="explain-1"' in fragment
    assert fragment in page


@pytest.mark.parametrize("tab", ["payments/", "documents/", "parties/"])
def test_tabs_of_a_live_contract_open(of: Company, client: Client, tab: str):
    contract = late(of)
    text = client.get(f"/contracts/{contract.pk}/{tab}").content.decode()
    assert contract.number in text
    assert {"payments/": "148.33", "documents/": "No documents yet", "parties/": "Debtor"}[tab] in text


@pytest.mark.parametrize(
    "path", ["", "payments/", "documents/", "parties/", "edit/", "instalments/1/", "sign/", "activate/", "cancel/"]
)
def test_contract_of_another_company_is_not_there(of: Company, client: Client, path: str):
    contract = leasing.draft()
    send = client.post if path in {"sign/", "activate/", "cancel/"} else client.get
    assert send(f"/contracts/{contract.pk}/{path}").status_code == 404
    contract.refresh_from_db()
    assert contract.state == ContractState.DRAFT


def test_instalment_that_is_not_there(of: Company, client: Client):
    assert client.get(f"/contracts/{leasing.draft(of).pk}/instalments/49/").status_code == 404


def test_register_of_several_companies_names_them(of: Company, client: Client):
    other = receivables.company(currency="PLN", country="PL")
    mine, theirs = leasing.active(of), leasing.active(other)
    manager = identity.staff(of, Role.MANAGER)
    assign(user=manager, role=Role.MANAGER, company=other, by=None)
    client.force_login(manager)
    page = client.get("/contracts/").content.decode()
    assert f"{other.code} · {theirs.branch}" in page
    assert "<small>PLN</small>" in page
    found = client.get("/contracts/", {"company": of.pk}).context["list"]
    assert [one.number for one in found.objects] == [mine.number]
    assert str(found.headings[7].label).endswith(", EUR")


@pytest.mark.parametrize("many", [1, 3])
def test_register_asks_the_same_for_one_and_three_contracts(of: Company, client: Client, many: int):
    for _ in range(many):
        leasing.active(of)
    client.get("/contracts/")
    with assert_same_queries(LIST_QUERIES):
        text = client.get("/contracts/").content.decode()
    assert text.count(">L-2026-0000") == many


@pytest.mark.parametrize("many", [1, 3])
def test_page_asks_the_same_for_one_and_three_instalments(of: Company, client: Client, many: int):
    contract = leasing.active(of, count=many, product_terms={"count_min": 1})
    leasing.charge_on(contract, date(2027, 3, 1))
    client.get(f"/contracts/{contract.pk}/")
    with assert_same_queries(PAGE_QUERIES):
        text = client.get(f"/contracts/{contract.pk}/").content.decode()
    assert text.count('<tbody id="instalment-') == many


def test_register_is_filtered_by_state_and_days_overdue(of: Company, client: Client):
    contract, draft = late(of), leasing.draft(of)
    from roadbook.apps.receivables.actions import rebuild_position
    from roadbook.apps.receivables.models import AccountPosition

    AccountPosition.objects.update(as_of=of.business_date)
    rebuild_position(contract.account)
    for query, numbers in (
        ({"state": "draft"}, [draft.number]),
        ({"overdue": "1-30"}, [contract.number]),
        ({"q": draft.vehicle.vin}, [draft.number]),
        ({"branch": str(contract.branch_id)}, [contract.number]),
    ):
        text = client.get("/contracts/", query).content.decode()
        assert re.findall(r">(L-202\d-\d{5})<", text) == numbers, query


def test_panel_of_a_vehicle_shows_its_contracts_with_their_clients(of: Company, client: Client):
    contract = leasing.draft(of)
    other = leasing.draft(of)
    text = client.get("/contracts/panel/", {"vehicle": contract.vehicle_id}).content.decode()
    assert contract.number in text
    assert contract.client.name in text
    assert other.number not in text


def test_panel_shows_the_client_s_contracts(of: Company, client: Client):
    contract, other = leasing.active(of), leasing.active(of)
    text = client.get("/contracts/panel/", {"party": contract.client_id}).content.decode()
    begin = f"/contracts/new/?company={of.pk}&client={contract.client_id}"
    assert begin.replace("&", "&amp;") in text
    assert contract.client.name in client.get(begin).content.decode()
    assert contract.number in text
    assert other.number not in text
    assert "No contracts yet" in client.get("/contracts/panel/", {"party": "x"}).content.decode()


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.CASHIER, "/contracts/new/", 403),
        (Role.CASHIER, "/contracts/", 200),
        (Role.BROKER, "/products/new/", 403),
        (Role.BROKER, "/products/", 200),
        (Role.HOSTESS, "/contracts/", 403),
    ],
)
def test_roles_open_what_they_may(client: Client, role: str, path: str, status: int):
    client.force_login(identity.staff(receivables.company(), role))
    assert client.get(path).status_code == status
