"""Screens of companies: what shows, what is refused, what another company's user gets."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import Branch, Company
from tests.factories import identity as people
from tests.factories import organisation as make

NEW = {
    "code": "new-1",
    "name": "New cars",
    "country": "PL",
    "currency": "PLN",
    "language": "pl",
    "time_zone": "Europe/Warsaw",
    "business_date": "24.11.2026",
}


@pytest.fixture
def company(db) -> Company:
    return make.company(name="Own company")


@pytest.fixture
def admin(company, client):
    user = people.staff(company)
    client.force_login(user)
    return user


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, company, rows, django_assert_num_queries):
    admin = people.staff(company)
    for _ in range(rows - 1):
        people.actions.assign(user=admin, role=Role.ADMINISTRATOR, company=make.company(), by=None)
    client.force_login(admin)
    client.get(reverse("organisation:company_list"))
    with django_assert_num_queries(6):
        page = client.get(reverse("organisation:company_list"))
    assert len(page.context["list"].lines) == rows


def test_list_shows_own_companies_only(client, admin):
    make.company(name="Foreign company")
    page = client.get(reverse("organisation:company_list")).content.decode()
    assert "Own company" in page
    assert "Foreign company" not in page


def test_page_shows_branches_and_series(client, admin, company):
    make.branch(company, name="Sofia South")
    branches = client.get(reverse("organisation:company_branches", args=[company.pk])).content.decode()
    assert "Sofia South" in branches
    series = client.get(reverse("organisation:company_series", args=[company.pk])).content.decode()
    assert "L-2026-00001" in series


@pytest.mark.parametrize("name", ["company_show", "company_edit", "branch_create"])
def test_another_company_is_not_found(client, admin, name):
    address = reverse(f"organisation:{name}", args=[make.company().pk])
    assert client.get(address).status_code == 404


def test_branch_of_another_company_is_not_found(client, admin):
    branch = make.branch(name="Old")
    address = reverse("organisation:branch_edit", args=[branch.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"name": "Mine"}).status_code == 404
    branch.refresh_from_db()
    assert branch.name == "Old"


@pytest.mark.django_db(transaction=True)
def test_administrator_opens_a_company_and_administers_it(client):
    admin = people.staff(make.company())
    client.force_login(admin)
    answer = client.post(reverse("organisation:company_create"), NEW)
    company = Company.objects.get(code="NEW-1")
    assert answer["Location"] == reverse("organisation:company_show", args=[company.pk])
    assert client.get(answer["Location"]).status_code == 200
    assert admin.assignments.get(company=company).role == Role.ADMINISTRATOR


def test_wrong_registration_number_stays_in_the_form(client, admin):
    answer = client.post(reverse("organisation:company_create"), {**NEW, "tax_number": "123"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["tax_number"]
    assert 'value="New cars"' in answer.content.decode()
    assert not Company.objects.filter(code="NEW-1").exists()


def test_company_and_branches_are_changed(client, admin, company):
    change = {"name": "Renamed", "language": "bg", "time_zone": "Europe/Sofia", "tax_number": "121887948", "version": 1}
    assert client.post(reverse("organisation:company_edit", args=[company.pk]), change).status_code == 302
    client.post(reverse("organisation:branch_create", args=[company.pk]), {"code": "SOF", "name": "Sofia"})
    branch = Branch.objects.get(company=company)
    change_of_branch = {"name": "Sofia North", "city": "Sofia", "version": 1}
    client.post(reverse("organisation:branch_edit", args=[branch.pk]), change_of_branch)
    company.refresh_from_db()
    branch.refresh_from_db()
    assert (company.name, company.tax_number, branch.name) == ("Renamed", "121887948", "Sofia North")


def test_manager_sees_but_does_not_change(client, company):
    client.force_login(people.staff(company, Role.MANAGER))
    page = client.get(reverse("organisation:company_show", args=[company.pk]))
    assert page.status_code == 200
    assert reverse("organisation:company_edit", args=[company.pk]) not in page.content.decode()
    assert client.post(reverse("organisation:company_edit", args=[company.pk]), {"name": "X"}).status_code == 403
    company.refresh_from_db()
    assert company.name == "Own company"
