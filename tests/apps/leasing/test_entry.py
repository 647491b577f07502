"""The contract entry and what surrounds it: drafts, conflicts, shares of the price, rows made in a drawer."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract, Product
from roadbook.apps.organisation.models import Company
from roadbook.kit.models import AuditEntry, FormDraft
from tests.factories import identity, leasing, organisation, receivables, vehicles
from tests.factories.pages import sent_by

from .test_screens import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(client: Client) -> Company:
    company = receivables.company()
    client.force_login(identity.everything(company))
    return company


def value_of(html: str, name: str) -> str:
    """What a hidden field or a line of text holds."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert tag, name
    found = re.search(r'value="([^"]*)"', tag[0])
    return found[1] if found else ""


def key_of(html: str) -> str:
    found = re.search(r'data-draft-key="([^"]+)"', html)
    assert found
    return found[1]


def page(client: Client, address: str = "/contracts/new/", **headers: str) -> str:
    return client.get(address, **headers).content.decode()


def test_a_share_of_the_price_is_a_down_payment(of: Company, client: Client):
    client.post("/contracts/new/", filled(of, down_payment="20 %"))
    assert Contract.objects.get().down_payment == 5_000_00


def test_a_draft_brings_back_what_its_product_decides(of: Company, client: Client):
    leasing.product(of, residual_max=Decimal(0))
    other = leasing.product(of, residual_max=Decimal("0.3"))
    typed = filled(of, product=other.pk, residual="1 500", price="", form_token="")
    client.post("/forms/drafts/keep/", {**typed, "draft_key": key_of(page(client))})
    html = page(client)
    assert "restored" in html
    assert value_of(html, "residual") == "1 500"
    assert f'value="{other.pk}" selected' in html
    assert value_of(html, "client") == str(typed["client"])


def test_an_address_that_names_the_client_offers_the_draft(of: Company, client: Client):
    somebody = receivables.client(of)
    client.post("/forms/drafts/keep/", {**filled(of), "draft_key": key_of(page(client))})
    html = page(client, f"/contracts/new/?client={somebody.pk}")
    assert "You have a draft of" in html
    assert value_of(html, "client") == str(somebody.pk)
    assert value_of(html, "price") == ""


