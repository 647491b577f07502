"""Papers of a contract: every kind in every language, twice the same bytes, own templates, the set in one act."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from roadbook.apps.documents import actions as documents
from roadbook.apps.documents import queries, rules
from roadbook.apps.documents.enums import VersionState
from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing import actions
from roadbook.apps.leasing import queries as leasing_queries
from roadbook.apps.leasing.models import Contract
from roadbook.kit.errors import Forbidden
from tests.factories import identity, leasing

pytestmark = pytest.mark.django_db
LANGUAGES = ("bg", "en", "pl", "ru")
WORDS = {
    "bg": "двадесет и пет хиляди",
    "en": "twenty-five thousand",
    "pl": "dwadzieścia pięć tysięcy",
    "ru": "двадцать пять тысяч",
}


@pytest.fixture
def contract() -> Contract:
    return leasing.active()


def make(contract: Contract, kind: str = "contract", language: str = "bg", **more: Any) -> Document:
    return documents.make(kind=kind, pk=contract.pk, language=language, by=None, **more)


def text_of(document: Document) -> str:
    pages = PdfReader(BytesIO(queries.content(document))).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [str(one) for one in leasing_queries.KINDS])
def test_house_text_has_no_faults(kind: str, language: str):
    assert queries.faults(queries.standard_source(kind, language), rules.kind(kind)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_contract_says_amounts_in_words(contract: Contract, language: str):
    text = text_of(make(contract, language=language))
    for said in (contract.number, contract.client.name, contract.vehicle.vin, WORDS[language]):
        assert said in text


def test_every_kind_is_made_as_archival_pdf(contract: Contract):
    for kind in leasing_queries.KINDS:
        document = make(contract, str(kind))
        metadata = PdfReader(BytesIO(queries.content(document))).xmp_metadata
        assert metadata is not None
        assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "B")


def test_annex_lists_every_instalment(contract: Contract):
    text = text_of(make(contract, "schedule_annex", "en"))
    assert all(str(row.due_on.year) in text for row in leasing_queries.book(contract).rows)
    assert "24 Nov 2030" in text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_version_and_data_make_the_same_bytes_again(contract: Contract, form: str):
    first, second = make(contract, form=form), make(contract, form=form)
    assert first.pk == second.pk
    assert first.version is not None
    again = documents.render(
        source=first.version.source, kind="contract", data=json.loads(first.sealed), language="bg", form=form
    )
    assert again == queries.content(first)


def test_docx_can_be_opened(contract: Contract):
    document = make(contract, "schedule_annex", "bg", form="docx")
    opened = docx.Document(BytesIO(queries.content(document)))
    assert document.file_name.endswith(".docx")
    assert len(opened.tables[0].rows) == contract.count + 1
    assert contract.client.name in "\n".join(one.text for one in opened.paragraphs)


def test_hostile_name_prints_as_text(contract: Contract):
    contract.client.name = '#read("/etc/passwd") {{company.name}} **x** $y$'
    contract.client.save(update_fields=["name"])
    text = text_of(make(contract))
    assert '#read("/etc/passwd") {{company.name}} **x** $y$' in text
    assert "root:" not in text


def test_own_template_is_published_followed_and_withdrawn(contract: Contract):
    template = documents.open_template(company=contract.company, kind="contract", by=None)
    house = make(contract)
    draft = documents.save_draft(template=template, language="bg", source="# Наш {{client.nane}}", by=None)
    with pytest.raises(documents.TemplateRefused, match=r"1.*7"):
        documents.publish(version=draft, by=None)
    draft = documents.save_draft(template=template, language="bg", source="# Наш договор {{client.name}}", by=None)
    documents.publish(version=draft, by=None)
    own = make(contract)
    assert own.version == draft
    assert "Наш договор" in text_of(own)
    assert "Наш договор" not in text_of(house)
    later = documents.restore(version=draft, by=None)
    assert (later.number, later.state) == (2, VersionState.DRAFT)
    with pytest.raises(documents.TemplateRefused):
        documents.publish(version=draft, by=None)
    documents.withdraw(version=draft, by=None)
    assert make(contract) == house


def test_translation_goes_stale_when_the_bulgarian_text_changes(contract: Contract):
    template = documents.open_template(company=contract.company, kind="contract", by=None)
    for language in ("bg", "en"):
        documents.publish(version=template.versions.get(language=language), by=None)
    stale = {one.code: one.is_stale for one in queries.tongues(template)}
    assert stale == dict.fromkeys(LANGUAGES, False)
    documents.publish(version=documents.save_draft(template=template, language="bg", source="# Нов", by=None), by=None)
    assert [one.code for one in queries.tongues(template) if one.is_stale] == ["en"]


def test_only_who_writes_templates_may(contract: Contract):
    broker = identity.staff(contract.company, Role.BROKER)
    with pytest.raises(Forbidden):
        documents.open_template(company=contract.company, kind="contract", by=broker)
    clerk = identity.staff(contract.company, Role.BACK_OFFICE)
    assert documents.open_template(company=contract.company, kind="contract", by=clerk).versions.count() == 4


def test_second_editor_is_told(contract: Contract):
    template = documents.open_template(company=contract.company, kind="contract", by=None)
    documents.publish(version=template.versions.get(language="bg"), by=None)
    documents.save_draft(template=template, language="bg", source="a", by=None, base=1)
    with pytest.raises(documents.TemplateRefused):
        documents.save_draft(template=template, language="bg", source="b", by=None, base=1)
    assert template.versions.get(language="bg", state=VersionState.DRAFT).source == "a"


def test_set_is_made_with_one_click(contract: Contract, client: Client):
    client.force_login(identity.everything(contract.company))
    page = client.get(reverse("leasing:contract_documents", args=[contract.pk]))
    assert 'value="schedule_annex"' in page.content.decode()
    client.post(reverse("leasing:contract_paper", args=[contract.pk]), {"kind": "set", "language": "bg", "form": "pdf"})
    assert sorted(Document.objects.values_list("kind", flat=True)) == sorted(map(str, leasing_queries.SET))
    answer = client.post(reverse("leasing:contract_paper", args=[contract.pk]), {"kind": "contract", "form": "docx"})
    assert "attachment" in client.get(answer["Location"])["Content-Disposition"]


def test_api_makes_a_document(contract: Contract, client: Client):
    client.force_login(identity.everything(contract.company))
    sent = {"kind": "contract", "subject_id": contract.pk, "language": "pl", "form": "docx"}
    answer = client.post("/api/v1/documents", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 201
    assert answer.json()["form"] == "docx"
    missing = client.post(
        "/api/v1/documents", json.dumps({**sent, "subject_id": 999_999}), content_type="application/json"
    )
    assert missing.status_code == 404


def test_protocol_says_where_by_whom_and_at_what_odometer_the_vehicle_was_handed_over():
    before = leasing.signed()
    handing = actions.Handing(
        odometer_km=12_345, place="Пловдив", handed_by="Оля Примерна", received_by="Явор Спирачков", note="Драскотина"
    )
    text = text_of(make(before, "handover_protocol"))
    assert "Място на предаване" not in text
    assert "................" in text
    after = actions.activate(contract=before, by=None, handing=handing)
    text = text_of(make(after, "handover_protocol"))
    assert "Място на предаване: Пловдив. Предал: Оля Примерна. Приел: Явор Спирачков." in text
    assert "12345 km" in text.replace("\u202f", "").replace(" km", " km").replace("12 345", "12345")
    assert "Драскотина" in text
    assert "................" not in text
