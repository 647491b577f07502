"""The register of what was taken over, and the statement that both sides sign."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from roadbook.apps.documents.models import Document
from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import TakeOver
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return receivables.company()


@pytest.fixture
def manager(company, client: Client):
    user = identity.staff(company, Role.MANAGER, language="en")
    client.force_login(user)
    return user


def test_register_shows_differences_and_their_cause(company, manager, client: Client):
    leasing.taken(company, financed=12_000_00, paid_principal=2_999_88, instalment=425_00)
    page = client.get(reverse("leasing:taken_list")).content.decode()
    assert "Rounding of the instalments so far" in page
    none = client.get(reverse("leasing:taken_list"), {"principal_cause": "unknown"}).content.decode()
    assert "OLD-" not in none


@pytest.mark.parametrize("language", ["bg", "en", "pl", "ru"])
def test_statement_names_sums_and_differences(company, manager, client: Client, language: str):
    first = leasing.taken(company, financed=12_000_00, paid_principal=2_999_88)
    second = leasing.taken(company)
    url = reverse("leasing:taken_statement", args=[TakeOver.objects.get().pk])
    for _again in range(2):
        assert client.post(url, {"language": language}).status_code == 302
    document = Document.objects.get(kind="take_over_statement")
    shown = client.get(reverse("documents:document_file", args=[document.pk]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(b"".join(shown))).pages)
    assert first.number in text
    assert second.number not in text
    assert "18" in text


def test_statement_of_another_company_is_not_there(manager, client: Client):
    leasing.taken()
    url = reverse("leasing:taken_statement", args=[TakeOver.objects.get().pk])
    assert client.post(url, {"language": "bg"}).status_code == 404
    assert not Document.objects.exists()
