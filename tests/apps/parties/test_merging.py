"""Two files of one client become one and are parted again: what moves, what stays, what is refused."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.apps import apps as django_apps

from roadbook.apps.parties import actions, queries, rules
from roadbook.apps.parties.models import AddressLine, ContactLine, Merge, MergeMove, Party, Relation
from roadbook.apps.parties.queries import flat, merging
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity as people
from tests.factories import leasing, organisation, receivables
from tests.factories import merging as files
from tests.factories import parties as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return receivables.company()


@pytest.fixture
def pair(company):
    """The file that stays has a number; the other one a contract, a phone and a note."""
    survivor = make.person(company, last_name="Стоева", identifier_kind="egn", identifier=make.egn(7))
    merged = make.person(company, last_name="Стоева", phones=("0888 777 666",), emails=("maria@example.com",))
    return survivor, merged


@pytest.mark.parametrize("seed", range(12))
def test_parted_files_are_what_they_were_and_what_they_were_given(company, seed):
    rng = Random(seed)
    survivor, merged = (files.person_with_everything(company, rng) for _one in range(2))
    before = [files.snapshot(one) for one in (survivor, merged)]
    merge = files.join(survivor, merged)
    for _time in range(rng.randrange(0, 5)):
        rng.choice(files.LATER)(survivor, rng)
    now = files.snapshot(survivor)
    fresh = Merge.objects.get(pk=merge.pk)
    facts = merging.facts_since(fresh)
    theirs = {one.key for one in facts if rng.random() < 0.5}
    files.part(merge, dict.fromkeys(theirs, "merged"))
    for party, known, is_merged in ((survivor, before[0], False), (merged, before[1], True)):
        mine = [one for one in facts if (one.key in theirs) == is_merged]
        assert files.snapshot(party) == _with(known, mine, now, party)


def _with(known, facts, now, party) -> dict[str, Any]:
    """The state before plus the facts, told without the code that does it."""
    expected = {**known, "details": dict(known["details"])}
    for fact in facts:
        if fact.change is None:
            row = next(row for row in now[fact.reference] if row["id"] == fact.pk)
            reference = next(one for one in rules.references() if one.name == fact.reference)
            row = {**row, reference.lookup: reference.value(party)}
            expected[fact.reference] = sorted([*expected[fact.reference], row], key=lambda one: one["id"])
            if fact.reference == "timeline.Entry.subject":
                _also_on_the_party(expected, fact.pk, party)
            if fact.reference == "leasing.Contract.client":
                _feed_of_the_contract(expected, fact.pk, now, party)
        elif fact.change.new is None:
            expected["details"].pop(fact.change.key, None)
        else:
            if fact.change.key.startswith("document:"):
                _no_other_is_current(expected["details"], fact.change.new)
            expected["details"][fact.change.key] = fact.change.new
    return _indexed(expected, party)


def _also_on_the_party(expected, pk, party) -> None:
    row = next(one for one in expected["timeline.Entry.subject"] if one["id"] == pk)
    row["party_id"] = party.pk
    expected["timeline.Entry.party"] = sorted([*expected["timeline.Entry.party"], row], key=lambda one: one["id"])


def _feed_of_the_contract(expected, pk, now, party) -> None:
    about = [one for one in now["timeline.Entry.party"] if one["subject"] == f"leasing.contract:{pk}"]
    rows = [*expected["timeline.Entry.party"], *({**one, "party_id": party.pk} for one in about)]
    expected["timeline.Entry.party"] = sorted(rows, key=lambda one: one["id"])


def _no_other_is_current(details, new) -> None:
    if new["is_current"]:
        for key in [one for one in details if one.startswith("document:")]:
            details[key] = {**details[key], "is_current": False}


def _indexed(expected, party) -> dict[str, Any]:
    """Names and search follow from the details; the file as it is found shows that they do."""
    found = files.snapshot(party)
    expected["order"] = files.order(expected["details"])
    return {**expected, "search": found["search"], "name_key": found["name_key"]}


def test_everything_that_points_to_the_merged_file_follows(company, pair):
    survivor, merged = pair
    contract = leasing.active(company, client=merged)
    note = timeline.note(company=company, subject=audit.key(merged), party=merged, text="Звъни сутрин", by=None)
    guarantor = make.person(company)
    actions.relate(party=merged, kind="guarantor", other=guarantor, by=None)
    actions.relate(party=guarantor, kind="contact_person", other=merged, by=None)
    payment = receivables.payment(contract.account, 100_00, payer=merged)
    files.join(survivor, merged)
    contract.refresh_from_db()
    note.refresh_from_db()
    payment.refresh_from_db()
    assert (contract.client, contract.account.parties.get().party) == (survivor, survivor)
    assert (note.party, note.subject) == (survivor, audit.key(survivor))
    assert {(one.party_id, one.other_id) for one in Relation.objects.all()} == {
        (survivor.pk, guarantor.pk),
        (guarantor.pk, survivor.pk),
    }
    assert payment.payer == merged
    assert survivor.name.lower() in contract.search_text


def test_merged_details_are_added_and_chosen_by_field(company):
    survivor = make.person(company, last_name="Стоева", latin_name="Maria S", citizenship="BG", phones=("0888123456",))
    merged = make.person(company, last_name="Стоева", latin_name="Maria Stoeva", phones=("0888777666", "0888123456"))
    files.join(survivor, merged, taken=("field:latin_name",))
    survivor.refresh_from_db()
    assert (survivor.latin_name, survivor.citizenship) == ("Maria Stoeva", "BG")
    assert [one.value for one in survivor.contact_points.order_by("position")] == ["+359888123456", "+359888777666"]
    assert merged.number.lower() in survivor.search_text


def test_old_number_leads_to_the_survivor(client, company, pair):
    survivor, merged = pair
    user = people.staff(company, "manager")
    files.join(survivor, merged, by=user)
    client.force_login(user)
    assert queries.survivor_of(user, merged.pk) == survivor.pk
    assert client.get(f"/clients/{merged.pk}/")["Location"] == f"/clients/{survivor.pk}/"
    assert client.get(f"/api/v1/clients/{merged.pk}").json()["id"] == survivor.pk
    assert list(Party.objects.visible_to(user).search(merged.number)) == [survivor]
    assert not Party.objects.visible_to(user).filter(pk=merged.pk).exists()


def test_file_into_itself_another_company_or_twice_is_refused_and_nothing_is_written(company, pair):
    survivor, merged = pair
    foreign = make.person(organisation.company())
    firm = make.organisation_party(company)
    other_number = make.person(company, identifier_kind="egn", identifier=make.egn(8))
    for other in (survivor, foreign, firm, other_number):
        with pytest.raises(actions.MergeRefused):
            files.join(survivor, other)
    assert not Merge.objects.exists()
    assert not MergeMove.objects.exists()
    assert not Party.objects.filter(merged_into__isnull=False).exists()
    files.join(survivor, merged)
    for one, other in ((merged, survivor), (survivor, merged), (merged, make.person(company))):
        with pytest.raises(actions.MergeRefused):
            files.join(one, other)
    assert Merge.objects.count() == 1


def test_related_files_and_people_of_one_account_are_refused(company, pair):
    survivor, merged = pair
    relation = actions.relate(party=survivor, kind="guarantor", other=merged, by=None)
    assert len(rules.against_merging(survivor, merged)) == 1
    actions.end_relation(relation=relation, on=company.business_date, by=None)
    assert rules.against_merging(survivor, merged) == []
    account = leasing.active(company, client=survivor).account
    account.parties.create(party=merged, role="guarantor")
    assert len(rules.against_merging(survivor, merged)) == 1
    with pytest.raises(actions.MergeRefused):
        files.join(survivor, merged)
    assert not Merge.objects.exists()


def test_changed_file_is_not_joined_by_an_old_preview(company, pair):
    survivor, merged = pair
    actions.change_party(party=merged, version=1, by=None, latin_name="Maria")
    with pytest.raises(actions.MergeChanged):
        actions.merge(survivor=survivor, merged=merged, versions=(1, 1), by=None)
    assert not Merge.objects.exists()


def test_permission_is_needed_and_the_act_is_on_record_without_values(company, pair):
    survivor, merged = pair
    with pytest.raises(Forbidden):
        files.join(survivor, merged, by=people.staff(company, "broker"))
    assert not Merge.objects.exists()
    manager = people.staff(company, "manager")
    files.join(survivor, merged, by=manager)
    entries = AuditEntry.objects.filter(action="parties.party.merge").order_by("pk")
    assert [(one.subject, one.actor_id) for one in entries] == [
        (audit.key(survivor), manager.pk),
        (audit.key(merged), manager.pk),
    ]
    event = OutboxEvent.objects.get(name="parties.events.PartiesMerged")
    assert (event.payload["party_id"], event.payload["merged_id"]) == (survivor.pk, merged.pk)
    told = " ".join(str(one.changes) for one in entries) + str(event.payload)
    for secret in ("0888", "888777666", "maria@example.com", "Стоева", make.egn(7)):
        assert secret not in told


def test_snapshots_of_a_merge_are_unreadable_in_the_database(company, pair, django_db_blocker):
    from django.db import connection

    files.join(*pair)
    with connection.cursor() as cursor:
        cursor.execute("SELECT before, after FROM parties_merge")
        stored = " ".join(cursor.fetchone())
    assert "Стоева" not in stored
    assert flat.loads(Merge.objects.get().before)["field:last_name"] == "Стоева"


def test_merges_are_parted_in_the_opposite_order(company, pair):
    survivor, first = pair
    second = make.person(company, last_name="Стоева")
    one, two = files.join(survivor, first), files.join(survivor, second)
    with pytest.raises(actions.MergeRefused):
        files.part(one)
    files.part(two)
    files.part(one)
    with pytest.raises(actions.MergeRefused):
        files.part(one)
    assert not Party.objects.filter(merged_into__isnull=False).exists()


def test_fact_that_came_while_deciding_stops_the_parting(company, pair):
    survivor, merged = pair
    merge = files.join(survivor, merged)
    seen = queries.facts_digest(queries.facts_since(merge))
    timeline.note(company=company, subject=audit.key(survivor), party=survivor, text="Нова бележка", by=None)
    with pytest.raises(actions.MergeChanged):
        actions.unmerge(merge=merge, assigned={}, seen=seen, by=None)
    merged.refresh_from_db()
    assert merged.merged_into_id == survivor.pk


def test_payments_and_consents_of_before_stay_with_their_file(company, pair):
    survivor, merged = pair
    text = files.text_of(company)
    kept = actions.give_consent(party=survivor, purpose="marketing", channel="sms", text=text, source="paper", by=None)
    theirs = actions.give_consent(party=merged, purpose="marketing", channel="sms", text=text, source="call", by=None)
    merge = files.join(survivor, merged)
    assert [one.pk for one in survivor.consents.all()] == [kept.pk]
    theirs.refresh_from_db()
    assert theirs.party == merged
    files.part(merge)
    assert [one.pk for one in survivor.consents.all()] == [kept.pk]


def test_consent_withdrawn_on_the_other_file_counts_after_joining(company, pair):
    survivor, merged = pair
    text = files.text_of(company)
    actions.give_consent(party=survivor, purpose="marketing", channel="sms", text=text, source="paper", by=None)
    theirs = actions.give_consent(party=merged, purpose="marketing", channel="sms", text=text, source="call", by=None)
    actions.withdraw_consent(consent=theirs, source="call", by=None)
    assert queries.is_allowed(survivor, "marketing", "sms")
    files.join(survivor, merged)
    assert not queries.is_allowed(survivor, "marketing", "sms")


def test_merged_file_is_not_changed(company, pair):
    survivor, merged = pair
    files.join(survivor, merged)
    merged.refresh_from_db()
    with pytest.raises(actions.PartyChangedMeanwhile):
        actions.change_party(party=merged, version=merged.version, by=None, latin_name="X")


def test_preview_tells_what_the_merge_then_does(company, pair):
    survivor, merged = pair
    leasing.draft(company, client=merged)
    preview = queries.merge_preview(survivor, merged)
    assert [(one.label, one.count) for one in preview.following if one.label == "Contracts"] == [("Contracts", 1)]
    assert any("maria@example.com" in text for _label, text in preview.added)
    files.join(survivor, merged)
    moved = {move.reference: len(move.moved) for move in MergeMove.objects.all()}
    assert moved["leasing.Contract.client"] == 1


def test_everything_with_a_foreign_key_to_parties_says_what_it_does_when_files_are_joined():
    """A new column that points to a party has to follow it or to say why it stays (``parties.rules``)."""
    spoken = {one.name for one in rules.references()} | set(rules.staying())
    found = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in django_apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Party
    }
    assert found <= spoken, found - spoken


def test_entry_about_a_contract_follows_the_contract(company, pair):
    survivor, merged = pair
    contract = leasing.draft(company, client=merged)
    merge = files.join(survivor, merged)
    entry = timeline.note(company=company, subject=audit.key(contract), party=survivor, text="За договора", by=None)
    files.part(merge)
    entry.refresh_from_db()
    assert entry.party == merged
    assert Entry.objects.filter(pk=entry.pk, subject=audit.key(contract)).exists()


def test_same_phone_on_both_files_stays_where_it_was(company):
    survivor = make.person(company, phones=(ContactLine("0888123456", "работа", "works"),))
    merged = make.person(company, phones=("0888123456",), current_address=AddressLine("BG", "", "Русе", "", "ул. 1"))
    merge = files.join(survivor, merged)
    assert survivor.contact_points.get().label == "работа"
    files.part(merge)
    assert (survivor.contact_points.count(), merged.contact_points.count()) == (1, 1)
    assert not survivor.addresses.exists()
