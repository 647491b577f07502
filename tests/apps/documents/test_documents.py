"""Documents: the same data, the same bytes; hostile data is text; damaged files are not handed out."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from roadbook.apps.documents import actions, queries
from roadbook.apps.documents.gateways import typst
from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Role
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account, Payment
from roadbook.kit.errors import Forbidden
from tests.factories import identity, organisation
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment() -> Payment:
    company = make.company(business_date=date(2026, 10, 10), name="Рена Лизинг ЕООД")
    account = make.account(company)
    make.instalment(account, date(2026, 10, 10), 100_00, 12_00)
    return make.payment(Account.objects.select_related("company").get(pk=account.pk), 123_45)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


SAID = {
    "bg": ("Разписка", "сто двадесет и три евро и 45 цента", "Главница", "123,45"),
    "en": ("Receipt", "one hundred and twenty-three euros and 45 cents", "Principal", "123.45"),
    "pl": ("Pokwitowanie", "sto dwadzieścia trzy euro 45 centów", "Kapitał", "123,45"),
    "ru": ("Квитанция", "сто двадцать три евро 45 центов", "Основной долг", "123,45"),
}


@pytest.mark.parametrize("language", SAID)
def test_receipt_speaks_its_language_whatever_the_screen(payment: Payment, language: str):
    document = receivables.issue_receipt(payment=payment, language=language, by=None)
    text = text_of(queries.content(document))
    for words in (*SAID[language], payment.number, "Рена Лизинг ЕООД", "11", "Мария Стоева"):
        assert words in text


def test_same_data_gives_the_same_document(payment: Payment):
    first = receivables.issue_receipt(payment=payment, language="bg", by=None)
    second = receivables.issue_receipt(payment=payment, language="bg", by=None)
    assert first.pk == second.pk
    assert Document.objects.count() == 1
    assert first.version is not None
    again = actions.render(source=first.version.source, kind="receipt", data=json.loads(first.sealed), language="bg")
    assert again == queries.content(first)
    assert first.template_version == typst.version_of_markup()


def test_pdf_is_archival(payment: Payment):
    document = receivables.issue_receipt(payment=payment, language="en", by=None)
    pdf = queries.content(document)
    metadata = PdfReader(BytesIO(pdf)).xmp_metadata
    assert b"pdfaid" in pdf
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "B")
    assert pdf.startswith(b"%PDF-1.")


@pytest.mark.parametrize(
    "name", ['#read("/etc/passwd")', "$x^2$ *b* _i_", "</script><script>", "\\u{41}", "@ref <label>"]
)
def test_hostile_data_prints_as_text(payment: Payment, name: str):
    hostile = make.payment(payment.account, 5_00, payer_name=name)
    text = text_of(queries.content(receivables.issue_receipt(payment=hostile, language="en", by=None)))
    assert name in text
    assert "root:" not in text


def test_credit_applied_later_does_not_change_the_paper(payment: Payment):
    first = receivables.issue_receipt(payment=payment, language="bg", by=None)
    make.move_date(payment.company, date(2026, 11, 10))
    make.instalment(payment.account, date(2026, 11, 10), 5_00, 1_00)
    receivables.settle_from_credit(account=payment.account, on=date(2026, 11, 10))
    assert payment.allocations.count() == 4
    assert receivables.issue_receipt(payment=payment, language="bg", by=None).sha256 == first.sha256


def test_damaged_file_is_named_and_not_handed_out(payment: Payment, client: Client):
    document = receivables.issue_receipt(payment=payment, language="bg", by=None)
    assert list(queries.check_files()) == []
    path = Path(settings.MEDIA_ROOT) / document.path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert [f"document {document.pk}" in problem for problem in queries.check_files()] == [True]
    client.force_login(identity.everything(payment.company))
    answer = client.get(reverse("documents:document_file", args=[document.pk]))
    assert answer.status_code == 500
    assert b"%PDF" not in answer.content
    path.unlink()
    assert len(list(queries.check_files())) == 1


def test_document_made_again_puts_its_damaged_file_right(payment: Payment):
    document = receivables.issue_receipt(payment=payment, language="bg", by=None)
    made = queries.content(document)
    path = Path(settings.MEDIA_ROOT) / document.path
    path.write_bytes(made[:100])
    assert receivables.issue_receipt(payment=payment, language="bg", by=None) == document
    assert path.read_bytes() == made


def test_file_is_stored_once_under_its_hash(payment: Payment):
    document = receivables.issue_receipt(payment=payment, language="bg", by=None)
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [path.name for path in files] == [f"{document.sha256}.pdf"]


def test_download_headers(payment: Payment, client: Client):
    document = receivables.issue_receipt(payment=payment, language="bg", by=None)
    client.force_login(identity.staff(payment.company, Role.CASHIER))
    shown = client.get(reverse("documents:document_file", args=[document.pk]))
    assert shown.content == queries.content(document)
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == f'inline; filename="{payment.number}-bg.pdf"'
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown["Cache-Control"]
    kept = client.get(reverse("documents:document_file", args=[document.pk]), {"download": "1"})
    assert kept["Content-Disposition"].startswith("attachment;")


def test_document_of_another_company_is_not_found(payment: Payment, client: Client):
    document = receivables.issue_receipt(payment=payment, language="bg", by=None)
    client.force_login(identity.everything(make.company()))
    assert client.get(reverse("documents:document_file", args=[document.pk])).status_code == 404
    assert client.get(f"/api/v1/documents/{document.pk}").status_code == 404
    assert client.get(f"/api/v1/documents/{document.pk}/file").status_code == 404


def test_who_may_not_see_the_subject_does_not_see_its_papers(payment: Payment, client: Client):
    document = receivables.issue_receipt(payment=payment, language="bg", by=None)
    elsewhere = identity.staff(payment.company, Role.CASHIER, branch=organisation.branch(payment.company))
    here = identity.staff(payment.company, Role.CASHIER, branch=payment.account.branch)
    logistics = identity.staff(payment.company, Role.LOGISTICS)
    for user, found in ((logistics, 0), (elsewhere, 0), (here, 1)):
        assert queries.documents_of(user, [document.subject]).count() == found
    client.force_login(logistics)
    assert client.get(reverse("documents:document_file", args=[document.pk])).status_code == 404


def test_making_a_document_needs_the_permission(payment: Payment):
    with pytest.raises(Forbidden):
        receivables.issue_receipt(payment=payment, language="bg", by=identity.staff(payment.company, Role.RISK))
    assert not Document.objects.exists()


def test_language_that_we_do_not_have_is_refused(payment: Payment):
    with pytest.raises(actions.LanguageRefused):
        receivables.issue_receipt(payment=payment, language="de", by=None)
    assert not Document.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))
