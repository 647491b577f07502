"""The audit log in words: acts, things, fields and values."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import gettext_lazy, override

from roadbook.kit import audit, audit_reading, audit_words
from roadbook.kit.audit_reading import Change
from roadbook.kit.audit_words import Thing
from roadbook.kit.testing import assert_same_queries
from tests.factories import leasing, organisation, parties

pytestmark = pytest.mark.django_db


def test_unnamed_act_keeps_its_code():
    assert audit_words.action("nobody.named.this") == "nobody.named.this"


def test_act_is_in_the_readers_language():
    audit.name_action("kit.test.shown", gettext_lazy("Name"))
    try:
        with override("bg"):
            assert audit_words.action("kit.test.shown") == "Име"
    finally:
        del audit_words._actions["kit.test.shown"]


def test_machine_is_a_word_and_a_person_stays():
    with override("en"):
        assert (audit_words.actor("machine"), audit_words.actor("Ana")) == ("the machine", "Ana")


def test_thing_has_noun_title_and_page():
    company = organisation.company()
    with override("en"):
        thing = audit_words.thing(audit.key(company))
    assert thing == Thing("Company", company.name, f"/companies/{company.pk}/")


@pytest.mark.parametrize(
    ("key", "thing"),
    [
        ("identity.user:", Thing("User", "", "")),
        ("nobody.knows:5", Thing("nobody.knows", "5", "")),
        ("kit.jobrecord:x", Thing("kit.jobrecord", "", "")),
        ("parties.party:99999999", Thing("Client", "99999999", "/clients/99999999/")),
        ("<script>:1", Thing("<script>", "1", "")),
    ],
)
def test_odd_keys_are_read_too(key, thing):
    with override("en"):
        assert audit_words.thing(key) == thing


def test_things_cost_one_question_for_each_noun():
    company = organisation.company()
    people = [parties.person(company) for _n in range(3)]
    for count in (1, 3):
        with assert_same_queries(1):
            audit_words.things([audit.key(one) for one in people[:count]])


def test_changes_read_as_on_the_screen():
    company = organisation.company()
    client = parties.person(company)
    told = {
        "state": ["draft", "signed"],
        "client_id": [None, client.pk],
        "signed_on": [None, date(2026, 11, 24).isoformat()],
    }
    with override("en"):
        read = audit_reading.changes("leasing.contract:1", told)
    assert read == [
        Change("Client", "", client.number),
        Change("Signing date", "", "24\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026"),
        Change("State", "Draft", "Signed"),
    ]


def test_fields_stand_in_the_order_of_their_model():
    told = {"phone": [1, 2], "name": [1, 2], "time_zone": [1, 2], "odd": [1, 2]}
    with override("en"):
        read = audit_reading.changes("organisation.company:1", told)
    assert [one.label for one in read] == ["Odd", "Name", "Time zone", "Phone"]


def test_money_is_in_whole_units():
    contract = leasing.draft(organisation.company())
    with override("en"):
        read = audit_reading.changes(audit.key(contract), {"price": [None, 2_500_000]})
    assert read == [Change("Price, gross", "", "25,000.00")]


@pytest.mark.parametrize(
    ("pair", "old", "new"),
    [
        ([True, False], "yes", "no"),
        ([None, ["a", "b"]], "", "a, b"),
        ([[], ""], "", ""),
        ("only new", "", "only new"),
        ([1, 2, 3], "", "1, 2, 3"),
        ([None, {"a": 1}], "", "a: 1"),
        ([0, "0"], "0", "0"),
    ],
)
def test_any_value_can_be_read(pair, old, new):
    with override("en"):
        assert audit_reading.changes("nobody.knows:1", {"some_field": pair}) == [Change("Some field", old, new)]
