"""Notes and entries: what is written, how it reads, who sees what."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from roadbook.apps.parties import actions as parties
from roadbook.apps.parties.models import Party
from roadbook.apps.timeline import actions, queries, rules
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit
from roadbook.kit.errors import Forbidden
from roadbook.kit.events import deliver_pending
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity as people
from tests.factories import organisation, vehicles
from tests.factories import parties as clients
from tests.factories import timeline as make

FEED, NOTE = "timeline:feed_show", "timeline:note_create"
HTMX = {"HX-Request": "true", "HX-Target": "feed"}


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def party(company):
    return clients.person(company)


@pytest.fixture
def broker(company, client):
    user = people.staff(company, "broker")
    client.force_login(user)
    return user


def test_note_is_on_the_feed_with_its_writer(party, broker):
    actions.note(company=party.company, subject=audit.key(party), party=party, text="  Обади се. ", by=broker)
    (line,) = queries.feed(party=party.pk)
    assert (line.title, line.text, line.by, line.kind) == ("Note", "Обади се.", str(broker), "note")
    assert AuditEntry.objects.filter(action="timeline.note.write", actor_id=broker.pk).count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "а" * 4001, "a\x00b"])
def test_note_that_says_nothing_or_too_much_is_refused(party, text):
    with pytest.raises(actions.NoteRefused):
        make.note(party, text=text)
    assert not Entry.objects.exists()
    assert not AuditEntry.objects.filter(action="timeline.note.write").exists()


def test_note_without_the_permission_is_refused(party):
    with pytest.raises(Forbidden):
        make.note(party, by=people.staff(organisation.company(), "broker"))
    assert not Entry.objects.exists()


def test_entry_reads_in_the_readers_language(party):
    make.entry(
        party,
        title="%(amount)s received on %(day)s: %(fields)s",
        params={
            "amount": {"minor": 123456, "currency": "EUR"},
            "day": {"day": "2026-11-24"},
            "fields": {"list": [{"msg": "Phone"}, "100 %"]},
        },
    )
    with translation.override("bg"):
        bulgarian = queries.feed(party=party.pk)[0].title.replace("\xa0", " ")
    english = queries.feed(party=party.pk)[0].title.replace("\xa0", " ")
    assert english == "€1,234.56 received on 24 Nov 2026: Phone, 100 %"
    assert "1234,56 €" in bulgarian.replace(" ", "", 1)
    assert "24.11.2026" in bulgarian


def test_labels_are_kept_as_messages_whatever_the_writers_language():
    with translation.override("bg"):
        named = actions.named([Party._meta.get_field("first_name").verbose_name])
    assert named == {"list": [{"msg": "first name"}]}


def test_client_file_tells_of_its_opening_and_changes(party):
    deliver_pending()
    parties.change_party(party=party, version=1, by=None, phones=("0888999888",), latin_name="Maria")
    assert [line.title for line in queries.feed(party=party.pk)] == [
        "Changed: name in Latin letters, phones",
        "Client file opened",
    ]


def test_event_delivered_again_tells_once(party):
    deliver_pending()
    OutboxEvent.objects.filter(name="parties.events.PartyRegistered").update(delivered_at=None)
    deliver_pending()
    assert Entry.objects.of_party(party.pk).count() == 1


def test_pinned_stays_on_top_until_it_is_let_go(party):
    first = make.note(party, text="first")
    make.note(party, text="second")
    actions.pin(entry=first, by=None)
    actions.pin(entry=first, by=None)
    assert [line.text for line in queries.feed(party=party.pk)] == ["first", "second"]
    assert AuditEntry.objects.filter(action="timeline.note.pin").count() == 1
    actions.pin(entry=first, by=None, is_pinned=False)
    assert [line.text for line in queries.feed(party=party.pk)] == ["second", "first"]


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_costs_the_same_queries(client, party, broker, rows, django_assert_num_queries):
    for _nth in range(rows):
        make.note(party, by=broker)
    with django_assert_num_queries(8):
        page = client.get(reverse(FEED), {"subject": audit.key(party)}, headers=HTMX)
    assert sum(len(day.lines) for day in page.context["feed"].days) == rows


def test_note_written_in_place_equals_a_reload(client, party, broker):
    sent = {"subject": audit.key(party), "text": "<b>Ще мине</b>"}
    swapped = client.post(reverse(NOTE), sent, headers=HTMX)
    assert swapped.status_code == 200
    fragment = swapped.content.decode().strip()
    assert fragment.startswith('<section id="feed"')
    assert "&lt;b&gt;Ще мине&lt;/b&gt;" in fragment
    reloaded = client.get(reverse(FEED), {"subject": audit.key(party)}, headers=HTMX).content.decode()
    assert _without_tokens(fragment) == _without_tokens(reloaded.strip())
    whole = client.get(reverse(FEED), {"subject": audit.key(party)}).content.decode()
    assert _without_tokens(fragment) in _without_tokens(whole)


def _without_tokens(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)


def test_note_without_script_goes_back_to_its_page(client, party, broker):
    sent = {"subject": audit.key(party), "text": "Обади се."}
    back = client.post(reverse(NOTE), sent, headers={"Referer": f"http://testserver/clients/{party.pk}/"})
    assert (back.status_code, back["Location"]) == (302, f"http://testserver/clients/{party.pk}/")
    away = client.post(reverse(NOTE), sent, headers={"Referer": "https://elsewhere.example/"})
    assert away["Location"] == f"{reverse(FEED)}?subject=parties.party%3A{party.pk}"


def test_empty_note_says_so(client, party, broker):
    answer = client.post(reverse(NOTE), {"subject": audit.key(party), "text": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()
    assert not Entry.objects.exists()


def test_feed_is_filtered_by_kind(client, party, broker):
    make.note(party, text="Бележка")
    make.entry(party, title="Contract signed", kind="contract")
    page = client.get(reverse(FEED), {"subject": audit.key(party), "kind": "note"}).content.decode()
    assert "Бележка" in page
    assert "Contract signed" not in page


def test_pin_from_the_feed(client, party, broker):
    entry = make.note(party)
    address = reverse("timeline:entry_pin", args=[entry.pk])
    answer = client.post(address, {"subject": audit.key(party), "pinned": "1"}, headers=HTMX)
    assert answer.status_code == 200
    entry.refresh_from_db()
    assert entry.is_pinned


def test_hostess_does_not_read_of_money_or_contracts(client, company, party):
    client.force_login(people.staff(company, "hostess"))
    make.entry(party, title="Money came", kind="payment")
    make.entry(party, title="Contract signed", kind="contract")
    make.note(party, text="Бележка")
    page = client.get(reverse(FEED), {"subject": audit.key(party)}).content.decode()
    assert "Бележка" in page
    assert "Money came" not in page
    assert "Contract signed" not in page


def test_vehicle_is_a_subject(client, company, broker):
    vehicle = vehicles.vehicle(company)
    page = client.post(reverse(NOTE), {"subject": audit.key(vehicle), "text": "Драскотина"}, headers=HTMX)
    assert "Драскотина" in page.content.decode()
    entry = Entry.objects.get(kind="note")
    assert (entry.subject, entry.party) == (f"vehicles.vehicle:{vehicle.pk}", None)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "parties.party",
        "parties.party:x",
        "parties.party:0",
        "nobody.knows:1",
        "parties.party:²",
        f"parties.party:{'9' * 5000}",
    ],
)
def test_subject_that_is_none_is_not_found(client, broker, subject):
    assert client.get(reverse(FEED), {"subject": subject}).status_code == 404
    with pytest.raises(rules.SubjectUnknown):
        rules.visible_subject(broker, subject)


def test_another_company_is_not_found(client, company, broker):
    foreign = clients.person()
    entry = make.note(foreign)
    key = audit.key(foreign)
    assert client.get(reverse(FEED), {"subject": key}).status_code == 404
    assert client.post(reverse(NOTE), {"subject": key, "text": "x"}).status_code == 404
    pin = reverse("timeline:entry_pin", args=[entry.pk])
    own = audit.key(clients.person(company))
    for subject in (key, own):
        assert client.post(pin, {"subject": subject, "pinned": "1"}).status_code == 404
    entry.refresh_from_db()
    assert not entry.is_pinned
    assert Entry.objects.filter(kind="note").count() == 1
