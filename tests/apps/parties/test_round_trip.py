"""The register of clients as a file that comes back: masked numbers mean what is on file, and nothing changes."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.utils.translation import override

from roadbook.apps.identity.enums import Role
from roadbook.apps.parties.models import AddressLine, BankLine, ContactLine, IdPaper, NumberLine, Party
from roadbook.kit import clock
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import AuditEntry, ImportRow
from tests.factories import identity, organisation, parties, transfers
from tests.factories.parties import egn, eik

pytestmark = pytest.mark.django_db
CODE = "parties.clients"


@pytest.fixture
def company():
    return organisation.company()


@pytest.fixture
def office(company):
    return identity.staff(company, Role.ADMINISTRATOR)


@pytest.fixture
def register(company):
    """Clients of every kind, also such whose columns hold several things at once."""
    paper = IdPaper(number="640000001", issued_on=date(2020, 1, 1), expires_on=date(2030, 1, 1))
    home, other = AddressLine("BG", "Област", "Русе", "7000", "ул. Тестова 1, вх. А"), AddressLine(city="Варна")
    parties.person(
        company,
        first_name="Иван",
        middle_name="Петров",
        last_name="Примеров",
        identifier_kind="egn",
        identifier=egn(1),
        numbers=(NumberLine("vat", "DE136695976"),),
        citizenship="BG",
        phones=("0888 123 456", ContactLine("02 123 4567", status="works")),
        emails=("-a@example.com",),
        registered_address=other,
        current_address=home,
        id_document=paper,
        bank_accounts=(BankLine("BG80BNBG96611020345678"),),
    )
    parties.person(company, first_name="Ана", middle_name="Мария Пиа", last_name="де ла Образцова", phones=())
    parties.person(company, first_name="Ана", last_name="Примерова", registered_address=other, preferred_channel="sms")
    parties.organisation_party(
        company,
        name="=Пример, „А“ ЕООД",
        identifier_kind="eik",
        identifier=eik(1),
        accountable_person="Мария Стоева",
        manager="Ана Тестова",
        manager_number_kind="egn",
        manager_number=egn(7),
        registered_address=home,
        phones=("+48 22 123 45 67",),
    )


def rows_of() -> list[dict[str, object]]:
    return list(Party.objects.order_by("pk").values())


@pytest.mark.parametrize("language", ["en", "bg", "pl", "ru"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.usefixtures("register")
def test_register_that_comes_back_changes_nothing(company, office, form, language):
    with time_machine.travel(clock.now(), tick=False), override(language):
        content = transfers.content(office, table=CODE, format=form)
        before = rows_of()
        entries = AuditEntry.objects.filter(subject__startswith="parties.").count()
        batch = transfers.brought(content, f"clients.{form}", importer=CODE, company=company)
        assert batch.counts == {"duplicate": 4}, [
            (Contents(row).note, Contents(row).problems) for row in ImportRow.objects.filter(batch=batch)
        ]
        subjects = set(ImportRow.objects.filter(batch=batch).values_list("subject", flat=True))
        assert subjects == {f"parties.party:{row['id']}" for row in before}
        assert rows_of() == before
        assert AuditEntry.objects.filter(subject__startswith="parties.").count() == entries
        again = transfers.content(office, table=CODE, format=form)
        assert transfers.parts(again) == transfers.parts(content)


def test_change_beside_a_masked_number_is_seen_and_the_number_stays(company):
    known = parties.person(
        company, first_name="Иван", last_name="Примеров", identifier_kind="egn", identifier=egn(1), citizenship="BG"
    )
    masked = known.identifiers.get().masked
    text = f"Number;Client;Kind;National number;Citizenship\n{known.number};Иван Примеров;person;{masked};PL\n"
    batch = transfers.checked(text, importer=CODE, company=company, takes_changes=True)
    assert batch.counts == {"conflict": 1}
    assert transfers.ran(batch).counts == {"done": 1}
    known.refresh_from_db()
    assert (known.citizenship, known.identifiers.get().value) == ("PL", egn(1))


@pytest.mark.parametrize("said", ["******0000", "*** 0000", "85****1234"])
def test_number_masked_otherwise_names_line_and_field(company, said):
    known = parties.person(company, first_name="Иван", last_name="Примеров", identifier_kind="egn", identifier=egn(1))
    text = f"Number;Client;Kind;National number\n{known.number};Иван Примеров;person;{said}\n"
    batch = transfers.checked(text, importer=CODE, company=company, takes_changes=True)
    row = transfers.row(batch, 2)
    assert (batch.counts, [one.field for one in Contents(row).problems]) == ({"error": 1}, ["identifier"])
    assert known.identifiers.get().value == egn(1)


def test_masked_number_of_somebody_unknown_enters_nobody(company):
    text = "Client;Kind;National number;Phone\nИван Примеров;person;******1234;***\n"
    batch = transfers.checked(text, importer=CODE, company=company)
    problems = Contents(transfers.row(batch, 2)).problems
    assert [one.field for one in problems] == ["identifier", "phone"]
    assert "Only the end of this is shown" in problems[0].message
    assert Party.objects.count() == 0


def test_day_of_the_document_on_file_is_changed_without_its_number(company):
    known = parties.person(company, last_name="Примерова", id_document=IdPaper(number="640000001"))
    text = f"Number;Client;Kind;Identity document valid until\n{known.number};{known.name};person;01.01.2031\n"
    transfers.imported(text, importer=CODE, company=company, takes_changes=True)
    paper = known.id_documents.get()
    assert (paper.number, paper.expires_on) == ("640000001", date(2031, 1, 1))


def test_city_of_a_file_is_the_registered_one_unless_the_list_shows_another(company):
    known = parties.person(
        company, registered_address=AddressLine(city="Варна"), current_address=AddressLine(city="Русе")
    )
    head = "Number;Client;Kind;City\n"
    for city, found in (("Русе", "duplicate"), ("Варна", "duplicate"), ("Пловдив", "conflict")):
        text = f"{head}{known.number};{known.name};person;{city}\n"
        assert transfers.checked(text, importer=CODE, company=company).counts == {found: 1}
