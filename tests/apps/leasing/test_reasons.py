"""Every amount of the contract page opens its lines, and the lines give the amount."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.leasing import queries
from roadbook.apps.leasing.models import Contract, Fee
from roadbook.calc.explain import recompute
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
FEES = (
    Fee(code="ADM", name="Разглеждане", base="financed", share=Decimal("0.0133"), least=50_00),
    Fee(code="REG", name="Регистрация", base="price", share=Decimal("0.0001"), least=75_00),
    Fee(code="DOC", name="Документи", amount=20_00),
    Fee(code="END", name="Отписване", base="financed", share=Decimal("0.001"), least=30_00, when="closing"),
)
KINDS = ("loan", "finance_lease", "instalment_sale", "operating_lease")


def contract_of(kind: str, country: str, state: str) -> Contract:
    currency = {"BG": "EUR", "PL": "PLN", "RU": "RUB"}[country]
    company = receivables.company(country=country, currency=currency)
    terms: dict[str, Any] = {"kind": kind, "fees": FEES, "residual_max": Decimal("0.5")}
    make = {"draft": leasing.draft, "signed": leasing.signed, "active": leasing.active}[state]
    made = make(company, product_terms=terms, residual=3_000_00 if kind != "loan" else 0, count=12)
    return Contract.objects.get(pk=made.pk)


@pytest.mark.parametrize("state", ["draft", "active"])
@pytest.mark.parametrize("country", ["BG", "PL", "RU"])
@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_every_amount_give_the_amount(kind: str, country: str, state: str):
    contract = contract_of(kind, country, state)
    book = queries.book(contract)
    for row in book.rows:
        shown = {"total": row.total, "principal": row.principal, **({"vat": row.vat} if row.vat else {})}
        for part, amount in shown.items():
            line = queries.reason(contract, row.number, part, book)
            assert line is not None, (row.number, part)
            assert recompute(line) == line.value == amount, (row.number, part)
        assert recompute(queries.why(contract, row.number).line) == row.interest
    assert {one.code for one in book.apart} >= {"fee:ADM", "fee:REG", "fee:DOC", "fee:END"}
    for one in book.apart:
        line = queries.reason(contract, 0, one.code, book)
        assert line is not None, one.code
        assert recompute(line) == line.value == one.amount, one.code


def test_what_the_page_does_not_show_has_no_lines():
    contract = contract_of("loan", "BG", "draft")
    book = queries.book(contract)
    assert queries.reason(contract, 1, "vat", book) is None
    assert queries.reason(contract, 0, "total", book) is None


def test_vat_stands_beside_the_instalments_and_opens_its_lines(client: Client):
    contract = contract_of("operating_lease", "BG", "active")
    client.force_login(identity.everything(contract.company))
    address = f"/contracts/{contract.pk}/"
    html = client.get(address).content.decode()
    assert '<th class="num" scope="col">VAT</th>' in html
    links = re.findall(r'href="([^"]*of=[^"]*)"', html)
    assert len(links) > 12
    for link in [*links[:6], *links[-4:]]:
        opened = client.get(link.replace("&amp;", "&").split("#")[0]).content.decode()
        assert 'class="explain"' in opened, link
    row = client.get(f"{address}instalments/1/?why=1&of=vat").content.decode().strip()
    assert row in client.get(f"{address}?why=1&of=vat").content.decode()


@pytest.mark.parametrize("asked", ["?why=99&of=total", "?why=1&of=moon", "?of=moon", "?why=x&of=vat"])
def test_question_about_nothing_opens_nothing(client: Client, asked: str):
    contract = contract_of("finance_lease", "BG", "draft")
    client.force_login(identity.everything(contract.company))
    answer = client.get(f"/contracts/{contract.pk}/{asked}")
    assert answer.status_code == 200
    assert 'class="explain"' not in answer.content.decode()
