"""Clients from files: judged like a form, entered many at once as if one by one, taken back whole."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.apps import apps

from roadbook.apps.identity.enums import Role
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.actions import importing
from roadbook.apps.parties.models import AddressLine, BankLine, IdPaper, NumberLine, Party, PartyDetails, Relation
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import AuditEntry, AuditValues, ImportRow, OutboxEvent
from roadbook.kit.testing import at_once, deliver
from tests.factories import identity, leasing, organisation, parties, receivables, transfers
from tests.factories.parties import egn, eik

pytestmark = pytest.mark.django_db
CODE = "parties.clients"
HEAD = "Вид;Име;Презиме;Фамилия;Клиент;ЕГН/ЕИК;Телефон;Имейл;Град;Адрес;Дата на раждане;Лична карта;Валидна до;МОЛ\n"
IVAN = (
    f"физическо лице;Иван;Петров;Примеров;;{egn(1)};0888 123 456;IVAN@example.com;София;ул. Тестова 1;;640000001;"
    "01.01.2030;"
)
FIRM = f"организация;;;;Пример ЕООД;{eik(1)};02 123 4567;;Варна;;;;;Мария Стоева"


def problems(batch, line: int) -> list[tuple[str, str]]:
    return [(one.field, one.message) for one in Contents(transfers.row(batch, line)).problems]


def states(batch) -> list[str]:
    return list(ImportRow.objects.filter(batch=batch).order_by("number").values_list("state", flat=True))


def checked(text: str, company, **more: Any):
    return transfers.checked(text, importer=CODE, company=company, **more)


def imported(text: str, company, **more: Any):
    return transfers.imported(text, importer=CODE, company=company, **more)


def test_persons_and_organisations_get_files_with_everything_that_is_said():
    company = organisation.company()
    batch = imported(f"{HEAD}{IVAN}\n{FIRM}\n", company)
    assert batch.counts == {"done": 2}
    ivan, firm = Party.objects.order_by("pk")
    told = queries.details_of(ivan)
    assert (ivan.name, told.birth_date) == ("Иван Петров Примеров", date(1985, 3, 12))
    assert (told.phone_values, told.email_values) == (("+359888123456",), ("ivan@example.com",))
    assert told.phones[0].source == "import"
    assert told.registered_address == AddressLine(city="София", street="ул. Тестова 1")
    assert (told.id_document.number, told.id_document.expires_on) == ("640000001", date(2030, 1, 1))
    assert (firm.name, firm.accountable_person, firm.identifiers.get().kind) == ("Пример ЕООД", "Мария Стоева", "eik")
    assert [party.number[-5:] for party in (ivan, firm)] == ["00001", "00002"]


def test_wrong_rows_name_field_and_reason_and_enter_nobody():
    company = organisation.company()
    rows = (
        ";Иван;;;;7501020019;;;;;;;;",
        "физическо лице;;;Примеров;;;;;;;;;;",
        ";Иван;;Примеров;;;123;;;;;;;",
        ";Иван;;Примеров;;;;няма;;;;;;",
        ";Иван;;Примеров;;;;;;;31.02.1980;;;",
        ";Иван;;Примеров;;;;;;;01.01.2031;;;",
        "марсианец;Иван;;Примеров;;;;;;;;;;",
    )
    batch = checked(HEAD + "\n".join(rows) + "\n", company)
    found = [problems(batch, line)[0][0] for line in range(2, 9)]
    assert found == ["last_name", "first_name", "phone", "email", "birth_date", "birth_date", "kind"]
    assert (batch.counts, Party.objects.count()) == ({"error": 7}, 0)


def test_whole_name_in_one_column_is_parted():
    company = organisation.company()
    text = f"Име;ЕГН\nМария Иванова Стоева;{egn(2)}\nПетър Тестов;{egn(3)}\nАна Мария Пиа Образцова;{egn(4)}\n"
    imported(
        text.replace("ЕГН\n", "ЕГН;Вид\n", 1).replace("\n", ";физическо лице\n").replace("Вид;физическо лице", "Вид"),
        company,
    )
    names = [(one.first_name, one.middle_name, one.last_name) for one in Party.objects.order_by("pk")]
    assert names == [("Мария", "Иванова", "Стоева"), ("Петър", "", "Тестов"), ("Ана", "", "Мария Пиа Образцова")]


def test_number_that_a_sheet_kept_as_a_number_gets_its_zero_back():
    company = organisation.company()
    born = date(2005, 1, 2)
    number = parties.egn(5, born)
    assert number.startswith("0")
    book = openpyxl.Workbook()
    for line in (("First name", "Last name", "ЕГН", "Phone"), ("Иван", "Примеров", int(number), 359888123456)):
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    batch = transfers.brought(target.getvalue(), "a.xlsx", importer=CODE, company=company, runs=True)
    assert batch.counts == {"done": 1}
    assert Party.objects.get().birth_date == born
    assert queries.details_of(Party.objects.get()).phone_values == ("+359888123456",)


def test_known_client_is_found_by_number_then_by_name_and_phone():
    company = organisation.company()
    parties.person(company, first_name="Иван", last_name="Примеров", identifier_kind="egn", identifier=egn(1))
    parties.person(company, first_name="Петър", last_name="Тестов", phones=("0888 111 222",))
    text = (
        f"Име;Фамилия;ЕГН;Телефон;Имейл\nИван;Примеров;{egn(1)};;\nПетър;Тестов;;+359 888 111 222;\n"
        f"ПЕТЪР;ТЕСТОВ;;0888111222;new@example.com\nПетър;Тестов;;0888 999 888;\n"
    )
    batch = checked(text, company)
    assert states(batch) == ["duplicate", "duplicate", "duplicate", "new"]


def test_differences_are_shown_taken_and_put_back():
    company = organisation.company()
    known = parties.person(
        company, first_name="Иван", last_name="Примеров", identifier_kind="egn", identifier=egn(1), citizenship="BG"
    )
    text = f"Име;Фамилия;ЕГН;Телефон;Имейл;Град\nИван;Примеров;{egn(1)};0899 000 111;i@example.com;Русе\n"
    batch = checked(text, company, takes_changes=True)
    assert states(batch) == ["conflict"]
    before = queries.details_of(known)
    batch = transfers.ran(batch)
    after = queries.details_of(Party.objects.get())
    assert after.phone_values == ("+359888123456", "+359899000111")
    assert (after.email_values, after.registered_address.city) == (("i@example.com",), "Русе")
    batch = transfers.undone(batch)
    assert batch.state == "undone", batch.problem
    assert queries.details_of(Party.objects.get()) == before


def test_same_file_twice_is_entered_once():
    company = organisation.company()
    imported(f"{HEAD}{IVAN}\n{FIRM}\n", company)
    again = checked(f"{HEAD}{IVAN}\n{FIRM}\n", company)
    assert (again.counts, Party.objects.count()) == ({"duplicate": 2}, 2)


def test_contact_person_becomes_a_relation():
    company = organisation.company()
    imported(f"Клиент;ЕИК;Лице за контакт;Телефон на лицето за контакт\nПример ЕООД;{eik(1)};Ана;0888 1\n", company)
    relation = Relation.objects.get()
    assert (relation.outsider_name, relation.outsider_contact) == ("Ана", "0888 1")


def test_undo_takes_files_back_and_leaves_the_numbers_used():
    company = organisation.company()
    batch = imported(f"{HEAD}{IVAN}\n{FIRM}\n", company)
    deliver()
    batch = transfers.undone(batch)
    assert batch.problem == ""
    assert (batch.state, Party.objects.count()) == ("undone", 0)
    for part in importing.PARTS:
        assert apps.get_model(part).objects.count() == 0
    assert parties.person(company).number.endswith("00003")


def test_undo_is_refused_by_a_contract():
    company = receivables.company()
    batch = imported(f"{HEAD}{IVAN}\n{FIRM}\n", company)
    leasing.draft(company, client=Party.objects.get(kind="person"))
    batch = transfers.undone(batch)
    assert (batch.state, Party.objects.filter(name="Иван Петров Примеров").count()) == ("done", 1)
    assert "line 2" in batch.problem


def test_broker_imports_nobody():
    company = organisation.company()
    with pytest.raises(Forbidden):
        transfers.upload(f"{HEAD}{IVAN}\n", importer=CODE, company=company, by=identity.staff(company, Role.BROKER))


FULL = PartyDetails(
    first_name="Иван",
    middle_name="Петров",
    last_name="Примеров",
    identifier_kind="egn",
    identifier=egn(1),
    numbers=(NumberLine("vat", "DE136695976"),),
    citizenship="bg",
    phones=("0888 123 456", "02 123 4567"),
    emails=("A@example.com",),
    registered_address=AddressLine("BG", "София", "София", "1000", "ул. Тестова 1"),
    current_address=AddressLine("BG", "", "Варна", "", "ул. Друга 2"),
    bank_accounts=(BankLine("BG80BNBG96611020345678"),),
    id_document=IdPaper(number="640 000 001", issued_on=date(2020, 1, 1), issuer="МВР", expires_on=date(2030, 1, 1)),
)
ORGANISATION = PartyDetails(
    kind="organisation",
    name="Пример ЕООД",
    identifier_kind="eik",
    identifier=eik(1),
    accountable_person="Мария Стоева",
    manager="Ана Тестова",
    manager_number_kind="egn",
    manager_number=egn(7),
)


def rows_of(party: Party) -> dict[str, Any]:
    """Every column of a party and its parts, but for keys, moments and whose they are."""
    own = {"id", "company", "created_at", "party", "created_by"}
    found = {"party": _columns(party, own)}
    for part in importing.PARTS:
        model = apps.get_model(part)
        found[part] = [_columns(row, own) for row in model.objects.filter(party=party).order_by("pk")]
    return found


def _columns(row: Any, own: set[str]) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in own}


@pytest.mark.parametrize("said", [FULL, ORGANISATION, PartyDetails(first_name="Ана", last_name="Тестова")])
def test_entered_with_many_is_as_entered_alone(said):
    one, many = organisation.company(), organisation.company()
    told = {name: value for name, value in vars(said).items() if name != "kind"}
    enter = actions.register_person if said.kind == "person" else actions.register_organisation
    alone = enter(company=one, by=None, **told)
    with_others = importing.register_many(company=many, by=None, told=[said])[0]
    assert rows_of(Party.objects.get(pk=alone.pk)) == rows_of(Party.objects.get(pk=with_others.pk))
    entries = [AuditEntry.objects.get(subject=f"parties.party:{party.pk}") for party in (alone, with_others)]
    assert entries[0].changes == entries[1].changes
    assert AuditValues.objects.get(entry=entries[0]).values == AuditValues.objects.get(entry=entries[1]).values
    events = OutboxEvent.objects.filter(name="parties.events.PartyRegistered").order_by("pk")
    assert [event.payload["party_id"] for event in events] == [alone.pk, with_others.pk]


def test_those_who_are_refused_do_not_hold_up_the_others():
    company = organisation.company()
    parties.person(company, identifier_kind="egn", identifier=egn(1))
    wrong = PartyDetails(first_name="", last_name="Б")
    fine = PartyDetails(first_name="А", last_name="Б")
    found = importing.register_many(company=company, by=None, told=[wrong, FULL, fine])
    assert [isinstance(one, Refused) for one in found] == [True, True, False]
    assert Party.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_files_with_the_same_person_at_the_same_time_enter_him_once():
    company = organisation.company()
    others = [PartyDetails(first_name="Друг", last_name=f"Човек {number}") for number in range(5)]
    results = at_once(
        *[lambda: importing.register_many(company=company, by=None, told=[*others[:2], FULL, *others[2:]])] * 2
    )
    assert all(isinstance(found, list) for found in results), results
    assert Party.objects.filter(name="Иван Петров Примеров").count() == 1
    assert Party.objects.count() == 11
