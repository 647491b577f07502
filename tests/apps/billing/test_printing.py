"""Tax documents on paper and for KSeF."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pypdf import PdfReader

from roadbook.apps.billing import actions, queries
from roadbook.apps.billing.actions import TaxLine
from roadbook.apps.billing.gateways import ksef
from roadbook.apps.billing.gateways.ksef.writing import _plain
from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.documents import queries as documents
from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import Company
from roadbook.kit.errors import Forbidden
from tests.factories import billing, identity, organisation, receivables

pytestmark = pytest.mark.django_db
SPACE = {"f": "http://crd.gov.pl/wzor/2025/06/25/13775/"}
HOSTILE = '<b>&"x" ]]> \x00#eval(1) $x$ \u202e'


@pytest.fixture
def polish() -> Company:
    return organisation.company(country="PL", currency="PLN", tax_number="5260250274")


def issued(of: Company, *lines: TaxLine, **fields: Any) -> TaxDocument:
    return billing.document(of, *lines, **{"buyer": receivables.client(of), **fields})


def text_of(made: Document) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(documents.content(made))).pages)


def found(xml: bytes, path: str) -> list[str]:
    return [
        one.text
        for one in etree.fromstring(xml).xpath(
            "//" + "/".join(f"f:{part}" for part in path.split("/")), namespaces=SPACE
        )
    ]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("bg", ("Фактура", "Данъчна основа", "сто и двадесет евро", "20%")),
        ("pl", ("Faktura", "Sprzedawca", "sto dwadzieścia euro")),
        ("ru", ("Счёт-фактура", "Покупатель", "Сто двадцать евро")),
        ("en", ("Invoice", "Buyer", "120.00")),
    ],
)
def test_document_is_printed_in_a_language_as_it_was_issued(language, shown):
    document = billing.document()
    made = actions.print_document(document=document, language=language, by=None)
    text = " ".join(text_of(made).split())
    for one in (*shown, document.number, document.buyer_name):
        assert one.lower() in text.lower()
    again = actions.print_document(document=document, language=language, by=None)
    assert (again.pk, again.sha256) == (made.pk, made.sha256)
    assert b"pdfaid" in documents.content(made)


def test_printed_credit_note_names_what_it_corrects():
    document = billing.document()
    note = actions.credit(document=document, reason="Грешна сума", by=None)
    text = text_of(actions.print_document(document=note, language="bg", by=None))
    assert "Кредитно известие" in text
    assert document.number in text
    assert "Грешна сума" in text


def test_exempt_line_says_by_which_law():
    document = billing.document(None, billing.line(rate="0"))
    assert "ЗДДС, чл. 46" in text_of(actions.print_document(document=document, language="bg", by=None))


def test_printing_by_who_makes_no_documents_is_refused():
    document = billing.document()
    with pytest.raises(Forbidden):
        actions.print_document(
            document=document, language="bg", by=identity.staff(document.company, Role.ADMINISTRATOR)
        )
    assert not Document.objects.exists()


def test_invoice_fits_the_schema_and_says_the_same(polish: Company):
    document = issued(polish, billing.line(1_000_00, "0.23"), billing.line(50_00, "0.08"))
    xml = queries.e_invoice(document)
    assert ksef.faults(xml) == []
    assert found(xml, "RodzajFaktury") == ["VAT"]
    assert found(xml, "P_2") == [document.number]
    assert (found(xml, "P_13_1"), found(xml, "P_14_1")) == (["1000.00"], ["230.00"])
    assert (found(xml, "P_13_2"), found(xml, "P_14_2"), found(xml, "P_15")) == (["50.00"], ["4.00"], ["1284.00"])
    assert found(xml, "FaWiersz/P_12") == ["23", "8"]
    assert found(xml, "Podmiot1/DaneIdentyfikacyjne/NIP") == ["5260250274"]
    assert found(xml, "Podmiot2/DaneIdentyfikacyjne/BrakID") == ["1"]


def test_advance_and_corrections_fit_the_schema(polish: Company):
    advance = issued(polish, billing.line(1_000_00, "0.23"), kind="advance_invoice")
    xml = queries.e_invoice(advance)
    assert (ksef.faults(xml), found(xml, "RodzajFaktury")) == ([], ["ZAL"])
    assert found(xml, "WartoscZamowienia") == ["1230.00"]
    invoice = issued(polish, billing.line(1_000_00, "0.23"))
    for document, kind in ((invoice, "KOR"), (advance, "KOR_ZAL")):
        note = actions.credit(document=document, reason="Zwrot", by=None)
        xml = queries.e_invoice(note)
        assert (ksef.faults(xml), found(xml, "RodzajFaktury")) == ([], [kind])
        assert found(xml, "NrFaKorygowanej") == [document.number]
        assert (found(xml, "P_14_1"), found(xml, "P_15")) == (["-230.00"], ["-1230.00"])


@pytest.mark.parametrize(
    ("code", "rate"), [("exempt", "zw"), ("zero", "0 KR"), ("out_of_scope", "np I"), ("reverse", "oo")]
)
def test_line_without_vat_fits_the_schema(polish: Company, code, rate):
    document = issued(polish, billing.line(rate="0", vat_code=code, legal_text="art. 43 ust. 1 pkt 38"))
    xml = queries.e_invoice(document)
    assert (ksef.faults(xml), found(xml, "FaWiersz/P_12")) == ([], [rate])
    assert found(xml, "P_19A") == (["art. 43 ust. 1 pkt 38"] if code == "exempt" else [])


def test_hostile_texts_stay_texts(polish: Company):
    line = billing.line(100_00, "0.23", label="%(name)s")
    hostile = replace(line, params={"name": HOSTILE.replace("\x00", "")})
    document = issued(polish, hostile)
    xml = queries.e_invoice(document)
    assert ksef.faults(xml) == []
    assert found(xml, "FaWiersz/P_7") == ['<b>&"x" ]]> #eval(1) $x$']
    assert "#eval(1)" in text_of(actions.print_document(document=document, language="pl", by=None))


def test_control_characters_never_reach_the_xml():
    assert _plain(HOSTILE) == '<b>&"x" ]]> #eval(1) $x$'


def test_other_countries_and_missing_nip_are_refused(polish: Company):
    with pytest.raises(queries.EInvoiceRefused):
        queries.e_invoice(billing.document())
    Company.objects.filter(pk=polish.pk).update(tax_number="", vat_number="")
    polish.refresh_from_db()
    with pytest.raises(queries.EInvoiceRefused) as refusal:
        queries.e_invoice(issued(polish, billing.line(100_00, "0.23")))
    assert refusal.value.field == "tax_number"


def test_schema_is_really_asked():
    broken = b'<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Naglowek/></Faktura>'
    assert ksef.faults(broken)


def test_page_prints_and_downloads(polish: Company, client: Client):
    client.force_login(identity.staff(polish, Role.BACK_OFFICE, language="en"))
    document = issued(polish, billing.line(100_00, "0.23"), subject="leasing.contract:1")
    page = client.get(f"/tax-documents/{document.pk}/").content.decode()
    assert f"/tax-documents/{document.pk}/ksef.xml" in page
    answer = client.get(f"/tax-documents/{document.pk}/ksef.xml")
    assert (answer.headers["Content-Type"], ksef.faults(answer.content)) == ("application/xml", [])
    made = client.post(f"/tax-documents/{document.pk}/pdf/")
    assert made.status_code == 302
    assert client.get(made.headers["Location"]).headers["Content-Type"] == "application/pdf"
    panel = client.get("/tax-documents/panel/?subject=leasing.contract:1").content.decode()
    assert document.number in panel
    assert document.number not in client.get("/tax-documents/panel/?subject=leasing.contract:2").content.decode()


def test_api_prints_and_gives_the_xml(polish: Company, client: Client):
    client.force_login(identity.staff(polish, Role.BACK_OFFICE))
    document = issued(polish, billing.line(100_00, "0.23"))
    xml = client.get(f"/api/v1/tax-documents/{document.pk}/ksef").json()["xml"]
    assert ksef.faults(xml.encode()) == []
    made = client.post(
        f"/api/v1/tax-documents/{document.pk}/pdf", '{"language": "pl"}', content_type="application/json"
    )
    assert (made.status_code, made.json()["language"]) == (201, "pl")
