"""The whole file on its screens and through the API, its numbers masked."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.urls import reverse

from roadbook.apps.parties import actions
from roadbook.apps.parties.models import (
    IdPaper,
    Party,
)
from roadbook.kit.forms import echoes
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

pytestmark = pytest.mark.django_db
NUMBER = make.egn(51)
IBAN, OTHER_IBAN = "BG80BNBG96611020345678", "BG44UNCR70001520862375"


@pytest.fixture
def company():
    return organisation.company()


def _change(party: Party, **changes: Any) -> Party:
    row = Party.objects.get(pk=party.pk)
    return actions.change_party(party=row, version=row.version, by=None, **changes)


# ---- Screens


def _sent(**values: Any) -> dict[str, Any]:
    return {
        "first_name": "Мария",
        "last_name": "Стоева",
        "identifier_kind": "egn",
        "language": "bg",
        "preferred_channel": "viber",
        "paper_kind": "id_card",
        **values,
    }


def test_form_takes_rows_of_everything(client, company):
    client.force_login(people.staff(company, "broker"))
    sent = _sent(
        company=company.pk,
        identifier=NUMBER,
        number_2_kind="foreign",
        number_2="P-12345",
        number_2_country="DE",
        phone="0888 123 456",
        phone_status="works",
        phone_2="0877 000 111",
        phone_2_label="съпруг",
        email="maria@example.com",
        bank_1_iban=IBAN,
        bank_2_iban=OTHER_IBAN,
        bank_default="2",
        correspondence_city="Варна",
        paper_number="640000777",
        paper_country="BG",
    )
    answer = client.post(reverse("parties:party_create"), sent)
    party = Party.objects.get()
    assert answer["Location"] == reverse("parties:party_file", args=[party.pk])
    assert party.identifiers.count() == 2
    assert party.bank_accounts.get(is_default=True).iban == OTHER_IBAN
    assert party.contact_points.get(value="+359877000111").label == "съпруг"
    assert party.addresses.get(kind="correspondence").city == "Варна"
    edit = reverse("parties:party_edit", args=[party.pk])
    page = client.get(edit)
    text = page.content.decode()
    assert NUMBER not in text
    assert "640000777" not in text
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    again = {name: value for name, value in values.items() if value not in (None, "", [])}
    assert client.post(edit, again).status_code == 302
    assert Party.objects.get().version == 1


def test_refusal_of_a_further_number_stands_at_its_field(client, company):
    client.force_login(people.staff(company, "broker"))
    sent = _sent(company=company.pk, number_2_kind="pesel", number_2="02070800091")
    answer = client.post(reverse("parties:party_create"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number_2"])
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"bank_1_iban": IBAN, "bank_3_iban": "BG80BNBG96611020345679"}, "bank_3_iban"),
        ({"bank_3_iban": "40817810538091310418", "bank_3_bic": "044525225"}, "bank_3_iban"),
        ({"bank_2_iban": IBAN, "bank_2_bic": "NOT A BIC"}, "bank_2_bic"),
    ],
)
def test_refusal_of_an_account_stands_at_its_field(client, company, values, field):
    client.force_login(people.staff(company, "broker"))
    answer = client.post(reverse("parties:party_create"), _sent(company=company.pk, **values))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Party.objects.exists()


def test_account_is_echoed_while_it_is_typed(client, company):
    client.force_login(people.staff(company, "broker"))
    page = client.get(reverse("parties:party_create"))
    key = echoes.key_of(page.context["form"].fields["bank_1_iban"])
    assert key in html.unescape(page.content.decode())
    told = client.post(reverse("forms:echo"), {"key": key, "typed": IBAN.lower()}).content.decode()
    assert "BG80 BNBG 9661 1020 3456 78" in told
    assert "Bulgaria" in told
    wrong = client.post(reverse("forms:echo"), {"key": key, "typed": "BG80BNBG96611020345679"}).content.decode()
    assert "This is not a valid IBAN." in wrong
    russian = client.post(reverse("forms:echo"), {"key": key, "typed": "40817810538091310419"}).content.decode()
    assert "4081 7810 5380 9131 0419 · Russia" in russian


def test_collector_sees_a_number_for_a_reason_and_hostess_does_not(client, company):
    party = make.person(company, identifier_kind="egn", identifier=NUMBER, id_document=IdPaper(number="640000777"))
    paper = reverse("parties:id_document_show", args=[party.pk, party.id_documents.get().pk])
    client.force_login(people.staff(company, "hostess"))
    assert client.post(paper, {"reason": "because"}).status_code == 403
    page = client.get(reverse("parties:party_file", args=[party.pk])).content.decode()
    assert "******777" in page
    assert paper not in page
    client.force_login(people.staff(company, "collector"))
    assert client.post(paper, {"reason": ""}).status_code == 422
    assert "640000777" in client.post(paper, {"reason": "Сверка с банката"}).content.decode()


def test_whole_file_through_the_api_is_masked(client, company):
    client.force_login(people.staff(company, "broker"))
    body = {
        "company_id": company.pk,
        "kind": "organisation",
        "name": "Пример ЕООД",
        "identifier_kind": "eik",
        "identifier": make.eik(3),
        "numbers": [{"kind": "vat", "value": f"BG{make.eik(3)}"}],
        "manager": "Иван Петров",
        "manager_number_kind": "egn",
        "manager_number": NUMBER,
        "phones": [{"value": "0888123456", "label": "офис", "status": "works"}],
        "bank_accounts": [{"iban": IBAN}],
        "correspondence_address": {"city": "Варна", "country": "BG"},
    }
    answer = client.post("/api/v1/clients", body, content_type="application/json")
    assert answer.status_code == 201
    told = answer.json()
    assert NUMBER not in answer.content.decode()
    assert told["manager_number_masked"] == f"******{NUMBER[-4:]}"
    assert told["phones"] == [{"value": "+359888123456", "label": "офис", "status": "works", "source": "client"}]
    assert told["bank_accounts"][0]["bic"] == "BNBGBGSD"
    assert {one["kind"] for one in told["identifiers"]} == {"eik", "vat"}
    assert told["addresses"][0]["kind"] == "correspondence"


def test_files_are_joined_and_parted_on_screen_and_through_the_api(client, company):
    manager = people.staff(company, "manager")
    client.force_login(manager)
    survivor = make.person(company, last_name="Двойна", identifier_kind="egn", identifier=NUMBER)
    merged = make.person(company, last_name="Двойна", phones=("0877000111",))
    start = client.post(reverse("parties:merge_start", args=[survivor.pk]), {"other": merged.pk, "keep": "this"})
    assert start["Location"] == reverse("parties:merge_preview", args=[survivor.pk, merged.pk])
    page = client.get(start["Location"])
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    assert client.post(start["Location"], sent).status_code == 302
    merged.refresh_from_db()
    assert merged.merged_into == survivor
    undo = reverse("parties:merge_undo", args=[survivor.pk])
    _change(survivor, phones=("0888123456", "0899000111"))
    form = client.get(undo).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    facts = [name for name in sent if name.startswith("fact_")]
    assert len(facts) >= 1
    assert client.post(undo, {**sent, **dict.fromkeys(facts, "survivor")}).status_code == 302
    merged.refresh_from_db()
    assert merged.merged_into is None
    url = f"/api/v1/clients/{survivor.pk}/merge/{merged.pk}"
    preview = client.get(url).json()
    assert preview["refusals"] == []
    versions = {name: preview[name] for name in ("survivor_version", "merged_version")}
    assert client.post(url, versions, content_type="application/json").json()["id"] == survivor.pk
    facts_url = f"/api/v1/clients/{survivor.pk}/part"
    told = client.get(facts_url).json()
    assert told["merged_number"] == merged.number
    stale = client.post(facts_url, {"seen": "old"}, content_type="application/json")
    assert stale.status_code == 409
    assert client.post(facts_url, {"seen": told["seen"]}, content_type="application/json").status_code == 200
    assert Party.objects.filter(merged_into__isnull=True).count() == 2