def test_a_page_turned_by_another_product_keeps_its_fields_and_not_the_draft(of: Company, client: Client):
    client.post("/forms/drafts/keep/", {**filled(of, price="1"), "draft_key": key_of(page(client))})
    html = client.get("/contracts/new/", {"price": "2"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="content").content
    assert value_of(html.decode(), "price") == "2"
    assert b"data-draft-banner" not in html
    assert b"data-carried" in html


def test_a_saved_contract_has_no_draft(of: Company, client: Client):
    client.post("/forms/drafts/keep/", {**filled(of), "draft_key": key_of(page(client))})
    client.post("/contracts/new/", filled(of))
    assert Contract.objects.count() == 1
    assert not FormDraft.objects.exists()


def opened(of: Company, client: Client, contract: Contract, **changed: Any) -> dict[str, Any]:
    """What the edit page would send: the draft as it is, with these changes."""
    html = page(client, f"/contracts/{contract.pk}/edit/")
    parts = {name: getattr(contract, f"{name}_id") for name in ("branch", "client", "vehicle", "product")}
    sent = filled(of, **parts, price="25000", down_payment="5000", version="1", form_base=value_of(html, "form_base"))
    return {**sent, **changed}


def test_two_brokers_change_one_draft(of: Company, client: Client):
    contract = leasing.draft(of)
    mine = opened(of, client, contract, price="41000", form_token="mine")
    theirs = opened(of, client, contract, price="40000", count="36", form_token="theirs")
    assert client.post(f"/contracts/{contract.pk}/edit/", theirs).status_code == 302
    written = AuditEntry.objects.count()
    answer = client.post(f"/contracts/{contract.pk}/edit/", mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert AuditEntry.objects.count() == written
    assert re.findall(r'name="choose-(\w+)" value="(\w+)"( checked)?', html) == [
        ("price", "mine", ""),
        ("price", "theirs", ""),
        ("count", "mine", ""),
        ("count", "theirs", " checked"),
    ]
    carried = {name: value_of(html, name) for name in ("version", "form_base")}
    settled = {**mine, **carried, "choose-count": "theirs"}
    answer = client.post(f"/contracts/{contract.pk}/edit/", settled)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-label="Instalments: Mine"><span>48</span>' in html
    assert value_of(html, "count") == "48"
    settled = {**settled, "choose-price": "mine"}
    assert client.post(f"/contracts/{contract.pk}/edit/", settled).status_code == 302
    contract.refresh_from_db()
    assert (contract.price, contract.count, contract.version) == (41_000_00, 36, 3)


def test_a_draft_of_an_older_version_ends_in_the_choice_and_not_in_a_loss(of: Company, client: Client):
    contract = leasing.draft(of)
    address = f"/contracts/{contract.pk}/edit/"
    kept = {**opened(of, client, contract, price="41000"), "draft_key": key_of(page(client, address))}
    assert client.post("/forms/drafts/keep/", kept).status_code == 200
    client.post(address, opened(of, client, contract, price="40000", form_token="theirs"))
    client.post("/forms/drafts/keep/", kept)
    html = page(client, address)
    carried = {name: value_of(html, name) for name in ("version", "form_base", "price")}
    assert (carried["version"], carried["price"]) == ("1", "41000")
    assert client.post(address, {**kept, **carried, "form_token": "mine"}).status_code == 409
    contract.refresh_from_db()
    assert contract.price == 40_000_00


def test_a_draft_that_was_signed_meanwhile_is_refused_in_words(of: Company, client: Client):
    contract = leasing.draft(of)
    sent = opened(of, client, contract, price="41000")
    Contract.objects.filter(pk=contract.pk).update(state="signed")
    answer = client.post(f"/contracts/{contract.pk}/edit/", sent)
    assert answer.status_code == 302
    contract.refresh_from_db()
    assert contract.price != 41_000_00


def test_two_administrators_change_one_product(of: Company, client: Client):
    product = leasing.product(of)
    sent = {**sent_by(page(client, f"/products/{product.pk}/")), "name": "Mine"}
    Product.objects.filter(pk=product.pk).update(name="Theirs", version=2)
    answer = client.post(f"/products/{product.pk}/", sent)
    assert answer.status_code == 409
    assert 'name="choose-name" value="mine"' in answer.content.decode()
    product.refresh_from_db()
    assert product.name == "Theirs"


def test_a_new_client_is_offered_to_those_who_may_make_one(of: Company, client: Client):
    organisation.branch(of), leasing.product(of)
    assert f'href="/clients/new/?company={of.pk}" data-create="id_client"' in page(client)
    assert f'href="/vehicles/new/?company={of.pk}" data-create="id_vehicle"' in page(client)
    finance = identity.staff(of, Role.FINANCE)
    client.force_login(finance)
    html = page(client)
    assert 'data-create="id_client"' in html
    assert 'data-create="id_vehicle"' not in html


def test_a_row_made_meanwhile_is_found_by_its_key(of: Company, client: Client):
    mine, other = receivables.client(of), receivables.client(receivables.company())
    car = vehicles.vehicle(of)
    for path, row in (("clients", mine), ("vehicles", car)):
        html = page(client, f"/contracts/{path}/?company={of.pk}&value={row.pk}")
        assert re.findall(r'data-value="(\d+)"', html) == [str(row.pk)]
    assert "data-value" not in page(client, f"/contracts/clients/?company={other.company_id}&value={other.pk}")
    assert "data-value" not in page(client, f"/contracts/clients/?company={of.pk}&value={other.pk}")


def test_a_draft_of_another_user_is_not_given_out(of: Company, client: Client):
    client.post("/forms/drafts/keep/", {**filled(of, price="77"), "draft_key": key_of(page(client))})
    client.force_login(identity.staff(of, Role.BROKER))
    assert value_of(page(client), "price") == ""
