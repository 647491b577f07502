"""What an own company says of itself: registers by country, the manager's number, branches, prefixes, holidays."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.jurisdictions.rules import IdentifierRefused
from roadbook.apps.organisation import actions, queries
from roadbook.apps.organisation.models import Company, NumberSeries
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, AuditValues
from tests.factories import identity as people
from tests.factories import organisation as make
from tests.factories import parties

EGN = parties.egn(7)


@pytest.fixture
def company(db):
    return make.company(address="ul. Ivan Vazov 1", postcode="1000", city="Sofia", manager="Ivan", manager_number=EGN)


def test_address_is_told_in_one_line(company):
    assert company.full_address == "1000 Sofia, ul. Ivan Vazov 1"


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("BG", {"tax_number": "121887948", "bulstat": "121887948"}),
        ("PL", {"tax_number": "5260250995", "regon": "010058960", "krs": "0000127206"}),
        ("RU", {"tax_number": "7707083893", "kpp": "773601001", "ogrn": "1027700132195"}),
    ],
)
def test_numbers_of_the_registers_of_each_country(db, country, numbers):
    company = make.company(country=country, **numbers)
    assert {name: getattr(company, name) for name in numbers} == numbers


@pytest.mark.parametrize(
    ("country", "field", "value"),
    [
        ("BG", "tax_number", "121887949"),
        ("BG", "bulstat", "12"),
        ("BG", "manager_number", "1234567890"),
        ("PL", "regon", "010058961"),
        ("PL", "krs", "12"),
        ("RU", "kpp", "77"),
        ("RU", "ogrn", "1027700132196"),
    ],
)
def test_number_that_cannot_be_is_refused_at_its_field(db, country, field, value):
    with pytest.raises(IdentifierRefused) as refusal:
        make.company(country=country, **{field: value})
    assert refusal.value.field == field
    assert not Company.objects.exists()


def test_managers_number_is_unreadable_in_the_database_and_the_audit(company):
    with connection.cursor() as cursor:
        cursor.execute("SELECT manager_number FROM organisation_company")
        assert EGN not in cursor.fetchone()[0]
    entry = AuditEntry.objects.get(action="organisation.company.create")
    assert EGN not in str(entry.changes)
    assert AuditValues.objects.get(entry=entry).values["manager_number"] == [None, EGN]
    assert (company.manager_number, company.manager_number_kind) == (EGN, "egn")
    assert company.manager_masked == "******" + EGN[-4:]


def test_managers_number_is_shown_for_a_reason(client, company):
    client.force_login(people.staff(company, Role.MANAGER))
    page = client.get(reverse("organisation:company_show", args=[company.pk])).content.decode()
    assert EGN not in page
    assert "******" + EGN[-4:] in page
    address = reverse("organisation:manager_number_show", args=[company.pk])
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, EGN in refused.content.decode()) == (422, False)
    assert EGN in client.post(address, {"reason": "court file"}).content.decode()
    entry = AuditEntry.objects.get(action="organisation.company.show_manager_number")
    assert entry.changes == {"reason": [None, "court file"]}
    answer = client.post(
        f"/api/v1/companies/{company.pk}/manager-number", {"reason": "court file"}, content_type="application/json"
    )
    assert answer.json() == {"number": EGN}


def test_administrator_replaces_the_number_and_never_reads_it(client, company):
    client.force_login(people.staff(company))
    address = reverse("organisation:company_edit", args=[company.pk])
    page = client.get(address).content.decode()
    assert EGN not in page
    same = {"name": company.name, "language": "bg", "time_zone": "Europe/Sofia", "version": 1, "manager_number": ""}
    assert client.post(address, same).status_code == 302
    company.refresh_from_db()
    assert company.manager_number == EGN
    other = parties.egn(8)
    assert client.post(address, {**same, "version": company.version, "manager_number": other}).status_code == 302
    company.refresh_from_db()
    assert company.manager_number == other
    denied = client.post(reverse("organisation:manager_number_show", args=[company.pk]), {"reason": "curious"})
    assert denied.status_code == 403


def test_older_version_of_a_company_is_a_conflict(client, company):
    client.force_login(people.staff(company))
    actions.change_company(company=company, by=None, phone="02 1")
    sent = {"name": "Mine", "language": "bg", "time_zone": "Europe/Sofia", "version": 1}
    answer = client.post(reverse("organisation:company_edit", args=[company.pk]), sent)
    assert answer.status_code == 409
    company.refresh_from_db()
    assert (company.phone, company.version) == ("02 1", 2)
    assert company.name != "Mine"


def test_branch_closes_and_opens_again(client, company):
    branch = make.branch(company, manager="Oles", opening_hours="9-18")
    client.force_login(people.staff(company))
    assert client.post(reverse("organisation:branch_close", args=[branch.pk]), {"on": "20.11.2026"}).status_code == 302
    branch.refresh_from_db()
    assert branch.closed_on == date(2026, 11, 20)
    future = client.post(reverse("organisation:branch_close", args=[branch.pk]), {"on": "20.11.2027"})
    assert future.status_code == 422
    assert client.post(reverse("organisation:branch_reopen", args=[branch.pk])).status_code == 302
    branch.refresh_from_db()
    assert branch.closed_on is None
    page = client.get(reverse("organisation:branch_list")).content.decode()
    assert "Oles" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_register_of_branches_costs_the_same_queries(client, company, rows, django_assert_num_queries):
    for _nth in range(rows):
        make.branch(company)
    client.force_login(people.staff(company))
    client.get(reverse("organisation:branch_list"))
    with django_assert_num_queries(6):
        page = client.get(reverse("organisation:branch_list"))
    assert len(page.context["list"].lines) == rows


def number(company: Company, kind: str = "contract", on: date = date(2026, 11, 24)) -> str:
    return actions.next_number(company=company, kind=kind, on=on)


def test_prefix_is_chosen_before_the_first_number(company):
    actions.choose_prefix(company=company, by=None, kind="contract", year=2026, prefix="sof-l")
    assert [number(company), number(company)] == ["SOF-L-2026-00001", "SOF-L-2026-00002"]
    entry = AuditEntry.objects.get(action="organisation.series.change")
    assert entry.changes["prefix"] == ["L", "SOF-L"]
    with pytest.raises(actions.SeriesInUse):
        actions.choose_prefix(company=company, by=None, kind="contract", year=2026, prefix="X")
    assert number(company) == "SOF-L-2026-00003"


def test_next_year_begins_with_this_years_prefix(company):
    actions.choose_prefix(company=company, by=None, kind="contract", year=2026, prefix="A")
    number(company)
    assert number(company, on=date(2027, 1, 1)) == "A-2027-00001"
    assert number(company, "receipt", date(2027, 1, 1)) == "R-2027-00001"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "poems"}, "kind"),
        ({"year": 2025}, "year"),
        ({"year": 2028}, "year"),
        ({"prefix": ""}, "prefix"),
        ({"prefix": "Договор"}, "prefix"),
        ({"prefix": "A_B"}, "prefix"),
        ({"prefix": "ABCDEFGHI"}, "prefix"),
    ],
)
def test_prefix_that_cannot_be_is_refused(company, told, field):
    with pytest.raises(actions.SeriesRefused) as refusal:
        actions.choose_prefix(company=company, by=None, **{"kind": "contract", "year": 2026, "prefix": "X", **told})
    assert refusal.value.field == field
    assert not NumberSeries.objects.exists()


def test_manager_chooses_no_prefix(company):
    with pytest.raises(Forbidden):
        actions.choose_prefix(
            company=company, by=people.staff(company, Role.MANAGER), kind="contract", year=2026, prefix="X"
        )
    assert not NumberSeries.objects.exists()


def test_screen_of_series_names_missing_numbers(client, company):
    party = parties.person(company)
    number(company, "client")
    lost = number(company, "client")
    book = {(one.kind, one.year): one for one in queries.series_book(company)}
    assert book["client", 2026].gaps == ("C-2026-00002", lost)
    assert book["contract", 2026].gaps == ()
    assert book["contract", 2026].shown == "L-2026-00001"
    assert party.number == "C-2026-00001"
    client.force_login(people.staff(company))
    page = client.get(reverse("organisation:company_series", args=[company.pk])).content.decode()
    assert lost in page
    told = client.get(f"/api/v1/companies/{company.pk}/series").json()
    assert next(one for one in told if one["kind"] == "client")["gaps"] == ["C-2026-00002", lost]
    sent = {"kind": "contract", "year": 2026, "prefix": "Z"}
    assert client.post(reverse("organisation:prefix_choose", args=[company.pk]), sent).status_code == 302
    late = client.post(reverse("organisation:prefix_choose", args=[company.pk]), {**sent, "kind": "client"})
    assert late.status_code == 409


def test_holidays_of_the_country_have_names(client, company):
    assert (date(2026, 3, 3), 2026) in [(day, day.year) for day, _name in queries.holidays_of(company, 2026)]
    client.force_login(people.staff(company, language="bg"))
    client.cookies["django_language"] = "bg"
    page = client.get(reverse("organisation:company_holidays", args=[company.pk]), {"year": "2026"}).content.decode()
    assert "Ден на Освобождението" in page
    for year in ("abc", "0001", "99999", "٢٠٢٦"):
        assert (
            client.get(reverse("organisation:company_holidays", args=[company.pk]), {"year": year}).status_code == 200
        )
    told = client.get(f"/api/v1/companies/{company.pk}/holidays?year=2026").json()
    assert told[0]["on"] == "2026-01-01"


@pytest.mark.parametrize("nasty", ["<img src=x onerror=alert(1)>", "Robert'); DROP TABLE--", "{{7*7}}"])
def test_texts_of_a_company_are_shown_as_texts(client, db, nasty):
    company = make.company(name=nasty, city=nasty, manager=nasty)
    client.force_login(people.staff(company))
    page = client.get(reverse("organisation:company_show", args=[company.pk])).content.decode()
    assert "<img src=x" not in page
    assert "DROP TABLE" in page or "DROP" not in nasty
