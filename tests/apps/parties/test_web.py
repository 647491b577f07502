"""Screens of clients: what shows, what is refused, what another company's user gets."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from roadbook.apps.parties import actions
from roadbook.apps.parties.models import IdPaper, Party
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import parties as make

WOMAN = make.egn(7, date(1990, 5, 6), is_woman=True)
NEW = {
    "first_name": "Мария",
    "last_name": "Стоева",
    "identifier_kind": "egn",
    "identifier": WOMAN,
    "language": "bg",
    "preferred_channel": "viber",
    "phone": "0888 123 456",
    "registered_city": "София",
    "registered_country": "BG",
    "paper_kind": "id_card",
}
LIST, CREATE = "parties:party_list", "parties:party_create"


def without_token(html: str) -> str:
    """Each answer carries tokens of its own."""
    return re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', "", html)


@pytest.fixture
def company(db):
    return organisation.company()


@pytest.fixture
def broker(company, client):
    user = people.staff(company, "broker")
    client.force_login(user)
    return user


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, company, broker, rows, django_assert_num_queries):
    for nth in range(rows):
        make.person(company, identifier_kind="egn", identifier=make.egn(nth))
    with django_assert_num_queries(10):
        page = client.get(reverse(LIST))
    assert len(page.context["list"].lines) == rows


@pytest.mark.parametrize(("language", "day"), [("bg", "06.05.1990"), ("en", "6 May 1990")])
def test_pages_in_the_readers_language(client, company, language, day):
    client.force_login(people.staff(company, "broker", language=language))
    paper = IdPaper("id_card", "640000789")
    party = make.person(company, identifier_kind="egn", identifier=WOMAN, id_document=paper)
    client.cookies["django_language"] = language
    page = client.get(reverse("parties:party_file", args=[party.pk]))
    text = page.content.decode().replace("\xa0", " ")
    assert page.status_code == 200
    assert f'lang="{language}"' in text
    for word in (party.name, party.number, "+359 88 812 3456", f"******{WOMAN[-4:]}", "******789", day):
        assert word in text
    assert WOMAN not in text
    assert paper.number not in text
    assert client.get(reverse(LIST)).status_code == client.get(reverse(CREATE)).status_code == 200


def test_list_finds_in_either_alphabet_and_swaps_the_same_rows(client, company, broker):
    make.person(company, first_name="Мария", last_name="Ячева")
    make.person(company, first_name="Иван", last_name="Образцов")
    whole = client.get(reverse(LIST), {"q": "yacheva"}).content.decode()
    part = client.get(reverse(LIST), {"q": "yacheva"}, headers={"HX-Request": "true", "HX-Target": "list"})
    assert without_token(part.content.decode()).strip() in without_token(whole)
    assert "Мария Ячева" in whole
    assert "Образцов" not in whole


def test_broker_registers_a_person(client, company, broker):
    answer = client.post(reverse(CREATE), {**NEW, "company": company.pk})
    party = Party.objects.get()
    assert answer["Location"] == reverse("parties:party_file", args=[party.pk])
    assert (party.name, party.sex, party.preferred_channel, party.created_by) == ("Мария Стоева", "f", "viber", broker)
    assert str(party.addresses.get()) == "София, BG"


def test_form_sent_twice_registers_once(client, company, broker):
    token = client.get(reverse(CREATE)).context["form"]["form_token"].value()
    sent = {**NEW, "identifier": "", "company": company.pk, "form_token": token}
    answers = [client.post(reverse(CREATE), sent) for _time in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Party.objects.count() == 1


def test_broker_registers_an_organisation(client, company, broker):
    sent = {
        **{name: NEW[name] for name in ("language", "preferred_channel", "phone")},
        "name": "Пример Транс ЕООД",
        "identifier_kind": "eik",
        "identifier": make.eik(3),
        "company": company.pk,
    }
    assert client.post(reverse(CREATE) + "?kind=organisation", sent).status_code == 302
    assert Party.objects.get().kind == "organisation"


def test_wrong_number_stays_in_the_form(client, company, broker):
    answer = client.post(reverse(CREATE), {**NEW, "identifier": "7501020019", "company": company.pk})
    assert answer.status_code == 422
    assert answer.context["form"].errors["identifier"]
    assert 'value="Стоева"' in answer.content.decode()
    assert not Party.objects.exists()


def test_wrong_phone_is_said_at_the_phone(client, company, broker):
    answer = client.post(reverse(CREATE), {**NEW, "phone": "12", "company": company.pk})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["phone"]


def test_duplicate_leads_to_the_file_that_has_the_number(client, company, broker):
    first = make.person(company, identifier_kind="egn", identifier=WOMAN)
    answer = client.post(reverse(CREATE), {**NEW, "company": company.pk})
    assert answer.status_code == 409
    assert f'<a href="/clients/{first.pk}/">' in answer.content.decode()
    assert Party.objects.count() == 1


def test_company_of_somebody_else_cannot_be_picked(client, broker):
    foreign = organisation.company()
    answer = client.post(reverse(CREATE), {**NEW, "company": foreign.pk})
    assert answer.status_code == 422
    assert not Party.objects.exists()


def test_number_tells_while_it_is_typed(client, company, broker):
    sent = {"identifier_kind": "egn", "identifier": WOMAN, "company": company.pk}
    told = client.post(reverse("parties:number_check"), sent).content.decode().replace("\xa0", " ")
    assert "6 May 1990" in told
    assert "Female" in told
    first = make.person(company, identifier_kind="egn", identifier=WOMAN)
    assert f"/clients/{first.pk}/" in client.post(reverse("parties:number_check"), sent).content.decode()
    make.person(organisation.company(), identifier_kind="egn", identifier=make.egn(8))
    foreign = client.post(reverse("parties:number_check"), {**sent, "identifier": make.egn(8)}).content.decode()
    assert "/clients/" not in foreign


def _edit(party: Party, **changes: object) -> dict[str, object]:
    kept = {name: value for name, value in NEW.items() if name != "identifier"}
    return {**kept, "version": party.version, **changes}


def test_change_keeps_the_number_that_is_not_typed(client, company, broker):
    party = make.person(
        company, identifier_kind="egn", identifier=WOMAN, phones=("0888123456", "0877000111", "0899000111")
    )
    sent = _edit(party, phone="0888 999 888", phone_2="0877000111", phone_3="+359 899 000 111")
    assert client.post(reverse("parties:party_edit", args=[party.pk]), sent).status_code == 302
    party.refresh_from_db()
    assert (party.version, party.identifiers.get().value) == (2, WOMAN)
    phones = [point.value for point in party.contact_points.order_by("position")]
    assert phones == ["+359888999888", "+359877000111", "+359899000111"]


def test_older_version_shows_mine_and_theirs_and_may_be_sent_again(client, company, broker):
    party = make.person(company, first_name="Мария", last_name="Стоева")
    address = reverse("parties:party_edit", args=[party.pk])
    base = client.get(address).context["form"]["form_base"].value()
    actions.change_party(party=party, version=1, by=None, phones=("0888999888",))
    answer = client.post(address, _edit(party, form_base=base, phone="0888 777 666"))
    assert answer.status_code == 409
    differences = {str(one.label): (one.mine, one.theirs) for one in answer.context["form"].merge.differences}
    assert differences["Phone"] == ("+359 88 877 7666", "+359 88 899 9888")
    assert "First name" not in differences
    assert Party.objects.get().contact_points.get().value == "+359888999888"
    form = answer.context["form"]
    again = _edit(party, version=2, form_base=form["form_base"].value(), phone="0888 777 666")
    chosen = {one.input_name: "mine" for one in form.merge.differences}
    assert client.post(address, {**again, **chosen}).status_code == 302
    assert Party.objects.get().contact_points.get().value == "+359888777666"


def test_number_is_shown_once_for_a_reason(client, company, broker):
    party = make.person(company, identifier_kind="egn", identifier=WOMAN)
    address = reverse("parties:identifier_show", args=[party.pk, party.identifiers.get().pk])
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert WOMAN not in refused.content.decode()
    assert WOMAN in client.post(address, {"reason": "copy for the client"}).content.decode()
    assert WOMAN not in client.get(reverse("parties:party_file", args=[party.pk])).content.decode()
    assert AuditEntry.objects.filter(action="parties.identifier.show").count() == 1


@pytest.mark.parametrize("name", ["party_file", "party_edit"])
def test_another_company_is_not_found(client, broker, name):
    party = make.person()
    address = reverse(f"parties:{name}", args=[party.pk])
    assert client.get(address).status_code == 404
    if name == "party_edit":
        assert client.post(address, _edit(party)).status_code == 404
        assert Party.objects.get().version == 1


def test_number_of_another_company_is_not_shown(client, company, broker):
    foreign = make.person(identifier_kind="egn", identifier=WOMAN)
    own = make.person(company)
    number = foreign.identifiers.get().pk
    for pk in (foreign.pk, own.pk):
        assert (
            client.post(reverse("parties:identifier_show", args=[pk, number]), {"reason": "why not"}).status_code == 404
        )
    assert not AuditEntry.objects.filter(action="parties.identifier.show").exists()


def test_cashier_sees_but_does_not_change(client, company):
    party = make.person(company)
    client.force_login(people.staff(company, "cashier"))
    page = client.get(reverse("parties:party_file", args=[party.pk]))
    assert page.status_code == 200
    assert reverse("parties:party_edit", args=[party.pk]) not in page.content.decode()
    assert client.post(reverse("parties:party_edit", args=[party.pk]), _edit(party)).status_code == 403
    assert client.post(reverse(CREATE), {**NEW, "company": company.pk}).status_code == 403
    assert Party.objects.get().version == 1
