"""The audit log on the screen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation import actions as organisation
from roadbook.kit import audit, triggers
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation as make


@pytest.fixture
def company(db):
    return make.company(name="Old name")


@pytest.fixture
def admin(client, company):
    user = people.staff(company, name="Head of Office")
    client.force_login(user)
    return user


def _lines(client, **query: str) -> list[str]:
    page = client.get(reverse("backoffice:audit_list"), query)
    return [" ".join(cell.html for cell in line.cells) for line in page.context["list"].lines]


def test_change_is_read_with_old_and_new(client, admin, company):
    organisation.change_company(company=company, by=admin, name="New name")
    assert "name: Old name → New name" in _lines(client, action="company.change")[0]


def test_filters_narrow_by_who_what_and_when(client, admin, company):
    organisation.change_company(company=company, by=admin, name="New name")
    everything = len(_lines(client))
    assert 0 < len(_lines(client, actor_name="Head")) < everything
    assert 0 < len(_lines(client, subject=f"organisation.company:{company.pk}")) < everything
    assert _lines(client, at_to="01.01.2020") == []
    assert len(_lines(client, at_from="01.01.2020")) == everything
    assert _lines(client, ip="203.0.113") == []


def test_other_companies_are_not_read(client, admin):
    foreign = make.company()
    organisation.change_company(company=foreign, by=None, name="Secret plan")
    assert "Secret plan" not in " ".join(_lines(client))


def test_people_of_the_company_are_read_even_where_no_company_stands(client, admin, company):
    make.company()
    colleague, stranger = people.staff(company, Role.BROKER), people.staff(make.company(), Role.BROKER)
    identity.note_sign_in(user=colleague)
    identity.note_sign_in(user=stranger)
    identity.note_sign_in_refused(email="nobody@example.com")
    lines = _lines(client, action="sign_in")
    assert len(lines) == 1
    assert colleague.name in lines[0]


def test_failed_sign_ins_are_for_who_sees_every_company(client, admin):
    identity.note_sign_in_refused(email="nobody@example.com")
    assert len(_lines(client, action="sign_in_refused")) == 1


def test_personal_values_stay_out(client, admin, company):
    audit.record(
        action="test.act", subject="test:1", by=None, company_id=company.pk, personal={"egn": [None, "7501010010"]}
    )
    page = client.get(reverse("backoffice:audit_list"), {"action": "test.act"}).content.decode()
    assert "test:1" in page
    assert "7501010010" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, admin, company, rows, django_assert_num_queries):
    with triggers.unlocked():
        AuditEntry.objects.all().delete()
    for number in range(rows):
        audit.record(action="test.act", subject=f"test:{number}", by=None, company_id=company.pk)
    with django_assert_num_queries(6):
        assert len(_lines(client)) == rows


def test_newest_comes_first(client, admin, company):
    for number in range(2):
        audit.record(action="test.act", subject=f"test:{number}", by=None, company_id=company.pk)
    assert "test:1" in _lines(client, action="test.act")[0]
