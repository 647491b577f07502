"""Everything that a file may hold: several numbers, phones, accounts, documents; and what people type wrongly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from roadbook.apps.jurisdictions.rules import IdentifierRefused
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import (
    AddressLine,
    BankLine,
    ContactLine,
    IdDocument,
    Identifier,
    IdPaper,
    NumberLine,
    Party,
)
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, AuditValues, OutboxEvent
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


# ---- National numbers


def test_party_has_several_numbers_of_several_kinds(company):
    firm = make.organisation_party(
        company,
        identifier_kind="eik",
        identifier=make.eik(3),
        numbers=(
            NumberLine("vat", f"BG {make.eik(3)}"),
            NumberLine("kpp", "770701001"),
            NumberLine("foreign", "hrb 12345", "de"),
        ),
    )
    found = {(one.kind, one.country, one.value) for one in firm.identifiers.all()}
    assert found == {
        ("eik", "BG", make.eik(3)),
        ("vat", "BG", f"BG{make.eik(3)}"),
        ("kpp", "RU", "770701001"),
        ("foreign", "DE", "HRB12345"),
    }


def test_code_that_many_organisations_share_identifies_nobody(company):
    for _one in range(2):
        make.organisation_party(company, numbers=(NumberLine("kpp", "770701001"),))
    assert Identifier.objects.filter(kind="kpp", value_index="").count() == 2


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ((NumberLine("egn", "7501010019"),), "numbers_2"),
        ((NumberLine("eik", make.eik(1)),), "numbers_2_kind"),
        ((NumberLine("lnch", "1004495667"), NumberLine("lnch", "1004495667")), "numbers_3"),
        ((NumberLine("foreign", "AB12345"),), "numbers_2"),
        ((NumberLine("foreign", "AB'; DROP TABLE--", "DE"),), "numbers_2"),
    ],
)
def test_wrong_further_number_is_refused_at_its_field(company, numbers, field):
    with pytest.raises(IdentifierRefused) as refusal:
        make.person(company, numbers=numbers)
    assert refusal.value.field == field
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    ("kind", "number", "born", "sex"),
    [
        ("egn", "7523169263", date(1875, 3, 16), "m"),
        ("egn", "0141010010", None, None),
        ("egn", "750101 0010", date(1975, 1, 1), "f"),
        ("pesel", "02270800010", date(2002, 7, 8), "m"),
    ],
)
def test_century_is_read_from_the_month(company, kind, number, born, sex):
    if born is None:
        with pytest.raises(IdentifierRefused):
            make.person(company, identifier_kind=kind, identifier=number)
        return
    party = make.person(company, identifier_kind=kind, identifier=number)
    assert (party.birth_date, party.sex) == (born, sex)


def test_wrong_number_is_taken_off_the_file(company):
    party = make.person(company, identifier_kind="egn", identifier=NUMBER, numbers=(NumberLine("lnch", "1004495667"),))
    _change(party, dropped_numbers=("egn",), birth_date=date(1980, 1, 1))
    assert [one.kind for one in party.identifiers.all()] == ["lnch"]
    assert Party.objects.get().birth_date == date(1980, 1, 1)
    other = make.person(company, identifier_kind="egn", identifier=NUMBER)
    assert other.identifiers.get().value == NUMBER


# ---- Phones and e-mails


def test_contact_keeps_its_key_state_and_source(company):
    party = make.person(company, phones=(ContactLine("0888123456", "служебен", "works"), "0877000111"))
    keys = {one.value: one.pk for one in party.contact_points.all()}
    _change(party, phones=("0877 000 111", "+359 888 123 456"), emails=("Maria@Example.com",))
    points = {one.value: one for one in party.contact_points.all()}
    assert points["+359888123456"].pk == keys["+359888123456"]
    assert (points["+359888123456"].label, points["+359888123456"].status) == ("служебен", "works")
    assert [(one.value, one.is_primary) for one in party.contact_points.filter(kind="phone").order_by("position")] == [
        ("+359877000111", True),
        ("+359888123456", False),
    ]


@pytest.mark.parametrize("typed", ["0888 123 456", "+359 888 123 456", "00359888123456", "(088) 812-34-56"])
def test_phone_is_understood_as_people_write_it(company, typed):
    assert make.person(company, phones=(typed,)).contact_points.get().value == "+359888123456"


@pytest.mark.parametrize("typed", ["12", "088812345x", "+359", "０８８８１２３４５６", "0888\x00123456", "1" * 40])
def test_what_is_no_phone_is_refused(company, typed):
    with pytest.raises(actions.DetailsRefused) as refusal:
        make.person(company, phones=(typed,))
    assert refusal.value.field == "phones"
    assert not Party.objects.exists()


def test_e_mail_of_another_alphabet_is_kept(company):
    party = make.person(company, emails=("user@Bücher.example",))
    assert party.contact_points.get(kind="email").value == "user@bücher.example"


@pytest.mark.parametrize("typed", ["maria", "maria@", "@example.com", "a b@example.com", "a@b\nBcc: c@d.e"])
def test_what_is_no_e_mail_is_refused(company, typed):
    with pytest.raises(actions.DetailsRefused) as refusal:
        make.person(company, emails=(typed,))
    assert refusal.value.field == "emails"
    assert not Party.objects.exists()


# ---- Bank accounts


def test_bank_is_known_from_the_number_and_one_account_is_the_default(company):
    party = make.person(company, bank_accounts=(BankLine("bg80 bnbg 9661 1020 3456 78"), BankLine(OTHER_IBAN)))
    first, second = party.bank_accounts.order_by("position")
    assert (first.iban, first.bic, first.bank_name, first.currency, first.is_default) == (
        IBAN,
        "BNBGBGSD",
        "Българска народна банка",
        "EUR",
        True,
    )
    assert (second.bic, second.is_default) == ("UNCRBGSF", False)


def test_closed_account_stays_on_file_and_another_becomes_the_default(company):
    party = make.person(company, bank_accounts=(BankLine(IBAN), BankLine(OTHER_IBAN)))
    _change(party, bank_accounts=(BankLine(IBAN, closed_on=date(2026, 11, 1)), BankLine(OTHER_IBAN)))
    states = {one.iban: (one.is_default, one.closed_on) for one in party.bank_accounts.all()}
    assert states == {IBAN: (False, date(2026, 11, 1)), OTHER_IBAN: (True, None)}


@pytest.mark.parametrize(
    ("accounts", "field"),
    [
        ((BankLine("BG80BNBG96611020345679"),), "bank_accounts_1_iban"),
        ((BankLine(IBAN), BankLine(IBAN)), "bank_accounts_2_iban"),
        ((BankLine(IBAN, is_default=True), BankLine(OTHER_IBAN, is_default=True)), "bank_accounts"),
        ((BankLine(IBAN, is_default=True, closed_on=date(2026, 11, 1)),), "bank_accounts_1_closed_on"),
        ((BankLine(IBAN, closed_on=date(2027, 1, 1)),), "bank_accounts_1_closed_on"),
        ((BankLine(IBAN, bic="NOT A BIC"),), "bank_accounts_1_bic"),
        ((BankLine(IBAN), BankLine("40817810538091310418", bic="044525225")), "bank_accounts_2_iban"),
    ],
)
def test_account_that_cannot_be_is_refused(company, accounts, field):
    with pytest.raises((actions.DetailsRefused, IdentifierRefused)) as refusal:
        make.person(company, bank_accounts=accounts)
    assert refusal.value.field == field
    assert not Party.objects.exists()


# ---- Documents


def test_new_document_keeps_the_one_before_as_history(company):
    party = make.person(company, id_document=IdPaper(number="640000001", issuer="МВР"))
    _change(party, id_document=IdPaper(number="640000002", issued_on=date(2026, 1, 2)))
    _change(party, id_document=IdPaper(issuer="МВР Русе", issued_on=date(2026, 1, 2)))
    papers = {one.number: (one.is_current, one.issuer) for one in party.id_documents.all()}
    assert papers == {"640000001": (False, "МВР"), "640000002": (True, "МВР Русе")}


def test_untold_document_stays(company):
    party = make.person(company, id_document=IdPaper(number="640000001"))
    _change(party, latin_name="Maria", id_document=IdPaper())
    assert party.id_documents.get().is_current


def test_document_numbers_and_manager_numbers_are_unreadable_and_not_in_the_audit(company):
    make.person(company, id_document=IdPaper(number="640000777"))
    make.organisation_party(company, manager="Иван Петров", manager_number_kind="egn", manager_number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM parties_iddocument UNION SELECT manager_number FROM parties_party")
        stored = " ".join(row[0] for row in cursor.fetchall())
    told = " ".join(str(one.values) for one in AuditValues.objects.all())
    plain = " ".join(str(one.changes) for one in AuditEntry.objects.all())
    events = " ".join(str(one.payload) for one in OutboxEvent.objects.all())
    for secret in ("640000777", NUMBER):
        assert secret not in stored + told + plain + events
    assert "******777" in told
    for name in ("Петров", "Мария"):
        assert name not in plain + events


def test_change_of_a_document_number_with_the_same_end_is_a_change(company):
    party = make.person(company, id_document=IdPaper(number="640000777"))
    _change(party, id_document=IdPaper(number="650000777"))
    assert IdDocument.objects.filter(party=party).count() == 2


def test_document_number_is_shown_for_a_reason_to_those_who_may(company):
    party = make.person(company, id_document=IdPaper(number="640000777"))
    paper = party.id_documents.get()
    with pytest.raises(Forbidden):
        actions.show_id_document(document=paper, reason="copy", by=people.staff(company, "hostess"))
    with pytest.raises(actions.ReasonMissing):
        actions.show_id_document(document=paper, reason=" ", by=None)
    assert not AuditEntry.objects.filter(action="parties.iddocument.show").exists()
    assert actions.show_id_document(document=paper, reason="copy", by=people.staff(company, "legal")) == "640000777"
    assert AuditEntry.objects.get(action="parties.iddocument.show").changes["reason"] == [None, "copy"]


# ---- Addresses and names


def test_new_address_forgets_that_a_letter_came_back(company):
    party = make.person(company, registered_address=AddressLine("BG", "", "София", "1000", "ул. 1"))
    party.addresses.update(returned_on=date(2026, 11, 2))
    assert any("came back" in flag.text for flag in queries.flags_of(queries_file(party)))
    _change(party, latin_name="M")
    assert party.addresses.get().returned_on == date(2026, 11, 2)
    _change(party, registered_address=AddressLine("BG", "", "София", "1000", "ул. 2"))
    assert party.addresses.get().returned_on is None


def queries_file(party: Party) -> Party:
    return queries.party_file(people.staff(party.company, "broker"), party.pk)


def test_expired_document_and_wrong_contacts_are_flagged(company):
    party = make.person(
        company,
        phones=(ContactLine("0888123456", "", "wrong"),),
        id_document=IdPaper(number="1", issued_on=date(2016, 1, 1), expires_on=date(2026, 1, 1)),
    )
    icons = [(flag.icon, flag.tone) for flag in queries.flags_of(queries_file(party))]
    assert icons == [("id-card", "bad"), ("phone", "bad"), ("hash", "warn"), ("bell-off", "outline")]


def test_latin_name_is_written_by_rule_where_it_is_left_empty(company):
    assert make.person(company, first_name="Юлия", last_name="Щерева").latin_name == "Yulia Shtereva"
    assert make.person(company, first_name="Юлия", last_name="Щерева", latin_name="Julia").latin_name == "Julia"


@pytest.mark.parametrize(
    "name",
    [
        "👩‍👩‍👧 Ана",
        "A\u0301na",
        "\u202eanaM\u202c",
        "<script>alert(1)</script>",
        "'; DROP TABLE parties_party;--",
        "null",
        "İstanbul",
        "Щ" * 80,
    ],
)
def test_strange_name_is_kept_shown_as_text_and_found(client, company, name):
    party = make.person(company, first_name=name, last_name="Странна")
    client.force_login(people.staff(company, "broker"))
    page = client.get(reverse("parties:party_file", args=[party.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert list(Party.objects.search("странна")) == [party]
    assert client.get(reverse("parties:party_list"), {"q": name[:100]}).status_code == 200


@pytest.mark.parametrize("name", ["Ана\x00", "Ана\ud800", "Ана\x1b[31m"])
def test_name_that_cannot_be_stored_is_refused(company, name):
    with pytest.raises(actions.DetailsRefused) as refusal:
        make.person(company, first_name=name)
    assert refusal.value.field == "first_name"
