"""Templates through the API: written, checked, looked at, published, brought back, withdrawn."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from roadbook.apps.documents import actions
from roadbook.apps.documents.models import DocumentTemplate
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Contract
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
URL = "/api/v1/document-templates"


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


def send(client: Client, path: str, body: dict[str, Any] | None = None, method: str = "post") -> Any:
    key = {"Idempotency-Key": f"{method}{path}{body}"[:60]}
    return getattr(client, method)(URL + path, body or {}, content_type="application/json", headers=key)


def drafted(client: Client, template: DocumentTemplate, source: str, language: str = "bg") -> dict[str, Any]:
    answer = send(client, f"/{template.pk}/draft", {"language": language, "source": source}, "put")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def test_template_is_opened_listed_and_shown(clerk: Client, contract: Contract):
    made = send(clerk, "", {"company_id": contract.company_id, "kind": "handover_protocol"})
    assert made.status_code == 201
    assert [one["id"] for one in clerk.get(URL).json()["items"]] == [made.json()["id"]]
    shown = clerk.get(f"{URL}/{made.json()['id']}").json()
    assert {one["language"] for one in shown["languages"]} == {"bg", "en", "pl", "ru"}
    assert all(one["draft_id"] and not one["published_id"] for one in shown["languages"])
    assert "client.name" in {one["name"] for one in shown["tokens"]}
    assert shown["lists"][0]["tokens"]


def test_draft_says_what_is_wrong_and_is_not_published(clerk: Client, template: DocumentTemplate):
    told = drafted(clerk, template, "# A\n{{client.nam}}")
    assert [(one["line"], one["near"]) for one in told["faults"]] == [(2, "client.name")]
    refused = send(clerk, f"/versions/{told['id']}/publish")
    assert refused.status_code == 422
    assert clerk.get(f"{URL}/versions/{told['id']}").json()["state"] == "draft"


def test_published_restored_and_withdrawn(clerk: Client, template: DocumentTemplate):
    first = drafted(clerk, template, "# Първи")
    assert send(clerk, f"/versions/{first['id']}/publish").json()["state"] == "published"
    second = drafted(clerk, template, "# Втори")
    send(clerk, f"/versions/{second['id']}/publish")
    back = send(clerk, f"/versions/{first['id']}/restore").json()
    assert (back["state"], back["source"]) == ("draft", "# Първи")
    assert send(clerk, f"/versions/{second['id']}/withdraw").json()["state"] == "retired"


def test_change_of_any_language_marks_the_others_stale_until_they_come_up(clerk: Client, template: DocumentTemplate):
    def publish(language: str, text: str) -> set[str]:
        send(clerk, f"/versions/{drafted(clerk, template, text, language)['id']}/publish")
        told = clerk.get(f"{URL}/{template.pk}").json()["languages"]
        return {one["language"] for one in told if one["is_stale"]}

    assert [publish(language, "# A") for language in ("bg", "en", "pl")] == [set(), set(), set()]
    assert publish("pl", "# B") == {"bg", "en"}
    assert publish("bg", "# B") == {"en"}
    assert publish("ru", "# B") == {"en"}
    assert publish("en", "# B") == set()
    assert publish("bg", "# C") == {"en", "pl", "ru"}


def test_base_that_is_old_is_refused(clerk: Client, template: DocumentTemplate):
    sent = {"language": "bg", "source": "# A", "base": 7}
    assert send(clerk, f"/{template.pk}/draft", sent, "put").status_code == 422


def test_preview_is_a_pdf_of_the_text(clerk: Client, template: DocumentTemplate, contract: Contract):
    sent = {"language": "bg", "source": "# За {{client.name}}\n\nВтори ред", "subject_id": contract.pk}
    answer = send(clerk, f"/{template.pk}/preview", sent)
    assert answer["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert contract.client.name in text
    wrong = send(clerk, f"/{template.pk}/preview", {**sent, "source": "{{nobody}}"})
    assert wrong.status_code == 422
    stranger = leasing.active(receivables.company())
    assert send(clerk, f"/{template.pk}/preview", {**sent, "subject_id": stranger.pk}).status_code == 404


@pytest.mark.parametrize(
    "typed", ['#read("/etc/passwd")', "{{client.__class__}}", "{% load x %}", "${7*7}", "<script>"]
)
def test_hostile_text_prints_as_text_or_is_refused(
    clerk: Client, template: DocumentTemplate, contract: Contract, typed: str
):
    answer = send(
        clerk, f"/{template.pk}/preview", {"language": "bg", "source": f"А {typed} Я", "subject_id": contract.pk}
    )
    if answer.status_code == 200:
        text = "".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
        assert "".join(f"А {typed} Я".split()) in text
    else:
        assert answer.status_code == 422
        assert answer.json()["error"]["fields"][0]["field"] == "source"
