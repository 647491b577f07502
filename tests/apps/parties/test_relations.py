"""Relations between parties: what is written, seen from both sides, refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Relation
from roadbook.kit import audit
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

pytestmark = pytest.mark.django_db
NUMBER = make.egn(31)


@pytest.fixture
def company():
    return organisation.company()


def test_relation_is_seen_from_both_sides_and_audited_on_both(company):
    maria, ivan = make.person(company), make.person(company)
    relation = actions.relate(party=maria, kind="guarantor", other=ivan, from_on=date(2026, 1, 1), by=None)
    (of_maria,), (of_ivan,) = queries.relations_of(maria), queries.relations_of(ivan)
    assert (of_maria.word, of_maria.party, of_maria.is_ours) == ("Guarantor", ivan, True)
    assert (of_ivan.word, of_ivan.party, of_ivan.is_ours) == ("Guarantor of", maria, False)
    entries = AuditEntry.objects.filter(action="parties.relation.relate").order_by("pk")
    assert [one.subject for one in entries] == [audit.key(maria), audit.key(ivan)]
    events = OutboxEvent.objects.filter(name="parties.events.RelationChanged").order_by("pk")
    assert [one.payload["party_id"] for one in events] == [maria.pk, ivan.pk]
    assert str(relation) == f"Guarantor: {ivan.name}"


def test_outsider_has_a_name_and_an_encrypted_number(company):
    firm = make.organisation_party(company)
    actions.relate(
        party=firm,
        kind="manager",
        outsider_name=" Иван  Петров ",
        outsider_number=f"{NUMBER[:6]} {NUMBER[6:]}",
        by=None,
    )
    row = Relation.objects.get()
    assert (row.outsider_name, row.outsider_number, row.outsider_masked) == (
        "Иван Петров",
        NUMBER,
        f"******{NUMBER[-4:]}",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT outsider_number FROM parties_relation")
        assert NUMBER not in cursor.fetchone()[0]
    told = " ".join(
        str(one.changes) + str(one.personal.values)
        for one in AuditEntry.objects.filter(action="parties.relation.relate")
    )
    assert NUMBER not in told
    assert "Петров" not in " ".join(str(one.changes) for one in AuditEntry.objects.all())
    assert "Петров" not in " ".join(str(one.payload) for one in OutboxEvent.objects.all())


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"kind": "cousin", "outsider_name": "А"}, "kind"),
        ({"kind": "guarantor"}, "other"),
        ({"kind": "manager", "outsider_name": "А"}, "kind"),
        ({"kind": "guarantor", "outsider_name": "А", "share": 100}, "share"),
        ({"kind": "guarantor", "outsider_name": "А", "from_on": date(2026, 2, 1), "to_on": date(2026, 1, 1)}, "to_on"),
        ({"kind": "guarantor", "outsider_name": "А\x00"}, "outsider_name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(company, details, field):
    with pytest.raises(actions.RelationRefused) as refusal:
        actions.relate(party=make.person(company), by=None, **details)
    assert refusal.value.field == field
    assert not Relation.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="parties.relation").exists()


def test_oneself_and_another_companys_file_are_refused(company):
    maria = make.person(company)
    for other in (maria, make.person()):
        with pytest.raises(actions.RelationRefused):
            actions.relate(party=maria, kind="guarantor", other=other, by=None)
    assert not Relation.objects.exists()


def test_the_same_relation_twice_and_a_second_spouse_are_refused(company):
    maria, ivan, petar = (make.person(company) for _one in range(3))
    actions.relate(party=maria, kind="guarantor", other=ivan, by=None)
    actions.relate(party=maria, kind="spouse", other=ivan, by=None)
    for details in ({"kind": "guarantor", "other": ivan}, {"kind": "spouse", "other": petar}):
        with pytest.raises(actions.RelationRefused):
            actions.relate(party=maria, by=None, **details)
    with pytest.raises(actions.RelationRefused):
        actions.relate(party=ivan, kind="spouse", other=petar, by=None)
    assert Relation.objects.count() == 2


def test_owners_hold_no_more_than_the_whole(company):
    firm = make.organisation_party(company)
    actions.relate(party=firm, kind="beneficial_owner", outsider_name="Първи", share=7500, by=None)
    with pytest.raises(actions.RelationRefused, match="100"):
        actions.relate(party=firm, kind="beneficial_owner", outsider_name="Втори", share=2501, by=None)
    actions.relate(party=firm, kind="beneficial_owner", outsider_name="Втори", share=2500, by=None)
    assert [one.share for one in queries.relations_of(firm)] == [
        pytest.approx(0.25),
        pytest.approx(0.75),
    ]


def test_ended_relation_stays_and_can_begin_again(company):
    maria, ivan = make.person(company), make.person(company)
    relation = actions.relate(party=maria, kind="spouse", other=ivan, from_on=date(2020, 1, 1), by=None)
    actions.end_relation(relation=relation, on=date(2026, 11, 1), by=None)
    with pytest.raises(actions.RelationRefused):
        actions.end_relation(relation=relation, on=date(2026, 11, 2), by=None)
    actions.relate(party=maria, kind="spouse", other=ivan, by=None)
    assert [one.is_over for one in queries.relations_of(maria)] == [False, True]


def test_change_keeps_the_number_that_is_not_told(company):
    maria = make.person(company)
    relation = actions.relate(party=maria, kind="contact_person", outsider_name="Иван", outsider_number=NUMBER, by=None)
    actions.change_relation(relation=relation, note="само сутрин", outsider_number="", by=None)
    relation.refresh_from_db()
    assert (relation.note, relation.outsider_number) == ("само сутрин", NUMBER)


def test_taken_back_relation_is_gone_but_on_record(company):
    maria = make.person(company)
    relation = actions.relate(party=maria, kind="guarantor", outsider_name="Иван", by=None)
    actions.take_back_relation(relation=relation, by=None)
    assert not Relation.objects.exists()
    assert AuditEntry.objects.get(action="parties.relation.take_back").personal.values["outsider_name"] == [
        "Иван",
        None,
    ]


def test_without_the_permission_nothing_is_written(company):
    stranger = people.staff(organisation.company(), "broker")
    with pytest.raises(Forbidden):
        actions.relate(party=make.person(company), kind="guarantor", outsider_name="Иван", by=stranger)
    assert not Relation.objects.exists()


def test_broker_enters_changes_and_takes_back_a_relation(client, company):
    client.force_login(people.staff(company, "broker"))
    maria, ivan = make.person(company), make.person(company)
    address = reverse("parties:relation_create", args=[maria.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"kind": "guarantor", "other": ivan.pk, "from_on": "01.11.2026"})
    assert answer["Location"] == reverse("parties:party_relations", args=[maria.pk])
    relation = Relation.objects.get()
    for party in (maria, ivan):
        page = client.get(reverse("parties:party_relations", args=[party.pk])).content.decode()
        assert (ivan if party == maria else maria).name in page
    edit = reverse("parties:relation_edit", args=[ivan.pk, relation.pk])
    assert client.post(edit, {"to_on": "20.11.2026"}).status_code == 302
    relation.refresh_from_db()
    assert relation.to_on == date(2026, 11, 20)
    assert client.post(reverse("parties:relation_delete", args=[maria.pk, relation.pk])).status_code == 302
    assert not Relation.objects.exists()


def test_client_of_another_company_cannot_be_picked(client, company):
    client.force_login(people.staff(company, "broker"))
    maria, foreign = make.person(company), make.person(first_name="Чужда")
    answer = client.post(
        reverse("parties:relation_create", args=[maria.pk]), {"kind": "guarantor", "other": foreign.pk}
    )
    assert answer.status_code == 422
    pick = reverse("parties:party_pick")
    assert "Чужда" not in client.post(pick, {"party": maria.pk, "q": "чужда"}).content.decode()
    assert client.post(pick, {"party": foreign.pk}).status_code == 404
    assert not Relation.objects.exists()


def test_client_is_picked_by_a_national_number_in_the_body_only(client, company):
    client.force_login(people.staff(company, "broker"))
    pick, number = reverse("parties:party_pick"), make.egn(7)
    maria = make.person(company)
    ivan = make.person(company, first_name="Явор", identifier_kind="egn", identifier=number)
    make.person(company, first_name="Захари")

    found = client.post(pick, {"party": maria.pk, "q": number}).content.decode()
    by_address = client.get(pick, {"party": maria.pk, "q": number}).content.decode()
    made = client.get(pick, {"party": maria.pk, "value": ivan.pk}).content.decode()

    def shown(page: str) -> list[str]:
        return [name for name in ("Явор", "Захари") if name in page]

    assert (shown(found), shown(by_address), shown(made)) == (["Явор"], ["Явор", "Захари"], ["Явор"])


def test_picker_refuses_a_post_without_the_token(company):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.staff(company, "broker"))
    assert client.post(reverse("parties:party_pick"), {"party": make.person(company).pk}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_relations_cost_the_same_queries(client, company, rows, django_assert_num_queries):
    client.force_login(people.staff(company, "broker"))
    maria = make.person(company)
    for _one in range(rows):
        actions.relate(party=maria, kind="guarantor", other=make.person(company), by=None)
    client.get(reverse("parties:party_relations", args=[maria.pk]))
    with django_assert_num_queries(11):
        client.get(reverse("parties:party_relations", args=[maria.pk]))


def test_relations_through_the_api(client, company):
    client.force_login(people.staff(company, "broker"))
    firm, owner = make.organisation_party(company), make.person(company)
    url = f"/api/v1/clients/{firm.pk}/relations"
    body = {"kind": "beneficial_owner", "other_id": owner.pk, "share": "25.50"}
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["client_id"], told["share"], told["word"]) == (owner.pk, "25.50", "Beneficial owner")
    (other_side,) = client.get(f"/api/v1/clients/{owner.pk}/relations").json()
    assert (other_side["word"], other_side["is_ours"]) == ("Beneficial owner of", False)
    changed = client.patch(f"{url}/{told['id']}", {"to_on": "2026-11-20"}, content_type="application/json")
    assert (changed.json()["to_on"], changed.json()["share"]) == ("2026-11-20", "25.50")
    assert client.delete(f"{url}/{told['id']}").status_code == 204
    assert client.delete(f"{url}/{told['id']}").status_code == 404
