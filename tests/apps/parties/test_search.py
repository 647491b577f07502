"""Finding clients: either alphabet, phone, number, whole national number; own companies only."""

from __future__ import annotations

import pytest

from roadbook.apps.parties import queries
from roadbook.apps.parties.models import Party
from roadbook.apps.parties.queries.latin import latin
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

NUMBER = make.egn(5)


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def maria(company):
    return make.person(
        company,
        first_name="Мария",
        last_name="Ячева",
        phones=("0888 123 456",),
        identifier_kind="egn",
        identifier=NUMBER,
    )


@pytest.mark.parametrize(
    "words", ["мария", "ЯЧЕВА мар", "maria", "Yacheva", "0888 123 456", "+359888123456", "C-2026-00001", NUMBER]
)
def test_client_is_found(company, maria, words):
    make.person(company, first_name="Иван", last_name="Образцов", phones=("0877000111",))
    assert list(Party.objects.visible_to(people.staff(company, "broker")).search(words)) == [maria]


def test_part_of_a_national_number_finds_nobody(company, maria):
    assert not Party.objects.visible_to(people.staff(company, "broker")).search(NUMBER[:9]).exists()


def test_polish_name_is_found_without_its_marks(company):
    party = make.person(company, first_name="Żelisław", last_name="Łoś")
    assert list(Party.objects.all().search("zelislaw los")) == [party]


def test_palette_shows_own_companies_only(company, maria):
    make.person(organisation.company(), first_name="Мария", last_name="Чужда")
    hits = queries.find_clients(people.staff(company, "broker"), "мария", 8)
    assert [(hit.title, hit.detail, hit.url) for hit in hits] == [
        ("Мария Ячева", maria.number, f"/clients/{maria.pk}/")
    ]
    assert queries.find_clients(people.user(), "мария", 8) == []


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Мария Щърбева", "bg", "maria shtarbeva"),
        ("Гьорчев Юлиян", "bg", "gyorchev yuliyan"),
        ("Щукин Юрий", "ru", "shchukin iurii"),
        ("Żelisław", "pl", "żelisław"),
    ],
)
def test_names_in_latin_letters(name, language, expected):
    assert latin(name, language) == expected
