"""Every amount of the pages about money opens its lines, and the lines give the amount again (PL-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.billing import actions as billing
from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.leasing.models import Contract, Fee
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables import actions as owed
from roadbook.apps.receivables.models import Payment
from roadbook.calc.explain import recompute
from tests.factories import identity, leasing, organisation, receivables, vehicles

from . import amounts

pytestmark = pytest.mark.django_db
CURRENCY = {"BG": "EUR", "PL": "PLN", "RU": "RUB"}
FEES = (
    Fee(code="ADM", name="Opening", base="financed", share=Decimal("0.0133"), least=50_00),
    Fee(code="DOC", name="Papers", amount=20_00),
)
KINDS = ("loan", "finance_lease", "instalment_sale", "operating_lease")
METHODS = ("annuity", "equal_principal", "flat", "interest_only")
COUNT = 6


def company_of(country: str) -> Company:
    return receivables.company(country=country, currency=CURRENCY[country])


def terms_of(kind: str) -> dict[str, Any]:
    left = 0 if kind == "loan" else 3_000_00
    product = {"kind": kind, "fees": FEES, "residual_max": Decimal("0.5"), "methods": METHODS}
    return {"product_terms": product, "residual": left, "count": COUNT}


def live(kind: str, of: Company) -> Contract:
    """Charged for four months: paid in part, over-paid, taken back, with money set aside."""
    made = leasing.active(of, **terms_of(kind))
    contract = Contract.objects.select_related("company", "account").get(pk=made.pk)
    for month in (0, 1, 2):
        leasing.charge_on(contract, contract.first_due_on + timedelta(days=31 * month))
    account = contract.live_account
    account.company.refresh_from_db()
    receivables.payment(account, 1_000_00)
    bad = receivables.payment(account, 7_777_77)
    owed.reverse_payment(payment=bad, reason="Returned by the bank", value_on=bad.value_on, by=None)
    receivables.payment(account, 60_000_00)
    owed.withdraw_credit(account=account, amount=10_00, source="test:1", by=None)
    leasing.charge_on(contract, contract.first_due_on + timedelta(days=31 * 3))
    return contract


def opened(client: Client, address: str, typed: dict[str, Any] | None = None) -> Iterator[tuple[str, str]]:
    """Each amount of a page with what its explanation says; ``typed`` is what a form asks its preview with."""
    page = client.get(address, typed)
    assert page.status_code == 200, address
    found = amounts.shown(page.content.decode())
    dead = [one.text for one in found if one.opens is None]
    assert not dead, f"{address}: {dead} do not open"
    assert found, f"{address} shows no amount"
    seen: set[str] = set()
    for one in found:
        if str(one.opens) in seen:
            continue
        seen.add(str(one.opens))
        if isinstance(one.opens, dict):
            answer = client.get(address, {**(typed or {}), **one.opens})
        else:
            answer = client.get(one.opens.split("#")[0])
        told = amounts.answers(answer.content.decode())
        assert told, f"{address}: {one} opens nothing"
        lines = amounts.lines_of(answer)
        assert all(recompute(line) == line.value for line in lines), one
        yield one.text, told[0]


def agree(pairs: Iterator[tuple[str, str]]) -> int:
    """Assert that every amount is what its lines come to; returns how many there were."""
    count = 0
    for text, told in pairs:
        assert amounts.digits(text) == amounts.digits(told), (text, told)
        count += 1
    return count


def enter(client: Client, of: Company) -> None:
    client.force_login(identity.everything(of))


@pytest.mark.parametrize("country", CURRENCY)
@pytest.mark.parametrize("kind", KINDS)
def test_every_amount_of_a_live_contract_opens(client: Client, kind: str, country: str):
    contract = live(kind, company_of(country))
    enter(client, contract.company)
    page = reverse("leasing:contract_show", args=[contract.pk])
    assert agree(opened(client, page)) > COUNT * 4
    assert agree(opened(client, reverse("leasing:contract_payments", args=[contract.pk]))) > 3


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("state", ["draft", "signed"])
def test_every_amount_of_a_contract_that_is_not_live_opens(client: Client, state: str, method: str):
    of = company_of("BG")
    make = {"draft": leasing.draft, "signed": leasing.signed}[state]
    contract = make(of, **{**terms_of("finance_lease"), "method": method, "residual": 0})
    enter(client, of)
    assert agree(opened(client, reverse("leasing:contract_show", args=[contract.pk]))) > COUNT * 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_amount_of_account_and_payment_opens(client: Client, kind: str):
    contract = live(kind, company_of("BG"))
    enter(client, contract.company)
    assert agree(opened(client, reverse("receivables:account_show", args=[contract.account_id]))) > COUNT
    payments = Payment.objects.filter(account_id=contract.account_id)
    assert payments.count() == 3
    for payment in payments:
        assert agree(opened(client, reverse("receivables:payment_show", args=[payment.pk]))) >= 2


@pytest.mark.parametrize("country", ["BG", "PL"])
@pytest.mark.parametrize("kind", ["finance_lease", "operating_lease"])
def test_every_amount_of_a_tax_document_opens(client: Client, kind: str, country: str):
    contract = live(kind, company_of(country))
    enter(client, contract.company)
    invoice = TaxDocument.objects.order_by("pk")[0]
    note = billing.credit(document=invoice, lines=[invoice.lines.order_by("position")[0].pk], reason="Wrong", by=None)
    for document in (invoice, note, *TaxDocument.objects.exclude(pk__in=[invoice.pk, note.pk])[:1]):
        assert agree(opened(client, reverse("billing:document_show", args=[document.pk]))) > 3


@pytest.mark.parametrize("country", CURRENCY)
@pytest.mark.parametrize("kind", KINDS)
def test_every_amount_of_the_entry_opens(client: Client, kind: str, country: str):
    of = company_of(country)
    enter(client, of)
    product = leasing.product(of, **terms_of(kind)["product_terms"])
    typed = {
        "company": of.pk,
        "branch": organisation.branch(of).pk,
        "client": receivables.client(of).pk,
        "vehicle": vehicles.vehicle(of).pk,
        "product": product.pk,
        "signed_on": "24.11.2026",
        "price": "25 000,00",
        "down_payment": "5 000,00",
        "residual": "0" if kind == "loan" else "3 000,00",
        "count": "6",
        "rate": "8,9",
        "method": "annuity",
        "due_day": "24",
        "due_day_before": "24",
        "first_due_on": date(2026, 12, 24).strftime("%d.%m.%Y"),
        "whole": "1",
    }
    assert agree(opened(client, reverse("leasing:contract_preview"), typed)) > COUNT * 4
    page = client.get(reverse("leasing:contract_preview"), {**typed, "why": "0", "of": "apr"})
    told = amounts.answers(page.content.decode())
    assert len(told) == (0 if kind == "operating_lease" else 1)
    assert all(recompute(line) == line.value for line in amounts.lines_of(page))
