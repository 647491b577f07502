"""The contract entry of every kind: VAT, cost, the unknown figure, lines by hand, people beside, copies."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.models import Contract, Fee
from roadbook.apps.organisation.models import Company
from tests.factories import identity, leasing, receivables
from tests.factories.pages import sent_by

from .test_screens import filled

pytestmark = pytest.mark.django_db
FEE = Fee(code="ADM", name="Разглеждане", amount=100_00)
PASTED = "Падеж\tСума\n31.12.2026\t1 000,00\n2027-03-15;1000.00\n\n01/09/2027\t\n"


@pytest.fixture
def of(client: Client) -> Company:
    company = receivables.company()
    client.force_login(identity.everything(company))
    return company


def lease(of: Company, kind: str = "finance_lease", **terms: Any) -> Any:
    return leasing.product(of, kind=kind, **{"residual_max": Decimal("0.5"), "fees": (FEE,), **terms})


def preview(client: Client, values: dict[str, Any]) -> str:
    return client.get("/contracts/preview/", values).content.decode()


def value_in(html: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert tag, name
    found = re.search(r'value="([^"]*)"', tag[0])
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("kind", "label"),
    [("finance_lease", "Price, gross"), ("operating_lease", "Price, net"), ("loan", "Price, gross")],
)
def test_price_is_net_or_gross_as_vat_meets_the_kind(of: Company, client: Client, kind: str, label: str):
    product = lease(of, kind)
    assert label in client.get(f"/contracts/new/?product={product.pk}").content.decode()


@pytest.mark.parametrize("kind", ["loan", "finance_lease", "instalment_sale", "operating_lease"])
def test_every_kind_is_drafted_and_comes_back_as_it_was(of: Company, client: Client, kind: str):
    product = lease(of, kind)
    residual = "5000" if kind != "loan" else "0"
    answer = client.post("/contracts/new/", filled(of, product=product.pk, residual=residual))
    contract = Contract.objects.get()
    assert answer.status_code == 302
    assert contract.is_returned == (kind == "operating_lease")
    before = contract.agreed
    sent = sent_by(client.get(f"/contracts/{contract.pk}/edit/").content.decode())
    assert client.post(f"/contracts/{contract.pk}/edit/", sent).status_code == 302
    contract.refresh_from_db()
    assert (contract.agreed, contract.version) == (before, 2)
    assert actions.activate(contract=actions.sign(contract=contract, by=None), by=None).account


def test_preview_shows_what_is_due_beside_and_the_yearly_rate(of: Company, client: Client):
    html = preview(client, filled(of, product=lease(of).pk))
    cost = _cost(of)
    assert cost.fees == 100_00
    assert cost.vat == 20_00
    assert cost.total == 5_000_00 + cost.instalments + 120_00
    assert "Beside the instalments" in html
    assert "VAT on Разглеждане" in html
    assert f"{cost.apr_rate * 100:.2f}" in html
    assert Decimal("0.0928") < cost.apr_rate < Decimal("0.0970")


def _cost(of: Company) -> queries.Cost:
    product = lease(of)
    terms = queries.taxed(leasing.TERMS, country=of.country, kind=product.kind)
    return queries.cost(of.country, product.kind, product.conditions, terms, queries.plan(product.conditions, terms))


def test_operating_lease_shows_vat_with_each_instalment_and_no_yearly_rate(of: Company, client: Client):
    html = preview(client, filled(of, product=lease(of, "operating_lease").pk))
    assert '<th class="num" scope="col">VAT</th>' in html
    assert "Annual percentage rate" not in html


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [("rate", "8.8997"), ("count", "48"), ("price", "24,999.89"), ("residual", "0.00")],
)
def test_each_unknown_is_found_and_stands_in_its_field(of: Company, client: Client, unknown: str, expected: str):
    values = filled(of, product=lease(of).pk, solve_for=unknown, payment="498,09", **{unknown: ""})
    html = preview(client, values)
    if unknown == "residual":
        assert float(value_in(html, unknown).replace(",", "")) < 1
    else:
        assert value_in(html, unknown) == expected
    assert f'id="{unknown}-field"' in html


def test_price_found_is_what_is_stored(of: Company, client: Client):
    values = filled(of, product=lease(of).pk, solve_for="price", payment="500", price="")
    assert client.post("/contracts/new/", values).status_code == 302
    contract = Contract.objects.get()
    first = queries.book(contract).payment
    assert contract.price > 25_000_00
    assert 499_99 <= first <= 500_00


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"solve_for": "rate", "payment": ""}, "payment"),
        ({"solve_for": "rate", "payment": "10"}, "payment"),
        ({"solve_for": "count", "payment": "100"}, "payment"),
        ({"solve_for": "price", "payment": "500", "price": "", "down_payment": "20 %"}, "down_payment"),
        ({"by_hand": "31.12.2026\n32.01.2027"}, "by_hand"),
        ({"by_hand": "31.12.2026;1\n31.01.2027;much"}, "by_hand"),
        ({"by_hand": "31.12.2026;1;2"}, "by_hand"),
        ({"by_hand": "31.12.2026;1\n31.01.2027\n28.02.2027;3"}, "by_hand"),
        ({"by_hand": "31.01.2027\n31.12.2026"}, "by_hand"),
        ({"by_hand": "31.12.26\n31.01.27"}, "by_hand"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_stored(of: Company, client: Client, changed: dict, field: str):
    answer = client.post("/contracts/new/", filled(of, product=lease(of).pk, **changed))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Contract.objects.exists()


def test_method_that_cannot_be_turned_round_is_named(of: Company, client: Client):
    product = lease(of, methods=("annuity", "interest_only"))
    values = filled(of, product=product.pk, method="interest_only", solve_for="rate", payment="500")
    answer = client.post("/contracts/new/", values)
    assert "Interest only cannot be solved backwards." in answer.content.decode()
    assert not Contract.objects.exists()


def test_pasted_lines_are_the_plan(of: Company, client: Client):
    product = lease(of, methods=("annuity", "given"), count_min=2)
    values = filled(of, product=product.pk, price="3000", down_payment="0", by_hand=PASTED)
    html = preview(client, values)
    assert "Pasted lines" in html
    assert value_in(html, "count") == "3"
    assert client.post("/contracts/new/", values).status_code == 302
    contract = Contract.objects.get()
    assert contract.agreed.due_dates == (date(2026, 12, 31), date(2027, 3, 15), date(2027, 9, 1))
    assert (contract.amounts, contract.method, contract.count) == ([1_000_00, 1_000_00], "given", 3)
    sent = sent_by(client.get(f"/contracts/{contract.pk}/edit/").content.decode())
    assert sent["by_hand"].splitlines() == ["31.12.2026;1000.00", "15.03.2027;1000.00", "01.09.2027"]


def test_line_and_cell_are_named(of: Company, client: Client):
    html = preview(client, filled(of, product=lease(of).pk, by_hand="31.12.2026;100\n31.02.2027;100\n31.03.2027;1x"))
    assert "Line 2, date: There is no such day." in html
    assert "Line 3, amount: " in html


def test_paid_in_advance_begins_on_the_signing_date(of: Company, client: Client):
    values = filled(of, product=lease(of).pk, in_advance="on")
    assert client.post("/contracts/new/", values).status_code == 302
    contract = Contract.objects.get()
    assert contract.in_advance
    assert contract.first_due_on == contract.signed_on


def test_people_beside_the_client_are_named_in_the_entry(of: Company, client: Client):
    people = [receivables.client(of) for _ in range(2)]
    beside = {"party_1": people[0].pk, "role_1": "guarantor", "party_3": people[1].pk, "role_3": "co_debtor"}
    assert client.post("/contracts/new/", filled(of, **beside)).status_code == 302
    contract = Contract.objects.get()
    assert queries.account_parties(contract)[1:] == [(people[0], "guarantor"), (people[1], "co_debtor")]
    html = client.get(f"/contracts/{contract.pk}/parties/").content.decode()
    assert people[0].name in html
    assert "Guarantor" in html


def test_client_cannot_stand_beside_himself(of: Company, client: Client):
    person = receivables.client(of)
    answer = client.post("/contracts/new/", filled(of, client=person.pk, party_1=person.pk, role_1="guarantor"))
    assert answer.status_code == 422
    assert 'id="id_party_1_error"' in answer.content.decode()
    assert not Contract.objects.exists()


def test_copy_begins_with_all_but_the_vehicle_and_the_dates(of: Company, client: Client):
    product = lease(of)
    client.post("/contracts/new/", filled(of, product=product.pk, residual="2500", count="36", rate="7,25"))
    contract = Contract.objects.get()
    assert f'href="/contracts/new/?copy={contract.pk}"' in client.get(f"/contracts/{contract.pk}/").content.decode()
    sent = sent_by(client.get(f"/contracts/new/?copy={contract.pk}").content.decode())
    assert (sent["client"], sent["product"]) == (str(contract.client_id), str(product.pk))
    assert (sent["price"], sent["residual"], sent["count"], sent["rate"]) == ("25,000.00", "2,500.00", "36", "7.25")
    assert sent["vehicle"] == ""
    assert sent["signed_on"] == f"{of.business_date:%d.%m.%Y}"
    foreign = leasing.draft()
    sent = sent_by(client.get(f"/contracts/new/?copy={foreign.pk}").content.decode())
    assert (sent["client"], sent["price"]) == ("", "")


def test_register_is_filtered_by_kind(of: Company, client: Client):
    loan, car = leasing.draft(of), leasing.draft(of, product_terms={"kind": "finance_lease"})
    html = client.get("/contracts/", {"kind": "finance_lease"}).content.decode()
    assert car.number in html
    assert loan.number not in html
    assert "Finance lease" in html
