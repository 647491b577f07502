"""The editor of templates: written, checked, looked at, published, brought back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.documents import actions
from roadbook.apps.documents.models import DocumentTemplate
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract
from tests.factories import identity, leasing, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract() -> Contract:
    return leasing.active()


@pytest.fixture
def clerk(client: Client, contract: Contract) -> Client:
    client.force_login(identity.staff(contract.company, Role.BACK_OFFICE))
    return client


@pytest.fixture
def template(contract: Contract) -> DocumentTemplate:
    return actions.open_template(company=contract.company, kind="contract", by=None)


def test_template_is_opened_from_the_list(clerk: Client, contract: Contract):
    page = clerk.get(reverse("documents:template_list")).content.decode()
    assert 'value="handover_protocol"' in page
    sent = {"company": contract.company_id, "kind": "handover_protocol"}
    answer = clerk.post(reverse("documents:template_open"), sent)
    made = DocumentTemplate.objects.get(company=contract.company)
    assert answer["Location"] == reverse("documents:template_edit", args=[made.pk, contract.company.language])
    assert made.versions.count() == 4


def test_text_is_saved_published_and_brought_back(clerk: Client, template: DocumentTemplate):
    address = reverse("documents:template_edit", args=[template.pk, "bg"])
    assert "client.name" in clerk.get(address).content.decode()
    assert clerk.post(address, {"source": "# Наш\n{{client.name}}", "base": 1}).status_code == 302
    draft = template.versions.get(language="bg")
    assert draft.source == "# Наш\n{{client.name}}"
    act = reverse("documents:version_act", args=[draft.pk])
    clerk.post(act, {"act": "publish"})
    draft.refresh_from_db()
    assert draft.is_published
    clerk.post(act, {"act": "restore"})
    assert template.versions.filter(language="bg").count() == 2
    shown = clerk.get(reverse("documents:version_show", args=[draft.pk]))
    assert "<ins>+ # Наш</ins>" in shown.content.decode()
    assert clerk.post(act, {"act": "erase"}).status_code == 404


def test_text_that_is_wrong_is_not_published(clerk: Client, template: DocumentTemplate):
    draft = actions.save_draft(template=template, language="bg", source="{{client.nane}}", by=None)
    clerk.post(reverse("documents:version_act", args=[draft.pk]), {"act": "publish"})
    draft.refresh_from_db()
    assert draft.is_draft


def test_faults_name_place_and_nearest_word(clerk: Client, template: DocumentTemplate):
    address = reverse("documents:template_check", args=[template.pk, "bg"])
    said = clerk.post(address, {"source": "a\nb {{client.nane}}<script>"}).content.decode()
    assert "Line 2, column 3" in said or "Ред 2" in said
    assert "client.name" in said
    assert "<script>" not in said


def test_preview_prints_a_chosen_contract_and_keeps_nothing(
    clerk: Client, contract: Contract, template: DocumentTemplate
):
    address = reverse("documents:template_preview", args=[template.pk, "bg"])
    answer = clerk.post(address, {"source": "# {{client.name}}", "subject": contract.pk})
    assert answer.content.startswith(b"%PDF-1.")
    assert clerk.post(address, {"source": "{{nobody}}", "subject": contract.pk}).status_code == 422
    foreign = leasing.active()
    assert clerk.post(address, {"source": "# A", "subject": foreign.pk}).status_code == 404


def test_templates_of_other_companies_are_not_there(clerk: Client):
    foreign = actions.open_template(company=organisation.company(), kind="contract", by=None)
    assert clerk.get(reverse("documents:template_edit", args=[foreign.pk, "bg"])).status_code == 404
    version = foreign.versions.get(language="bg")
    assert clerk.get(reverse("documents:version_show", args=[version.pk])).status_code == 404
    assert clerk.post(reverse("documents:version_act", args=[version.pk]), {"act": "publish"}).status_code == 404


def test_paper_is_shown_beside_the_editor(clerk: Client, contract: Contract, template: DocumentTemplate):
    address = reverse("documents:template_preview", args=[template.pk, "bg"])
    sent = {"source": "# {{client.name}}\n\n{{contract.price:words}}", "subject": contract.pk}
    part = clerk.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    assert part.count("data:image/png;base64,") == 1
    assert "<html" not in part
    wrong = clerk.post(address, {**sent, "source": "{{nobody}}"}, headers={"HX-Request": "true"})
    assert (wrong.status_code, "<html" in wrong.content.decode()) == (422, False)


def test_contract_is_searched_for_in_the_company_of_the_template(
    clerk: Client, contract: Contract, template: DocumentTemplate
):
    leasing.active()
    address = reverse("documents:template_subjects", args=[template.pk, "bg"])
    offered = clerk.post(address, {"q": contract.number}).content.decode()
    assert offered.count("<li") == 1
    assert f'data-value="{contract.pk}"' in offered
    assert f'data-value="{contract.pk}"' in clerk.post(address, {"q": ""}).content.decode()
    assert "data-value" not in clerk.post(address, {"q": "nobody of this name"}).content.decode()


def test_words_are_searched_for(clerk: Client, template: DocumentTemplate):
    address = reverse("documents:template_words", args=[template.pk, "bg"])
    found = clerk.get(address, {"q": "VEHICLE vin"}).content.decode()
    assert "{{vehicle.vin}}" in found
    assert found.count("<code>") == 1
    assert "<code>" not in clerk.get(address, {"q": "nothing of that"}).content.decode()
    page = clerk.get(reverse("documents:template_edit", args=[template.pk, "bg"])).content.decode()
    assert '<option value="{{client.name}}">' in page
    assert "{{#each instalments}}" in page
