"""The palette: what it finds by which spelling, the best hit first, what was open lately; nothing in addresses."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.urls import reverse

from roadbook.apps.backoffice import queries
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.queries import permissions
from roadbook.apps.vehicles.actions.plates import change_plate
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import search
from roadbook.kit.models import RecentRecord
from roadbook.kit.search import recent
from roadbook.kit.testing import assert_same_queries
from tests.factories import identity as people
from tests.factories import leasing as contracts
from tests.factories import parties, receivables, vehicles

ADDRESS = "/palette/"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def company(db):
    return receivables.company()


@pytest.fixture
def manager(company):
    return people.staff(company, Role.MANAGER, Role.CASHIER)


def titles(user, typed: str) -> dict[str, list[str]]:
    return {str(one.label): [hit.title for hit in one.hits] for one in queries.palette(user, permissions(user), typed)}


def first(user, typed: str) -> str:
    return queries.palette(user, permissions(user), typed)[0].hits[0].title


@pytest.mark.parametrize("typed", ["Ivanov", "иванов", "ИВАНОВ ив", "ivan"])
def test_person_is_found_in_either_alphabet(company, manager, typed):
    parties.person(company, first_name="Иван", last_name="Иванов", middle_name="")
    assert titles(manager, typed)["Clients"] == ["Иван Иванов"]


@pytest.mark.parametrize("typed", ["Янев", "yanev", "Янeв".replace("e", "е")])
def test_person_whose_name_is_in_latin_letters_is_found_in_cyrillic(company, manager, typed):
    parties.person(company, first_name="Mira", last_name="Yanev", middle_name="")
    assert titles(manager, typed)["Clients"] == ["Mira Yanev"]


@pytest.mark.parametrize(
    "typed",
    ["0888 123 456", "+359 888 123456", "00359888123456", "(0888) 12-34-56", "888123456", "123456"],
)
def test_phone_is_found_in_any_spelling(company, manager, typed):
    parties.person(company, first_name="Ралица", phones=("0888123456",))
    parties.person(company, first_name="Огнян", phones=("0877000111",))
    (found,) = titles(manager, typed)["Clients"]
    assert found.startswith("Ралица")


@pytest.mark.parametrize("typed", ["СВ1234АВ", "CB1234AB", "св 1234 ав", "cb 1234 ab", "1234"])
def test_plate_is_found_in_latin_and_cyrillic(company, manager, typed):
    vehicle = vehicles.vehicle(company, plate="CB1234AB")
    assert titles(manager, typed)["Vehicles"] == [str(vehicle)]


def test_vin_is_found_whole_and_by_its_end(company, manager):
    vehicle = vehicles.vehicle(company)
    assert first(manager, vehicle.vin.lower()) == str(vehicle)
    assert titles(manager, f"!{vehicle.vin[-6:]}")["Vehicles"] == [str(vehicle)]


def test_contract_is_found_by_number_and_by_the_end_of_it(company, manager):
    contract = contracts.active(company)
    assert first(manager, contract.number.lower()) == contract.number
    assert titles(manager, f"#{int(contract.number[-5:])}")["Contracts"] == [contract.number]


def test_contract_is_found_by_its_client_in_the_other_alphabet(company, manager):
    contract = contracts.active(company)
    latin = contract.client.search_text.split()
    assert (
        contract.number
        in titles(manager, next(word for word in latin if word.isascii() and word.isalpha()))["Contracts"]
    )


@pytest.mark.parametrize("typed", ["20000", "20 000,00", "20,000.00", "€20000"])
def test_contract_is_found_by_its_financed_amount(company, manager, typed):
    contract = contracts.active(company)
    assert contract.number in titles(manager, typed)["Contracts"]


def test_contract_is_found_by_its_instalment(company, manager):
    contract = contracts.active(company)
    instalment = contract.schedules.get().instalments.get(number=1)
    typed = f"{instalment.total // 100},{instalment.total % 100:02}"
    (group,) = [one for one in queries.palette(manager, permissions(manager), typed) if one.label == "Contracts"]
    assert [hit.title for hit in group.hits] == [contract.number]
    assert "Instalment" in group.hits[0].detail


def test_payment_is_found_by_its_amount_as_people_write_it(company, manager):
    payment = receivables.payment(receivables.account(company), 1234_56)
    receivables.payment(receivables.account(company), 91234_56)
    assert titles(manager, "1 234,56")["Payments"] == [payment.number]
    assert titles(manager, "1,234.56")["Payments"] == [payment.number]


def test_exact_number_comes_before_everything_else(company, manager):
    party = parties.person(company, first_name="Ралица")
    parties.person(company, first_name=party.number.replace("-", " "))
    assert first(manager, party.number) == party.name


def test_whole_national_number_finds_its_client_and_a_part_nobody(company, manager):
    number = parties.egn(5)
    party = parties.person(company, first_name="Ралица", identifier_kind="egn", identifier=number)
    assert titles(manager, number)["Clients"] == [party.name]
    assert "Clients" not in titles(manager, number[:9])


@pytest.mark.parametrize(
    ("typed", "found"),
    [("umowa", "New contract"), ("договор", "New contract"), ("kasa", "Take a payment"), ("кола", "New vehicle")],
)
def test_commands_are_known_by_words_of_four_languages(company, typed, found):
    user = people.staff(company, Role.BROKER, Role.CASHIER)
    assert found in titles(user, f">{typed}")["Create"]


def test_places_are_known_by_their_names_in_other_languages(company):
    assert titles(people.staff(company), ">журнал")["Go to"] == ["Audit log"]


def test_strangers_find_nothing(company, manager):
    contract = contracts.active(company)
    stranger = people.staff(receivables.company(), Role.MANAGER)
    for typed in (contract.number, contract.client.name, contract.vehicle.vin, "20 000,00"):
        assert titles(stranger, typed) == {}
    assert titles(people.user(), contract.number) == {}


def test_what_was_typed_stands_in_no_address_and_no_log(client, company, manager, caplog):
    client.force_login(manager)
    number = parties.egn(5)
    with caplog.at_level(logging.DEBUG):
        answer = client.post(ADDRESS, {"q": number}, headers=FRAGMENT)
    assert answer.status_code == 200
    assert number not in caplog.text
    assert client.get(ADDRESS, {"q": number}).context["groups"] == []


def test_palette_answers_a_fragment_and_without_a_script_a_page(client, company):
    client.force_login(people.staff(company))
    html = client.post(ADDRESS, {"q": ">aud"}, headers=FRAGMENT).content.decode()
    assert f'href="{reverse("backoffice:audit_list")}"' in html
    assert "<html" not in html
    page = client.post(ADDRESS, {"q": ">aud"}).content.decode()
    assert f'href="{reverse("backoffice:audit_list")}"' in page
    assert 'value="&gt;aud"' in page
    assert client.get(ADDRESS).status_code == 200


def test_opened_records_are_recent_newest_first(client, company, manager):
    old, new = parties.person(company, first_name="Ралица"), contracts.active(company)
    client.force_login(manager)
    client.get(reverse("parties:party_file", args=[old.pk]))
    client.get(reverse("leasing:contract_show", args=[new.pk]))
    client.get(reverse("leasing:contract_show", args=[new.pk]))
    assert titles(manager, "")["Recent"] == [new.number, old.name]
    assert titles(people.staff(company, Role.MANAGER), "") == {}


def test_recent_records_that_may_not_be_seen_any_more_are_left_out(company, manager):
    foreign = parties.person(receivables.company(), first_name="Ралица")
    recent.visit(manager, "clients", foreign.pk)
    recent.visit(manager, "nothing", 1)
    assert recent.records(manager) == []


def test_recent_records_are_thinned_out(company, manager):
    for number in range(recent.KEPT + 3):
        recent.visit(manager, "clients", number)
    assert RecentRecord.objects.filter(user=manager).count() == recent.KEPT


def test_refused_pages_and_parts_of_pages_are_not_recent(client, company, manager):
    foreign = parties.person(receivables.company())
    mine = parties.person(company)
    client.force_login(manager)
    assert client.get(reverse("parties:party_file", args=[foreign.pk])).status_code == 404
    client.get(reverse("parties:party_file", args=[mine.pk]), headers=FRAGMENT)
    assert not RecentRecord.objects.exists()


def test_recent_records_cost_one_statement_for_each_kind(company, manager):
    with assert_same_queries(1):
        recent.records(manager)
    for _count in range(3):
        recent.visit(manager, "clients", parties.person(company).pk)
        permissions(manager)
        with assert_same_queries(2):
            recent.records(manager)


@pytest.mark.parametrize("typed", ["%", "_", "\\", "%%%", "'", "a%b"])
def test_signs_of_patterns_are_letters_like_others(company, manager, typed):
    parties.person(company, first_name="Ралица")
    assert "Clients" not in titles(manager, typed * 3)


def test_look_gathers_beyond_the_newest(company, manager, monkeypatch):
    from roadbook.kit.search import looking

    monkeypatch.setattr(looking, "NEWEST", 2)
    wanted = parties.person(company, first_name="Ралица", last_name="Чернева")
    for _count in range(4):
        parties.person(company, first_name="Иван")
    assert titles(manager, "чернева")["Clients"] == [wanted.name]


def test_look_finds_what_the_user_may_see_beyond_the_newest(company, manager, monkeypatch):
    from roadbook.kit.search import looking

    monkeypatch.setattr(looking, "NEWEST", 1)
    mine = [parties.person(company, first_name="Ралица", last_name=name) for name in ("Първа", "Втора")]
    for _count in range(3):
        parties.person(first_name="Ралица")
    assert titles(manager, "ралица")["Clients"] == [one.name for one in reversed(mine)]


def test_text_of_every_row_is_read_from_its_index(db):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Vehicle.objects.filter(search_text__holds="p000123").values_list("pk").explain()
    assert "vehicle_by_text" in plan


def test_vehicle_is_found_by_a_plate_that_it_bore(company, manager):
    vehicle = vehicles.vehicle(company, plate="CB1234AB")
    change_plate(vehicle=vehicle, by=None, plate="CA9876KK", on=company.business_date)
    assert [titles(manager, typed)["Vehicles"] for typed in ("СА 9876 КК", "СВ1234АВ")] == [[str(vehicle)]] * 2


def test_asked_reads_what_was_typed_in_every_way():
    asked = search.asked("  СВ 1234 АВ ")
    assert (asked.words, asked.plate, asked.digits, asked.amount) == (("св", "1234", "ав"), "CB1234AB", "", None)
    assert search.asked("1 234,56").amount == 1234_56
    assert search.asked("1.234").amount is None
    assert search.asked("0888 123-456").digits == "0888123456"
    assert search.asked("\x00") == search.Asked()
