"""Screens and API of tax documents: what they show, scope, and how many statements they cost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.billing import actions, queries
from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.identity.enums import Role
from roadbook.calc.explain import recompute
from roadbook.kit.testing import assert_same_queries
from tests.factories import billing as make
from tests.factories import identity, organisation

pytestmark = pytest.mark.django_db
PAGE = 7


@pytest.fixture
def invoice(client: Client) -> TaxDocument:
    row = make.document(organisation.company(), make.line(100_00), make.line(40_00, "0", label="Interest"))
    client.force_login(identity.staff(row.company, Role.CASHIER, language="en"))
    return row


def show(client: Client, row: TaxDocument) -> str:
    answer = client.get(reverse("billing:document_show", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_shows_lines_law_and_corrections(invoice: TaxDocument, client: Client):
    note = actions.credit(document=invoice, lines=[invoice.lines.first().pk], reason="Cancelled", by=None)
    page = show(client, invoice)
    for part in ("I-2026-00001", note.number, "100.00", "20.00", "ЗДДС, чл. 46", invoice.buyer_name):
        assert part in page
    assert invoice.number in show(client, note)


def test_every_sum_of_the_page_is_recomputed_from_its_lines(invoice: TaxDocument):
    lines = queries.explain_sums(invoice)
    assert [recompute(one) for one in lines] == [one.value for one in lines] == [140_00, 20_00, invoice.gross]


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_whatever_the_lines(client: Client, count: int):
    row = make.document(organisation.company(), *[make.line(100 + number) for number in range(count)])
    client.force_login(identity.staff(row.company, Role.MANAGER))
    show(client, row)
    with assert_same_queries(PAGE):
        show(client, row)


def test_credit_note_is_issued_once_from_the_form(invoice: TaxDocument, client: Client):
    address = reverse("billing:document_credit", args=[invoice.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"form_token": "a", "reason": "", "lines": []}).status_code == 422
    typed = {"form_token": "b", "reason": "Cancelled", "lines": [invoice.lines.order_by("position")[0].pk]}
    for _again in range(2):
        answer = client.post(address, typed)
        assert answer.status_code == 302, answer.context["form"].errors
    note = TaxDocument.objects.get(kind="credit_note")
    assert (note.gross, note.reason) == (-120_00, "Cancelled")
    assert answer.url == reverse("billing:document_show", args=[note.pk])


def test_register_page_sums_by_rate_and_hides_other_companies(invoice: TaxDocument, client: Client):
    other = make.document()
    page = client.get(reverse("billing:vat_register")).content.decode()
    assert "100.00" in page
    assert "20" in page
    assert client.get(reverse("billing:vat_register"), {"company": other.company_id}).status_code == 404
    assert client.get(reverse("billing:document_show", args=[other.pk])).status_code == 404
    part = client.get(reverse("billing:vat_register"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_api_lists_shows_credits_and_sums(invoice: TaxDocument, client: Client):
    listed = client.get("/api/v1/tax-documents").json()["items"]
    assert [one["number"] for one in listed] == ["I-2026-00001"]
    whole = client.get(f"/api/v1/tax-documents/{invoice.pk}").json()
    assert whole["gross"] == {"amount": "160.00", "currency": "EUR"}
    assert [one["vat"]["amount"] for one in whole["lines"]] == ["20.00", "0.00"]
    body = {"reason": "Cancelled", "lines": [whole["lines"][0]["id"]]}
    answer = client.post(f"/api/v1/tax-documents/{invoice.pk}/credit", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["gross"]["amount"] == "-120.00"
    again = client.post(f"/api/v1/tax-documents/{invoice.pk}/credit", body, content_type="application/json")
    assert (again.status_code, again.json()["error"]["code"]) == (422, "credited")
    period = {"company_id": invoice.company_id, "since": "2026-11-01", "until": "2026-11-30"}
    sums = client.get("/api/v1/tax-documents/vat-register", period).json()["sums"]
    assert [(one["vat_code"], one["net"]["amount"], one["vat"]["amount"]) for one in sums] == [
        ("standard", "0.00", "0.00"),
        ("exempt", "40.00", "0.00"),
    ]
