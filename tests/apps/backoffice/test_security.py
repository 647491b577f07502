"""The card about security at home: who lacks a second factor, failed sign-ins, alerts, seals; and its silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from roadbook.apps.backoffice import queries
from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.kit import audit, clock, context, seals
from tests.factories import identity as people
from tests.factories import receivables

HOME = "backoffice:home"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def company(db):
    return receivables.company()


@pytest.fixture
def admin(company):
    user = people.staff(company, name="Head")
    give_factor(user)
    return user


def give_factor(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "S"})


def alert(user, company, act="read_much", count=121):
    changes = {"count": [None, count]}
    return audit.record(action=f"identity.user.{act}", subject=user, by=user, company_id=company.pk, changes=changes)


def test_all_is_well_is_one_line(client, admin):
    assert queries.security(admin).is_quiet
    client.force_login(admin)
    page = client.get(reverse(HOME)).content.decode()
    assert "All is well: everybody has a second factor" in page
    assert "Unread alerts" not in page


def test_people_without_a_second_factor_are_counted_and_listed(client, admin, company):
    _lacking, having, gone = (people.staff(company, Role.BROKER, name=name) for name in ("Лиса", "Има", "Бивша"))
    give_factor(having)
    actions.deactivate_user(user=gone, by=None)
    people.staff(receivables.company(), name="Elsewhere")
    assert queries.security(admin).without_factor == 1
    client.force_login(admin)
    address = f"{reverse('identity:user_list')}?active=yes&factor=no"
    assert address.replace("&", "&amp;") in client.get(reverse(HOME)).content.decode()
    page = client.get(address).content.decode()
    assert [name in page for name in ("Лиса", "Има", "Бивша", "Elsewhere")] == [True, False, False, False]


def test_failed_sign_ins_of_a_day_are_counted_as_far_as_one_manages_people(admin, company):
    broker = people.staff(company, Role.BROKER, email="broker@example.com")
    give_factor(broker)
    with clock.pretending(clock.now() - timedelta(hours=25)):
        actions.note_sign_in_refused(email="broker@example.com")
    actions.note_sign_in_refused(email="broker@example.com")
    actions.note_sign_in_refused(email="nobody@example.com")
    assert (queries.security(admin).refused, queries.security(admin).may_list) == (2, True)
    other = people.staff(receivables.company())
    narrow = queries.security(admin)
    assert (narrow.refused, narrow.may_list) == (1, False)
    assert queries.security(other).refused == 0


def test_alerts_are_read_marked_and_come_again(client, admin, company):
    broker = people.staff(company, Role.BROKER, name="Любопитна")
    give_factor(broker)
    first, second = alert(broker, company), alert(broker, company, "probe", 31)
    told = queries.security(admin)
    assert [(one.pk, one.what, one.who, one.detail) for one in told.alerts] == [
        (second.pk, "Asked for many records that are not there", "Любопитна", "How many: 31"),
        (first.pk, "Opened very many records", "Любопитна", "How many: 121"),
    ]
    client.force_login(admin)
    page = client.get(reverse(HOME)).content.decode()
    assert f'name="up_to" value="{second.pk}"' in page
    late = alert(broker, company)
    assert client.post(reverse("backoffice:alerts_read"), {"up_to": second.pk})["Location"] == reverse(HOME)
    admin.refresh_from_db()
    assert [one.pk for one in queries.security(admin).alerts] == [late.pk]
    client.post(reverse("backoffice:alerts_read"), {"up_to": first.pk})
    admin.refresh_from_db()
    assert admin.alerts_read == second.pk


@pytest.mark.parametrize("sent", ["", "-1", "x", "٣", "9" * 40])
def test_odd_mark_changes_nothing(client, admin, sent):
    client.force_login(admin)
    assert client.post(reverse("backoffice:alerts_read"), {"up_to": sent}).status_code == 302
    admin.refresh_from_db()
    assert admin.alerts_read == 0


def test_alerts_of_another_company_are_not_told(admin):
    other = receivables.company()
    alert(people.staff(other, Role.BROKER), other)
    assert queries.security(admin).unread == 0


def test_alert_of_somebody_in_two_companies_is_told_once(company, admin):
    other = receivables.company()
    actions.assign(user=admin, role=Role.ADMINISTRATOR, company=other, by=None)
    broker = people.staff(company, Role.BROKER)
    actions.assign(user=broker, role=Role.BROKER, company=other, by=None)
    with context.acting(context.Origin("192.0.2.1", "one-request")):
        for one in (company, other):
            alert(broker, one)
    assert queries.security(admin).unread == 1


def test_seals_that_are_late_are_told(admin, company):
    seals.seal(seals.mark())
    alert(admin, company)
    admin.alerts_read = 2**40
    assert queries.security(admin).is_quiet
    with clock.pretending(clock.now() + timedelta(hours=2)):
        assert (queries.security(admin).is_late, queries.security(admin).is_quiet) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_queries(client, admin, company, rows, django_assert_num_queries):
    for _ in range(rows):
        alert(people.staff(company, Role.BROKER), company)
        actions.note_sign_in_refused(email="nobody@example.com")
    client.force_login(admin)
    client.get(reverse(HOME))
    with django_assert_num_queries(24):
        client.get(reverse(HOME))
