"""Registering and changing parties: what is written, what is refused, what stays unwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from roadbook.apps.jurisdictions.rules import IdentifierRefused
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import AddressLine, ContactLine, Identifier, IdPaper, Party
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, AuditValues, OutboxEvent
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

pytestmark = pytest.mark.django_db
WOMAN = make.egn(7, date(1990, 5, 6), is_woman=True)


@pytest.fixture
def company():
    return organisation.company()


def test_person_gets_number_and_what_the_egn_tells(company):
    party = make.person(company, first_name="Мария", last_name="Стоева", identifier_kind="egn", identifier=WOMAN)
    assert (party.number, party.name) == ("C-2026-00001", "Мария Стоева")
    assert (party.birth_date, party.sex, party.language) == (date(1990, 5, 6), "f", "bg")
    assert party.identifiers.get().masked == f"******{WOMAN[-4:]}"
    assert AuditEntry.objects.filter(action="parties.party.register", company_id=company.pk).count() == 1
    assert OutboxEvent.objects.get(name="parties.events.PartyRegistered").payload["party_id"] == party.pk


def test_national_number_is_nowhere_in_plain_text(company):
    party = make.person(company, identifier_kind="egn", identifier=WOMAN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, value_index FROM parties_identifier")
        stored = " ".join(cursor.fetchone())
    told = " ".join(str(row.values) for row in AuditValues.objects.all())
    assert WOMAN not in stored + party.search_text + told
    assert Identifier.objects.get().value == WOMAN


def test_organisation_is_known_by_its_number(company):
    number = make.eik(3)
    party = make.organisation_party(company, name="Пример Транс ЕООД", identifier_kind="eik", identifier=number)
    assert party.kind == "organisation"
    assert number in party.search_text


def test_details_are_normalised_and_read_back(company):
    paper = IdPaper("id_card", "640000001", date(2022, 2, 1), "МВР София", date(2032, 2, 1))
    address = AddressLine("BG", "", "София", "1000", "ул. Примерна 5")
    party = make.person(
        company,
        phones=("0888 12 34 56", "+359 888 123456"),
        emails=(" Maria@Example.COM ",),
        registered_address=address,
        id_document=paper,
    )
    known = queries.details_of(Party.objects.get(pk=party.pk))
    assert known.phones == (ContactLine("+359888123456", status="unconfirmed"),)
    assert known.emails == (ContactLine("maria@example.com", status="unconfirmed"),)
    assert (known.registered_address, known.id_document) == (address, replace(paper, country="BG"))
    assert not known.current_address


@pytest.mark.parametrize(
    ("details", "error", "field"),
    [
        ({"identifier_kind": "egn", "identifier": "7501020019"}, IdentifierRefused, "identifier"),
        ({"identifier_kind": "eik", "identifier": make.eik(1)}, IdentifierRefused, "identifier_kind"),
        ({"first_name": "  "}, actions.DetailsRefused, "first_name"),
        ({"phones": ("12",)}, actions.DetailsRefused, "phones"),
        ({"emails": ("maria",)}, actions.DetailsRefused, "emails"),
        ({"birth_date": date(2026, 11, 25)}, actions.DetailsRefused, "birth_date"),
        ({"preferred_channel": "pigeon"}, actions.DetailsRefused, "preferred_channel"),
        (
            {"id_document": IdPaper("passport", "1", date(2026, 1, 2), "", date(2026, 1, 2))},
            actions.DetailsRefused,
            "paper_expires_on",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(company, details, error, field):
    with pytest.raises(error) as refusal:
        make.person(company, **details)
    assert refusal.value.field == field
    _nothing_written()


def _nothing_written() -> None:
    assert not Party.objects.exists()
    assert not Identifier.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="parties.").exists()
    assert not OutboxEvent.objects.filter(name__startswith="parties.").exists()


def test_same_number_twice_in_a_company_is_refused(company):
    first = make.person(company, identifier_kind="egn", identifier=WOMAN)
    with pytest.raises(actions.DuplicateParty) as refusal:
        make.person(company, identifier_kind="egn", identifier=f" {WOMAN[:6]} {WOMAN[6:]}")
    assert refusal.value.party_id == first.pk
    assert first.number in str(refusal.value)
    assert list(Party.objects.all()) == [first]
    assert make.person(company).number == "C-2026-00002"


def test_same_number_in_two_companies_is_two_files(company):
    make.person(company, identifier_kind="egn", identifier=WOMAN)
    make.person(organisation.company(), identifier_kind="egn", identifier=WOMAN)
    assert Party.objects.count() == 2


def test_without_the_permission_nothing_is_written(company):
    stranger = people.staff(organisation.company(), "broker")
    with pytest.raises(Forbidden):
        actions.register_person(company=company, by=stranger, first_name="А", last_name="Б")
    _nothing_written()


def test_change_writes_what_differs_only(company):
    party = make.person(company, first_name="Мария", last_name="Стоева", phones=("0888123456",))
    actions.change_party(party=party, version=1, by=None, phones=("0888999888",), last_name="Стоева")
    changed = Party.objects.get(pk=party.pk)
    assert (changed.version, changed.contact_points.get().value) == (2, "+359888999888")
    assert "0888999888" in changed.search_text
    assert "0888123456" not in changed.search_text
    assert OutboxEvent.objects.get(name="parties.events.PartyChanged").payload["fields"] == "phones"


def test_change_without_difference_writes_nothing(company):
    party = make.person(company, identifier_kind="egn", identifier=WOMAN)
    written = AuditEntry.objects.count()
    actions.change_party(party=party, version=1, by=None, first_name=party.first_name)
    assert Party.objects.get(pk=party.pk).version == 1
    assert AuditEntry.objects.count() == written


def test_change_of_an_older_version_is_refused(company):
    party = make.person(company)
    actions.change_party(party=party, version=1, by=None, latin_name="Maria")
    with pytest.raises(actions.PartyChangedMeanwhile):
        actions.change_party(party=party, version=1, by=None, latin_name="Mariya")
    assert Party.objects.get(pk=party.pk).latin_name == "Maria"
    assert OutboxEvent.objects.filter(name="parties.events.PartyChanged").count() == 1


def test_change_to_a_number_of_another_client_is_refused_whole(company):
    make.person(company, identifier_kind="egn", identifier=WOMAN)
    other = make.person(company, first_name="Иван")
    with pytest.raises(actions.DuplicateParty):
        actions.change_party(
            party=other, version=1, by=None, first_name="Петър", identifier_kind="egn", identifier=WOMAN
        )
    other.refresh_from_db()
    assert (other.first_name, other.version, other.identifiers.count()) == ("Иван", 1, 0)


def test_birth_date_of_the_number_is_not_the_editors_to_change(company):
    party = make.person(company, identifier_kind="egn", identifier=WOMAN)
    actions.change_party(party=party, version=1, by=None, birth_date=date(1980, 1, 1), latin_name="Maria")
    party.refresh_from_db()
    assert (party.birth_date, party.latin_name) == (date(1990, 5, 6), "Maria")


def test_number_is_shown_for_a_reason_that_stays(company):
    party = make.person(company, identifier_kind="egn", identifier=WOMAN)
    user = people.staff(company, "broker")
    value = actions.show_identifier(identifier=party.identifiers.get(), reason="copy for the client", by=user)
    entry = AuditEntry.objects.get(action="parties.identifier.show")
    assert value == WOMAN
    assert (entry.actor_id, entry.changes["reason"]) == (user.pk, [None, "copy for the client"])


def test_number_is_not_shown_without_a_reason(company):
    party = make.person(company, identifier_kind="egn", identifier=WOMAN)
    with pytest.raises(actions.ReasonMissing):
        actions.show_identifier(identifier=party.identifiers.get(), reason="  ", by=None)
    assert not AuditEntry.objects.filter(action="parties.identifier.show").exists()
