"""Fees that are asked for: owed twice when asked for twice, taxed as the contract is, explained by their lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.models import Contract, Fee
from roadbook.apps.receivables.models import Charge
from roadbook.apps.timeline.models import Entry
from roadbook.calc.explain import recompute
from roadbook.kit import audit, invariants
from roadbook.kit.errors import Forbidden
from roadbook.kit.testing import at_once
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
FEES = (
    Fee(code="CERT", name="Удостоверение", amount=50_00, when="request"),
    Fee(code="COPY", name="Препис", base="financed", share=Decimal("0.001"), least=5_00, when="request"),
    Fee(code="ADM", name="Разглеждане", amount=20_00),
)


def active(kind: str = "finance_lease", country: str = "BG", **more: Any) -> Contract:
    company = receivables.company(country=country, currency={"BG": "EUR", "PL": "PLN", "RU": "RUB"}[country])
    made = leasing.active(company, product_terms={"kind": kind, "fees": FEES}, **more)
    return Contract.objects.get(pk=made.pk)


def charges() -> list[tuple[str, int]]:
    found = Charge.objects.filter(source__startswith="leasing:fee:").order_by("pk")
    return [(one.kind, one.amount) for one in found]


def sound() -> bool:
    return not [problem for verdict in invariants.verify() for problem in verdict.problems]


@pytest.mark.parametrize(
    ("kind", "country", "vat"),
    [
        ("finance_lease", "BG", 10_00),
        ("operating_lease", "PL", 11_50),
        ("finance_lease", "RU", 11_00),
        ("loan", "BG", 0),
    ],
)
def test_fee_is_charged_and_invoiced_as_the_contract_is_taxed(kind: str, country: str, vat: int):
    contract = active(kind, country)
    before = TaxDocument.objects.count()
    actions.charge_fee(contract=contract, code="CERT", by=None)
    assert charges() == [("fee", 50_00), *([("vat", vat)] if vat else [])]
    issued = TaxDocument.objects.order_by("pk")[before:]
    assert [(one.net, one.vat) for one in issued] == ([(50_00, vat)] if vat else [])
    assert Entry.objects.filter(subject=audit.key(contract), title__startswith="Fee charged").count() == 1
    assert sound()


def test_what_is_asked_for_twice_is_owed_twice_and_opens_its_lines():
    contract = active(price=30_000_00, down_payment=0)
    assert [(one.code, one.amount) for one in queries.fees_to_ask_for(contract)] == [("CERT", 50_00), ("COPY", 30_00)]
    for _time in range(2):
        actions.charge_fee(contract=contract, code="COPY", by=None)
    assert charges() == [("fee", 30_00), ("vat", 6_00)] * 2
    for one in Charge.objects.filter(source__startswith="leasing:fee:"):
        line = queries.explain_source(one.source)
        assert line is not None, one.source
        assert recompute(line) == line.value == one.amount


@pytest.mark.django_db(transaction=True)
def test_fees_charged_at_once_are_each_charged():
    contract = active()
    results = at_once(*[lambda: actions.charge_fee(contract=contract, code="CERT", by=None)] * 4)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert len(charges()) == 8
    assert sound()


@pytest.mark.parametrize("code", ["ADM", "NONE"])
def test_only_a_fee_to_ask_for_can_be_charged(code: str):
    with pytest.raises(actions.FeeRefused, match="no such fee"):
        actions.charge_fee(contract=active(), code=code, by=None)


def test_fee_needs_a_live_contract_and_the_permission():
    company = receivables.company()
    draft = leasing.draft(company, product_terms={"kind": "loan", "fees": FEES})
    with pytest.raises(actions.FeeRefused, match="live"):
        actions.charge_fee(contract=draft, code="CERT", by=None)
    contract = active()
    with pytest.raises(Forbidden):
        actions.charge_fee(contract=contract, code="CERT", by=identity.staff(contract.company, Role.BROKER))
    assert charges() == []


def test_fee_is_charged_on_its_page(client: Client):
    contract = active()
    client.force_login(identity.staff(contract.company, Role.BACK_OFFICE))
    address = f"/contracts/{contract.pk}/fee/"
    assert address in client.get(f"/contracts/{contract.pk}/").content.decode()
    page = client.get(address)
    token = page.context["form"]["form_token"].value()
    assert "Удостоверение · €50.00" in page.content.decode()
    wrong = client.post(address, {"code": "ADM", "form_token": token})
    assert wrong.status_code == 422 or "errorlist" in wrong.content.decode()
    answer = client.post(address, {"code": "CERT", "form_token": token})
    assert answer.status_code == 302
    assert charges() == [("fee", 50_00), ("vat", 10_00)]
