"""The register of consents: given in a version of words, withdrawn once, never overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Consent, ConsentText
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make
from tests.factories.merging import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return organisation.company()


@pytest.fixture
def maria(company):
    return make.person(company, language="bg")


def _give(party, channel="sms", **values: Any) -> Consent:
    text = values.pop("text", None) or text_of(party.company)
    return actions.give_consent(
        party=party, purpose="marketing", channel=channel, text=text, source="paper", by=None, **values
    )


def test_consent_holds_its_words_and_tells_what_may_be_sent(company, maria):
    given = _give(maria)
    assert (given.text.version, given.is_live, given.source) == (1, True, "paper")
    assert queries.is_allowed(maria, "marketing", "sms")
    assert not queries.is_allowed(maria, "marketing", "viber")
    assert not queries.is_allowed(maria, "profiling", "sms")
    assert OutboxEvent.objects.get(name="parties.events.ConsentGiven").payload["channel"] == "sms"
    assert AuditEntry.objects.get(action="parties.consent.give").changes["text_version"] == [None, 1]


def test_withdrawn_consent_keeps_when_it_was_given_and_a_new_one_is_a_new_row(company, maria):
    first = _give(maria)
    actions.withdraw_consent(consent=first, source="call", by=None)
    assert not queries.is_allowed(maria, "marketing", "sms")
    second = _give(maria)
    first.refresh_from_db()
    assert (first.is_live, first.withdrawn_source, second.is_live) == (False, "call", True)
    assert queries.is_allowed(maria, "marketing", "sms")
    assert Consent.objects.count() == 2


def test_twice_given_and_twice_withdrawn_are_refused(company, maria):
    given = _give(maria)
    with pytest.raises(actions.ConsentStands):
        _give(maria)
    actions.withdraw_consent(consent=given, source="call", by=None)
    at = Consent.objects.get().withdrawn_at
    with pytest.raises(actions.ConsentStands):
        actions.withdraw_consent(consent=given, source="email", by=None)
    row = Consent.objects.get()
    assert (row.withdrawn_at, row.withdrawn_source) == (at, "call")


@pytest.mark.parametrize(
    "values",
    [
        {"purpose": "marketing", "channel": ""},
        {"purpose": "marketing", "channel": "pigeon"},
        {"purpose": "credit_check", "channel": "sms"},
        {"purpose": "spying", "channel": ""},
        {"purpose": "profiling", "channel": "sms"},
        {"purpose": "marketing", "channel": "sms", "source": "dream"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(company, maria, values):
    with pytest.raises(actions.ConsentRefused):
        actions.give_consent(party=maria, text=text_of(company), by=None, **{"source": "paper", **values})
    assert not Consent.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="parties.consent.").exists()


def test_words_of_another_company_are_refused(maria):
    with pytest.raises(actions.ConsentRefused):
        _give(maria, text=text_of(organisation.company()))
    assert not Consent.objects.exists()


def test_new_words_are_a_new_version_and_old_ones_never_change(company, maria):
    given = _give(maria)
    newer = actions.write_consent_text(
        company=company, purpose="marketing", language="bg", text="Съгласен съм и с новото.", by=None
    )
    assert (newer.version, given.text.version) == (2, 1)
    assert [one.pk for one in queries.texts_for(maria)] == [newer.pk]
    with pytest.raises(actions.ConsentRefused):
        actions.write_consent_text(company=company, purpose="marketing", language="bg", text=newer.text, by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentText.objects.filter(pk=newer.pk).update(text="Друго")
    assert ConsentText.objects.count() == 2


def test_words_in_english_stand_in_for_a_language_without_any(company):
    english = actions.write_consent_text(company=company, purpose="marketing", language="en", text="Yes.", by=None)
    assert queries.texts_for(make.person(company, language="pl")) == [english]


def test_permission_is_needed(company, maria):
    stranger = people.staff(organisation.company(), "broker")
    text = text_of(company)
    with pytest.raises(Forbidden):
        actions.give_consent(party=maria, purpose="marketing", channel="sms", text=text, source="paper", by=stranger)
    with pytest.raises(Forbidden):
        actions.write_consent_text(
            company=company, purpose="marketing", language="bg", text="Друго.", by=people.staff(company, "broker")
        )
    assert not Consent.objects.exists()
    assert ConsentText.objects.count() == 1


def test_broker_records_a_consent_and_withdraws_it_in_one_click(client, company, maria):
    client.force_login(people.staff(company, "broker"))
    text_of(company)
    address = reverse("parties:consent_give", args=[maria.pk])
    assert "Съгласен съм" in client.get(address).content.decode()
    sent = {"purpose": "marketing", "channels": ["sms", "viber"], "source": "paper"}
    assert client.post(address, sent).status_code == 302
    assert sorted(Consent.objects.values_list("channel", flat=True)) == ["sms", "viber"]
    consent = Consent.objects.get(channel="sms")
    page = client.get(reverse("parties:party_consents", args=[maria.pk])).content.decode()
    withdraw = reverse("parties:consent_withdraw", args=[maria.pk, consent.pk])
    assert withdraw in page
    assert client.post(withdraw, {"source": "call"}).status_code == 302
    assert not queries.is_allowed(maria, "marketing", "sms")
    assert queries.is_allowed(maria, "marketing", "viber")
    client.post(withdraw, {"source": "call"})
    assert Consent.objects.filter(withdrawn_at__isnull=False).count() == 1


def test_channels_are_needed_for_offers(client, company, maria):
    client.force_login(people.staff(company, "broker"))
    text_of(company)
    answer = client.post(reverse("parties:consent_give", args=[maria.pk]), {"purpose": "marketing", "source": "paper"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["channels"])
    assert not Consent.objects.exists()


def test_administrator_writes_new_words(client, company):
    client.force_login(people.staff(company, "administrator"))
    sent = {"company": company.pk, "purpose": "profiling", "language": "bg", "text": "Съгласен съм."}
    assert client.post(reverse("parties:consent_text_create"), sent).status_code == 302
    assert "Съгласен съм." in client.get(reverse("parties:consent_texts")).content.decode()


def test_consents_through_the_api(client, company, maria):
    client.force_login(people.staff(company, "broker"))
    text = text_of(company)
    url = f"/api/v1/clients/{maria.pk}/consents"
    assert [one["id"] for one in client.get("/api/v1/clients/consent-texts").json()] == [text.pk]
    body = {"text_id": text.pk, "channels": ["sms"], "source": "web"}
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 201
    (told,) = client.get(url).json()
    assert (told["channel"], told["text"]["version"], told["withdrawn_at"]) == ("sms", 1, None)
    assert client.get(f"/api/v1/clients/{maria.pk}").json()["may_market"] == ["sms"]
    withdrawn = client.post(f"{url}/{told['id']}/withdraw", {"source": "call"}, content_type="application/json")
    assert withdrawn.json()["withdrawn_source"] == "call"
    again = client.post(f"{url}/{told['id']}/withdraw", {"source": "call"}, content_type="application/json")
    assert again.status_code == 409
    assert client.get(f"/api/v1/clients/{maria.pk}").json()["may_market"] == []


def test_consents_of_another_company_are_not_there(client, company):
    client.force_login(people.staff(company, "broker"))
    foreign = _give(make.person())
    own = make.person(company)
    for pk in (foreign.party_id, own.pk):
        assert client.post(reverse("parties:consent_withdraw", args=[pk, foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.is_live
