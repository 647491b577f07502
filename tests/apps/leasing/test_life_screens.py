"""Screens and API of handing over, taking back, closing and terminating."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing import actions
from roadbook.apps.leasing.enums import ContractState, ProductKind
from roadbook.apps.leasing.models import Contract, HandOver
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables.models import Charge
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 4)


@pytest.fixture
def of() -> Company:
    return receivables.company(country="BG")


@pytest.fixture
def client(of: Company, client: Client) -> Client:
    client.force_login(identity.staff(of, Role.BACK_OFFICE, language="en"))
    return client


def post(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    body = json.dumps(data) if data is not None else ""
    return client.post(f"/api/v1/contracts/{path}", body, content_type="application/json")


def state(contract: Contract) -> str:
    return str(Contract.objects.values_list("state", flat=True).get(pk=contract.pk))


def paid_out(of: Company, **terms: Any) -> Contract:
    contract = leasing.active(of, count=2, **terms)
    leasing.charge_on(contract, date(2027, 1, 24))
    contract.refresh_from_db()
    receivables.payment(contract.account, sum(Charge.objects.values_list("open", flat=True)))
    return contract


def test_preview_follows_the_day_and_equals_the_page(of: Company, client: Client):
    contract = leasing.signed(of)
    receivables.move_date(of, LATER)
    page = client.get(f"/contracts/{contract.pk}/activate/").content.decode()
    preview = client.get(f"/contracts/{contract.pk}/activate/preview/", {"on": "04.12.2026"}).content.decode()
    assert preview.strip() in page
    assert "496.75" in preview
    assert "492.66" not in preview
    signing = client.get(f"/contracts/{contract.pk}/activate/preview/", {"on": "24.11.2026"}).content.decode()
    assert "stays as it was signed" in signing
    late = client.get(f"/contracts/{contract.pk}/activate/preview/", {"on": "24.12.2026"}).content.decode()
    assert "An instalment is due on 2026-12-24" in late


def test_form_hands_the_vehicle_over(of: Company, client: Client):
    contract = leasing.signed(of)
    answers = {"on": "24.11.2026", "odometer_km": "15", "place": "Склад", "handed_by": "А", "received_by": "Б"}
    answer = client.post(f"/contracts/{contract.pk}/activate/", answers)
    assert (answer.status_code, state(contract)) == (302, ContractState.ACTIVE)
    made = HandOver.objects.get()
    assert (made.odometer_km, made.place, made.handed_by, made.received_by) == (15, "Склад", "А", "Б")


@pytest.mark.parametrize("fault", [{"on": ""}, {"on": "25.11.2026"}, {"odometer_km": "-1"}, {"place": "x" * 121}])
def test_faulty_hand_over_is_said_at_its_field(of: Company, client: Client, fault: dict[str, str]):
    contract = leasing.signed(of)
    answer = client.post(f"/contracts/{contract.pk}/activate/", {"on": "24.11.2026", **fault})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(fault)
    assert state(contract) == ContractState.SIGNED


@pytest.mark.parametrize("move", ["activate", "close", "terminate", "return"])
def test_page_of_a_move_that_is_not_possible_leads_back(of: Company, client: Client, move: str):
    contract = leasing.draft(of)
    answer = client.get(f"/contracts/{contract.pk}/{move}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/contracts/{contract.pk}/")


def test_closing_page_names_what_is_owed_and_offers_no_closing(of: Company, client: Client):
    contract = leasing.active(of, count=2)
    leasing.charge_on(contract, date(2026, 12, 24))
    page = client.get(f"/contracts/{contract.pk}/close/").content.decode()
    assert "Instalments that are not charged yet: 1." in page
    assert "Principal owed: " in page
    assert "Close the contract" not in page
    assert client.post(f"/contracts/{contract.pk}/close/", {"papers": ""}).status_code == 422
    assert state(contract) == ContractState.ACTIVE


def test_paid_contract_is_closed_on_its_page(of: Company, client: Client):
    contract = paid_out(of)
    assert "Close the contract" in client.get(f"/contracts/{contract.pk}/close/").content.decode()
    assert client.post(f"/contracts/{contract.pk}/close/", {"papers": ""}).status_code == 302
    assert state(contract) == ContractState.CLOSED


def test_contract_is_terminated_and_the_vehicle_taken_back_on_screens(of: Company, client: Client):
    contract = leasing.active(of, product_terms={"kind": ProductKind.FINANCE_LEASE})
    page = client.get(f"/contracts/{contract.pk}/terminate/").content.decode()
    assert "written back" in page
    answer = client.post(f"/contracts/{contract.pk}/terminate/", {"reason": "arrears", "on": "24.11.2026"})
    assert (answer.status_code, state(contract)) == (302, ContractState.TERMINATED)
    assert "Terminated" in client.get(f"/contracts/{contract.pk}/").content.decode()
    assert client.post(f"/contracts/{contract.pk}/return/", {"on": "24.11.2026"}).status_code == 302
    assert HandOver.objects.filter(contract=contract, kind="returned").count() == 1


def test_api_hands_over_with_a_preview(of: Company, client: Client):
    contract = leasing.signed(of)
    receivables.move_date(of, LATER)
    preview = client.get(f"/api/v1/contracts/{contract.pk}/activation").json()
    assert (preview["on"], preview["missing_papers"]) == ("2026-12-04", [])
    assert float(preview["interest_after"]) < float(preview["interest_before"])
    answer = post(client, f"{contract.pk}/activate", {"odometer_km": 7, "place": "София"})
    assert (answer.status_code, answer.json()["activated_on"]) == (200, "2026-12-04")
    assert HandOver.objects.get().odometer_km == 7


def test_api_closes_terminates_and_takes_back(of: Company, client: Client):
    refused = post(client, f"{leasing.active(of, count=2).pk}/close")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "closing")
    lease = leasing.active(of, product_terms={"kind": ProductKind.FINANCE_LEASE})
    ended = post(client, f"{lease.pk}/terminate", {"reason": "total_loss", "note": "Катастрофа"}).json()
    assert (ended["state"], ended["termination_reason"]) == ("terminated", "total_loss")
    assert post(client, f"{lease.pk}/return").status_code == 200
    paid = paid_out(of)
    closed = post(client, f"{paid.pk}/close", {"papers": "bg"}).json()
    assert (closed["state"], closed["ownership_transferred_on"]) == ("closed", "2027-01-24")


@pytest.mark.parametrize(
    "body", [{}, {"reason": "mood"}, {"reason": "arrears", "mood": 1}, {"reason": "arrears", "on": "x"}]
)
def test_api_refuses_a_faulty_termination(of: Company, client: Client, body: dict[str, Any]):
    contract = leasing.active(of)
    assert post(client, f"{contract.pk}/terminate", body).status_code == 422
    assert state(contract) == ContractState.ACTIVE


def test_hostile_text_of_a_protocol_is_shown_as_text(of: Company, client: Client):
    contract = leasing.signed(of)
    actions.activate(contract=contract, by=None, handing=actions.Handing(note="<script>alert(1)</script>"))
    assert HandOver.objects.get().note == "<script>alert(1)</script>"
    assert "<script>alert" not in client.get(f"/contracts/{contract.pk}/").content.decode()
