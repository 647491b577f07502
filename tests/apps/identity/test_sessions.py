"""Sessions: listed, ended, run out, renewed when roles change; what is told when registers are read in bulk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity import actions, queries
from roadbook.apps.identity.enums import Role, SessionEnd
from roadbook.apps.identity.models import SignIn, User
from roadbook.apps.identity.web import sessions
from roadbook.apps.identity.web.devices import device
from roadbook.kit import clock
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, OutboxEvent
from roadbook.kit.testing import assert_same_queries
from tests.factories import identity as people
from tests.factories import organisation as make
from tests.factories import parties

PASSWORD = "a password of its own"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def company():
    return make.company()


@pytest.fixture
def broker(company) -> User:
    user = people.staff(company, Role.BROKER, email="broker@example.com")
    actions.set_password(user=user, password=PASSWORD)
    return user


@pytest.fixture
def admin(company) -> User:
    return people.staff(company, name="Head")


def sign_in(**headers: str) -> Client:
    client = Client(headers={"User-Agent": CHROME, **headers})
    answer = client.post(reverse("account_login"), {"login": "broker@example.com", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("identity:preferences")).status_code == 200


def age(client: Client, name: str, seconds: int) -> None:
    session = client.session
    session[name] -= seconds
    session.save()


def test_sign_in_is_listed_with_device_address_and_way(broker):
    client = sign_in()
    row = SignIn.objects.get()
    assert (row.user, row.ip, row.method, row.session_key) == (
        broker,
        "127.0.0.1",
        "password",
        client.session.session_key,
    )
    page = client.get(reverse("identity:session_list")).content.decode()
    assert "Chrome on Linux" in page
    assert "This one" in page


def test_signing_out_ends_the_session(broker):
    client = sign_in()
    client.post(reverse("account_logout"))
    assert (SignIn.objects.get().end, is_in(client)) == (SessionEnd.SIGNED_OUT, False)


def test_session_left_alone_for_half_an_hour_is_over(broker):
    client = sign_in()
    age(client, sessions.SEEN, 30 * 60 - 5)
    assert is_in(client)
    age(client, sessions.SEEN, 30 * 60 + 5)
    assert not is_in(client)
    assert SignIn.objects.get().end == SessionEnd.IDLE


def test_session_ends_after_twelve_hours_however_busy(broker):
    client = sign_in()
    age(client, sessions.SIGNED_IN, 12 * 3600 + 5)
    assert not is_in(client)
    assert SignIn.objects.get().end == SessionEnd.OLD


def test_page_that_asks_by_itself_keeps_nobody_signed_in(broker):
    client = sign_in()
    age(client, sessions.SEEN, 120)
    before = client.session[sessions.SEEN]
    client.get(reverse("backoffice:job_progress", args=[1]))
    assert client.session[sessions.SEEN] == before
    client.get(reverse("identity:preferences"))
    assert client.session[sessions.SEEN] > before


def test_use_is_noted_once_a_minute(broker):
    client = sign_in()
    is_in(client)
    with assert_same_queries(4):
        client.get(reverse("identity:key_list"))


def test_role_change_gives_a_new_session_id(broker, company):
    client = sign_in()
    old = client.session.session_key
    actions.assign(user=broker, role=Role.CASHIER, company=company, by=None)
    assert is_in(client)
    new = client.cookies["sessionid"].value
    assert new != old
    assert SignIn.objects.get().session_key == new
    thief = Client()
    thief.cookies["sessionid"] = old
    assert not is_in(thief)


def test_own_session_elsewhere_is_ended(broker):
    here, there = sign_in(), sign_in()
    row = SignIn.objects.get(session_key=there.session.session_key)
    here.post(reverse("identity:session_end", args=[row.pk]))
    assert (is_in(here), is_in(there)) == (True, False)
    row.refresh_from_db()
    assert row.end == SessionEnd.ELSEWHERE


def test_signing_out_elsewhere_keeps_this_one(broker):
    here, there = sign_in(), sign_in()
    here.post(reverse("identity:sign_out_elsewhere"))
    assert (is_in(here), is_in(there)) == (True, False)
    assert queries.sessions_of(broker).get().session_key == here.session.session_key


def test_administrator_ends_the_sessions_of_a_user(broker, admin, client):
    there = sign_in()
    client.force_login(admin)
    client.post(reverse("identity:user_end_sessions", args=[broker.pk]))
    assert not is_in(there)
    assert SignIn.objects.get(user=broker).end == SessionEnd.ADMINISTRATOR
    assert AuditEntry.objects.filter(action="identity.user.end_session", actor_id=admin.pk).count() == 1


def test_stranger_ends_nobodys_session(broker, company):
    sign_in()
    row = SignIn.objects.get()
    for other in (people.staff(company, Role.MANAGER), people.staff(make.company())):
        with pytest.raises(Forbidden):
            actions.end_session(session=row, by=other)
        with pytest.raises(Forbidden):
            actions.end_sessions(user=broker, by=other)
    row.refresh_from_db()
    assert row.ended_at is None


@pytest.mark.parametrize(
    ("act", "end"),
    [
        (lambda user: actions.deactivate_user(user=user, by=None), SessionEnd.DEACTIVATED),
        (lambda user: actions.reset_password(user=user, by=None), SessionEnd.PASSWORD),
    ],
)
def test_leaving_and_a_new_password_end_every_session(broker, act, end):
    client = sign_in()
    act(broker)
    assert (is_in(client), SignIn.objects.get().end) == (False, end)


def test_own_new_password_ends_the_others_only(broker):
    here, there = sign_in(), sign_in()
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    here.post(reverse("account_change_password"), new)
    assert (is_in(here), is_in(there)) == (True, False)


def test_session_through_the_api_ends_as_well(broker):
    client = sign_in()
    assert client.get("/api/v1/me").status_code == 200
    age(client, sessions.SEEN, 31 * 60)
    assert client.get("/api/v1/me").status_code == 401


def test_own_sessions_are_told_by_the_api_to_a_person_only(broker, company):
    client = sign_in()
    told = client.get("/api/v1/me/sessions").json()["items"]
    assert [(one["agent"], one["ended_at"]) for one in told] == [(CHROME, None)]
    _key, secret = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    robot = Client(headers={"Authorization": f"Bearer {secret}"})
    assert robot.get("/api/v1/me/sessions").status_code == 403


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8.5", "curl/8.5"),
        ("", "unknown"),
        ("<script>" * 50, ("<script>" * 50)[:40]),
    ],
)
def test_device_in_words(agent, words):
    assert device(agent) == words


def test_agent_of_any_length_is_kept_short(broker):
    sign_in(**{"User-Agent": "x" * 5000})
    assert len(SignIn.objects.get().agent) == 200


# ---- Reading in bulk


def test_opening_very_many_clients_is_told_once(broker, company, settings):
    settings.ROADBOOK_MOST_OPENED = 2
    client = sign_in()
    clients = [parties.person(company) for _n in range(4)]
    for _again in range(2):
        for one in clients:
            client.get(reverse("parties:party_file", args=[one.pk]))
    told = AuditEntry.objects.get(action="identity.user.read_much")
    assert (told.actor_id, told.company_id, told.changes["count"]) == (broker.pk, company.pk, [None, 3])
    assert OutboxEvent.objects.filter(name="identity.events.UserReadsMuch").count() == 1


def test_same_client_again_and_again_is_no_bulk(broker, company, settings):
    settings.ROADBOOK_MOST_OPENED = 2
    client = sign_in()
    one = parties.person(company)
    for _n in range(6):
        client.get(reverse("parties:party_file", args=[one.pk]))
    assert not AuditEntry.objects.filter(action="identity.user.read_much").exists()


def test_program_that_reads_in_bulk_is_told_too(broker, company, settings):
    settings.ROADBOOK_MOST_OPENED = 1
    _key, secret = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    robot = Client(headers={"Authorization": f"Bearer {secret}"})
    for _n in range(3):
        robot.get(f"/api/v1/clients/{parties.person(company).pk}")
    assert AuditEntry.objects.filter(action="identity.user.read_much").count() == 1


def test_probing_for_ids_is_told(broker, settings):
    settings.ROADBOOK_MOST_MISSING = 3
    client = sign_in()
    for number in range(6):
        client.get(reverse("parties:party_file", args=[900_000 + number]))
    assert AuditEntry.objects.get(action="identity.user.probe").changes == {"count": [None, 4]}


# ---- Roles with an end


def test_role_counts_to_its_last_day_and_the_close_of_day_ends_it(broker, admin, company):
    assignment = broker.assignments.get()
    actions.end_assignment(assignment=assignment, by=admin, last_day=clock.today())
    assert "party.view" in queries.permissions(User.objects.get(pk=broker.pk))
    type(assignment).objects.filter(pk=assignment.pk).update(last_day=clock.today() - timedelta(days=1))
    assert queries.permissions(User.objects.get(pk=broker.pk)) == frozenset()
    assert actions.end_due(company.pk, clock.today(), 0, 0) == 1
    assignment.refresh_from_db()
    assert assignment.ended_at is not None
    assert actions.end_due(company.pk, clock.today(), 0, 0) == 0


def test_last_day_that_is_past_is_refused(broker, admin):
    assignment = broker.assignments.get()
    with pytest.raises(actions.UserRefused, match="past"):
        actions.end_assignment(assignment=assignment, by=admin, last_day=clock.today() - timedelta(days=1))
    assignment.refresh_from_db()
    assert (assignment.last_day, assignment.ended_at) == (None, None)
    assert not AuditEntry.objects.filter(action="identity.user.limit").exists()
