"""Who is on file already: by number, phone, e-mail, name and birth date, in either alphabet, in own companies only."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from roadbook.apps.parties import queries
from roadbook.apps.parties.queries.latin import latin_name, name_key
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

pytestmark = pytest.mark.django_db
BORN = date(1985, 3, 12)
NUMBER = make.egn(41)


@pytest.fixture
def company():
    return organisation.company()


@pytest.fixture
def broker(company):
    return people.staff(company, "broker")


@pytest.fixture
def maria(company):
    return make.person(
        company,
        first_name="Мария",
        middle_name="Иванова",
        last_name="Цонева-Георгиева",
        birth_date=BORN,
        identifier_kind="egn",
        identifier=NUMBER,
        phones=("0888 123 456",),
        emails=("maria@example.com",),
    )


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"numbers": (("egn", f"{NUMBER[:6]} {NUMBER[6:]}"),)}, "same national number"),
        ({"phones": ("00359 888 123 456",)}, "same phone"),
        ({"phones": ("0888123456",)}, "same phone"),
        ({"emails": (" MARIA@example.com",)}, "same e-mail"),
        ({"name": "МАРИЯ Цонева Георгиева", "birth_date": BORN, "language": "bg"}, "same name and birth date"),
        ({"name": "Maria Tsoneva-Georgieva", "birth_date": BORN, "language": "bg"}, "same name and birth date"),
        ({"name": "Georgieva Tsoneva Mariya", "birth_date": BORN, "language": "en"}, "same name and birth date"),
    ],
)
def test_client_on_file_is_found_while_typing(broker, maria, asked, reason):
    (found,) = queries.candidates(broker, queries.Asked(**asked))
    assert (found.party, found.reasons) == (maria, [reason])


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Мария Цонева-Георгиева", "language": "bg"},
        {"name": "Мария Цонева-Георгиева", "birth_date": date(1985, 3, 13), "language": "bg"},
        {"phones": ("0888 12",)},
        {"emails": ("maria",)},
        {"numbers": (("egn", NUMBER[:9]),)},
        {"numbers": (("pesel", NUMBER),)},
        {"name": "", "birth_date": BORN},
        {"name": "\U0001f600 \u202e", "birth_date": BORN},
    ],
)
def test_nobody_is_found_by_less(broker, maria, asked):
    assert queries.candidates(broker, queries.Asked(**asked)) == []


def test_another_companys_client_is_never_shown(broker, maria):
    stranger = people.staff(organisation.company(), "broker")
    asked = queries.Asked(phones=("0888123456",), numbers=(("egn", NUMBER),), emails=("maria@example.com",))
    assert queries.candidates(stranger, asked) == []
    assert queries.candidates(broker, queries.Asked(phones=("0888123456",), company="999999")) == []


def test_the_file_that_is_changed_is_not_its_own_double(broker, maria):
    assert queries.candidates(broker, queries.Asked(phones=("0888123456",), except_pk=maria.pk)) == []


def test_several_reasons_make_the_surer_candidate_first(company, broker, maria):
    make.person(company, phones=("0888 123 456",))
    found = queries.candidates(broker, queries.Asked(phones=("0888123456",), emails=("maria@example.com",)))
    assert found[0].party == maria
    assert found[0].reasons == ["same phone", "same e-mail"]
    assert len(found) == 2


def test_organisation_is_found_without_its_legal_form(company, broker):
    firm = make.organisation_party(company, name='"Пример Транс" ЕООД')
    for name in ("Пример Транс", "primer trans eood", "ПРИМЕР ТРАНС ООД"):
        (found,) = queries.candidates(broker, queries.Asked(name=name, is_person=False, language="bg"))
        assert found.party == firm


def test_form_is_warned_by_post_with_a_link(client, broker, company, maria):
    client.force_login(broker)
    sent = {"first_name": "Maria", "last_name": "Tsoneva-Georgieva", "birth_date": "12.03.1985", "language": "bg"}
    page = client.post(reverse("parties:number_check"), {**sent, "company": company.pk}).content.decode()
    assert reverse("parties:party_file", args=[maria.pk]) in page
    assert client.get(reverse("parties:number_check"), sent).status_code == 405
    changed = client.post(reverse("parties:number_check"), {**sent, "except": maria.pk}).content.decode()
    assert f"/clients/{maria.pk}/" not in changed


def test_number_that_is_looked_for_does_not_stay_in_the_address(client, broker, company, maria):
    client.force_login(broker)
    other = make.person(company, first_name="Иван")
    for answer in (
        client.post(reverse("parties:party_find"), {"q": NUMBER}),
        client.get(reverse("parties:party_list"), {"q": f"{NUMBER[:6]} {NUMBER[6:]}"}),
    ):
        assert answer.status_code == 302
        assert NUMBER not in answer["Location"]
        page = client.get(answer["Location"])
        assert [line.url for line in page.context["list"].lines] == [f"/clients/{maria.pk}/"]
        assert NUMBER not in page.content.decode()
    assert client.get(reverse("parties:party_found", args=["forged"])).status_code == 404
    assert other.name not in page.content.decode()


def test_other_words_of_the_search_box_stand_in_the_address(client, broker, company, maria):
    client.force_login(broker)
    sent = {"in": "kind=person&sort=-number", "put": "q", "q": "цонева"}
    answer = client.post(reverse("parties:party_find"), sent)
    assert answer.status_code == 302
    assert (
        answer["Location"] == f"{reverse('parties:party_list')}?{urlencode({'q': 'цонева'})}&kind=person&sort=-number"
    )


def test_search_box_of_clients_posts_and_keeps_a_number_while_one_types(client, broker, company, maria):
    client.force_login(broker)
    find = reverse("parties:party_find")
    page = client.get(reverse("parties:party_list")).content.decode()
    box = page[: page.index('role="search"')].rpartition("<form")[2]
    assert box.split() == ['method="post"', f'action="{find}"', f'hx-post="{find}"']
    assert "csrfmiddlewaretoken" in page.partition('role="search"')[2].partition("</form>")[0]

    sealed = client.post(find, {"q": NUMBER[:6]})["Location"]
    part = client.get(sealed, headers={"HX-Request": "true", "HX-Target": "list"}).content.decode()
    assert f'value="{NUMBER[:6]}"' in part
    assert NUMBER[:6] not in client.get(sealed).content.decode()


def test_phone_and_document_number_are_looked_for_in_the_same_way(client, broker, company, maria):
    client.force_login(broker)
    answer = client.post(reverse("parties:party_find"), {"q": "+359 888 123 456"})
    page = client.get(answer["Location"])
    assert [line.url for line in page.context["list"].lines] == [f"/clients/{maria.pk}/"]


@pytest.mark.parametrize(
    ("name", "language", "written"),
    [
        ("Юлия Щерева", "bg", "Yulia Shtereva"),
        ("ИВАН ПЕТРОВ", "bg", "IVAN PETROV"),
        ("Щукин Юрий", "ru", "Shchukin Iurii"),
        ("Żelisław Łoś", "pl", "Zelislaw Los"),
        ("Maria Stoeva", "bg", ""),
    ],
)
def test_name_in_latin_letters_is_offered(name, language, written):
    assert latin_name(name, language) == written


def test_names_that_people_confuse_have_one_key():
    same = [("Мария Ячева", "bg"), ("Mariya Yacheva", "bg"), ("maria IACHEVA", "en"), ("Ячева  Мария", "bg")]
    assert len({name_key(*one) for one in same}) == 1
    assert name_key("Żuk Łódź", "pl") == name_key("zuk lodz", "en")
    assert name_key("Мария Ячева", "bg") != name_key("Мария Янчева", "bg")
