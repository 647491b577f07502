"""A letter came back: the address says so, the file shows it, until the address works or changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Address, AddressLine, Party
from roadbook.apps.timeline import queries as timeline
from roadbook.kit import audit_reading
from roadbook.kit.errors import Forbidden
from roadbook.kit.events import deliver_pending
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity as people
from tests.factories import merging, organisation
from tests.factories import parties as make

HOME = AddressLine("BG", "", "София", "1000", "ул. Примерна 1")
RETURN, CONFIRM = "parties:letter_return", "parties:address_confirm"


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def maria(company):
    return make.person(company, registered_address=HOME)


@pytest.fixture
def broker(company, client):
    user = people.staff(company, "broker")
    client.force_login(user)
    return user


def _return(party: Party, on: date | None = None, reason: str = "moved", kind: str = "registered", by=None) -> Address:
    return actions.return_letter(party=party, kind=kind, on=on or party.company.business_date, reason=reason, by=by)


def _flags(party: Party) -> list[str]:
    reader = people.staff(party.company, "broker")
    return [flag.text for flag in queries.flags_of(queries.party_file(reader, party.pk)) if flag.icon == "mail"]


def test_letter_that_came_back_is_on_the_address_the_audit_log_and_the_feed(maria, broker):
    day = maria.company.business_date
    _return(maria, by=broker)
    address = maria.addresses.get()
    assert (address.returned_on, address.return_reason) == (day, "moved")
    maria.refresh_from_db()
    assert maria.version == 2
    entry = AuditEntry.objects.get(action="parties.address.return")
    told = {one.label: (one.old, one.new) for one in audit_reading.changes(entry.subject, entry.changes)}
    assert told["Address"] == ("", "Registered address")
    assert told["Why it came back"] == ("", "Moved away")
    deliver_pending()
    assert any("came back" in line.title and line.by == str(broker) for line in timeline.feed(party=maria.pk))
    with translation.override("bg"):
        assert len(_flags(maria)) == 1


def test_feed_speaks_the_language_of_its_reader(maria):
    _return(maria, date(2026, 11, 2))
    actions.confirm_address(party=maria, kind="registered", by=None)
    deliver_pending()
    titles = {line.title for line in timeline.feed(party=maria.pk)}
    assert "Letters reach the client again (Registered address)" in titles
    assert "A letter came back on 2\u00a0Nov\u00a02026: Moved away (Registered address)" in titles


def test_address_works_again(maria):
    _return(maria)
    assert _flags(maria)
    actions.confirm_address(party=maria, kind="registered", by=None)
    address = maria.addresses.get()
    assert (address.returned_on, address.return_reason) == (None, "")
    assert not _flags(maria)


def test_new_address_forgets_the_letter(maria):
    _return(maria)
    maria.refresh_from_db()
    actions.change_party(
        party=maria, version=maria.version, by=None, registered_address=AddressLine("BG", "", "Варна", "9000", "ул. 2")
    )
    address = maria.addresses.get()
    assert (address.returned_on, address.return_reason) == (None, "")


@pytest.mark.parametrize(("ahead", "reason", "field"), [(1, "moved", "on"), (0, "eaten", "reason")])
def test_what_cannot_be_is_refused(maria, ahead, reason, field):
    with pytest.raises(actions.ReturnRefused) as refused:
        _return(maria, maria.company.business_date + timedelta(days=ahead), reason)
    assert refused.value.field == field
    assert maria.addresses.get().returned_on is None
    assert not OutboxEvent.objects.filter(name="parties.events.LetterReturned").exists()


def test_what_is_on_file_already_is_refused_and_written_once(maria):
    with pytest.raises(actions.AddressUnchanged):
        actions.confirm_address(party=maria, kind="registered", by=None)
    with pytest.raises(actions.AddressUnchanged):
        _return(maria, kind="current")
    _return(maria)
    with pytest.raises(actions.AddressUnchanged):
        _return(maria)
    assert AuditEntry.objects.filter(action__startswith="parties.address.").count() == 1


def test_without_the_permission_nothing_is_written(maria):
    with pytest.raises(Forbidden):
        _return(maria, by=people.staff(maria.company, "cashier"))
    assert maria.addresses.get().returned_on is None


def test_reason_without_a_day_cannot_be_stored(maria):
    with pytest.raises(IntegrityError), transaction.atomic():
        maria.addresses.update(return_reason="moved")


def test_letter_is_recorded_on_screen_and_taken_back_with_one_click(client, maria, broker):
    url = reverse(RETURN, args=[maria.pk, "registered"])
    page = client.get(url)
    assert page.context["form"].initial["on"] == maria.company.business_date
    sent = client.post(url, {"on": "2026-11-02", "reason": "not_collected"})
    assert sent.status_code == 302
    shown = client.get(sent.url).content.decode()
    assert "Not collected in time" in shown
    assert "Works again" in shown
    confirmed = client.post(reverse(CONFIRM, args=[maria.pk, "registered"]), follow=True)
    assert "The address works again." in confirmed.content.decode()
    assert maria.addresses.get().returned_on is None


def test_second_click_says_why_not(client, maria, broker):
    answer = client.post(reverse(CONFIRM, args=[maria.pk, "registered"]), follow=True)
    assert "No letter to this address came back." in answer.content.decode()


def test_wrong_day_stays_in_the_form(client, maria, broker):
    ahead = (maria.company.business_date + timedelta(days=9)).isoformat()
    answer = client.post(reverse(RETURN, args=[maria.pk, "registered"]), {"on": ahead, "reason": "moved"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["on"] == ["A letter cannot come back in the future."]


def test_address_that_is_not_on_file_is_not_found(client, maria, broker):
    assert client.get(reverse(RETURN, args=[maria.pk, "current"])).status_code == 404


def test_list_is_narrowed_to_those_whose_letters_came_back(client, company, maria, broker):
    make.person(company, registered_address=HOME)
    _return(maria)
    page = client.get(reverse("parties:party_list"), {"letter_came_back": "yes"})
    assert [line.url for line in page.context["list"].lines] == [f"/clients/{maria.pk}/"]


def test_api_marks_and_clears(client, maria, broker):
    url = f"/api/v1/clients/{maria.pk}/addresses/registered"
    body = {"on": "2026-11-02", "reason": "unknown"}
    told = client.post(f"{url}/returned", body, content_type="application/json").json()
    assert (told["addresses"][0]["returned_on"], told["addresses"][0]["return_reason"]) == ("2026-11-02", "unknown")
    assert client.post(f"{url}/returned", body, content_type="application/json").status_code == 409
    cleared = client.post(f"{url}/works", {}, content_type="application/json").json()
    assert (cleared["addresses"][0]["returned_on"], cleared["addresses"][0]["return_reason"]) == (None, "")
    elsewhere = url.replace("registered", "current")
    assert client.post(f"{elsewhere}/returned", body, content_type="application/json").status_code == 404


def test_joined_and_parted_file_keeps_its_letter(company, maria):
    survivor = make.person(company)
    _return(maria, reason="refused")
    maria.refresh_from_db()
    merge = merging.join(survivor, maria)
    assert survivor.addresses.get().return_reason == "refused"
    merging.part(merge, {})
    assert not survivor.addresses.exists()
    assert maria.addresses.get().return_reason == "refused"
