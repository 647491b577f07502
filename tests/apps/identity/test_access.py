"""Templates of users, roles copied and in words, rules of sign-in, second factors, fresh proofs, keys, the list."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.api import auth
from roadbook.apps.identity.enums import Permission, Role, SecondFactor
from roadbook.apps.identity.models import AccessPolicy, ApiKey, Assignment, TemplateRole, User, UserTemplate
from roadbook.apps.identity.web.factors import FactorAdapter
from roadbook.kit import clock
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from roadbook.kit.reauthentication import PROVED
from roadbook.kit.testing import assert_same_queries
from tests.factories import identity as people
from tests.factories import leasing
from tests.factories import organisation as make

PASSWORD = "a password of its own"
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
def branch(company):
    return make.branch(company)


@pytest.fixture
def admin(client, company) -> User:
    user = people.staff(company, name="Head")
    actions.set_password(user=user, password=PASSWORD)
    client.force_login(user)
    return user


@pytest.fixture
def broker(company) -> User:
    user = people.staff(company, Role.BROKER, email="broker@example.com")
    actions.set_password(user=user, password=PASSWORD)
    return user


def template(company, *roles: tuple[str, object], name="Broker in Sofia", by=None) -> UserTemplate:
    return actions.save_template(company=company, name=name, roles=roles, by=by)


def held(user: User) -> set[tuple[str, int | None]]:
    return {(one.role, one.branch_id) for one in user.assignments.filter(ended_at=None)}


# ---- Templates


def test_user_from_a_template_holds_all_its_roles(client, admin, company, branch):
    one = template(company, (Role.BROKER, branch), (Role.CASHIER, None))
    sent = {"email": "new@example.com", "name": "Нова Колежка", "language": "bg", "template": one.pk}
    answer = client.post(reverse("identity:user_create"), sent)
    user = User.objects.get(email="new@example.com")
    assert answer["Location"] == reverse("identity:user_show", args=[user.pk])
    assert held(user) == {("broker", branch.pk), ("cashier", None)}
    assert "One-time password" in client.get(answer["Location"]).content.decode()


def test_user_needs_a_template_or_a_role(client, admin):
    sent = {"email": "new@example.com", "name": "Нова Колежка", "language": "bg"}
    answer = client.post(reverse("identity:user_create"), sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"place", "role"}
    assert not User.objects.filter(email="new@example.com").exists()


def test_template_of_another_company_is_not_offered(client, admin):
    foreign = template(make.company(), (Role.BROKER, None))
    sent = {"email": "new@example.com", "name": "Нов", "language": "bg", "template": foreign.pk}
    assert client.post(reverse("identity:user_create"), sent).status_code == 422
    assert client.get(reverse("identity:template_edit", args=[foreign.pk])).status_code == 404
    assert not User.objects.filter(email="new@example.com").exists()


def test_template_is_saved_changed_and_removed_on_the_screen(client, admin, company, branch):
    sent = {"name": "Front desk", "company": company.pk, "roles": ["hostess", "broker"], "branches": [branch.pk]}
    client.post(reverse("identity:template_create"), sent)
    one = UserTemplate.objects.get()
    assert {(role.role, role.branch_id) for role in one.roles.all()} == {("hostess", branch.pk), ("broker", branch.pk)}
    client.post(reverse("identity:template_edit", args=[one.pk]), {**sent, "roles": ["hostess"], "branches": []})
    assert [(role.role, role.branch_id) for role in one.roles.all()] == [("hostess", None)]
    client.post(reverse("identity:template_remove", args=[one.pk]))
    assert not queries.templates_visible_to(admin).exists()
    acts = AuditEntry.objects.filter(subject=f"identity.usertemplate:{one.pk}").order_by("pk")
    assert [one.action for one in acts] == ["identity.template.save"] * 2 + ["identity.template.remove"]


def test_template_name_is_taken_once_in_a_company(company):
    template(company, (Role.BROKER, None))
    with pytest.raises(actions.TemplateRefused, match="with this name"):
        template(company, (Role.CASHIER, None))
    template(make.company(), (Role.BROKER, None))
    assert TemplateRole.objects.count() == 2


def test_template_is_refused_without_roles_and_to_others(company, branch):
    with pytest.raises(actions.TemplateRefused):
        template(company)
    with pytest.raises(actions.UserRefused):
        template(make.company(), (Role.BROKER, branch))
    for other in (people.staff(company, Role.MANAGER), people.staff(company, branch=branch)):
        with pytest.raises(Forbidden):
            template(company, (Role.BROKER, None), by=other)
    assert not UserTemplate.objects.exists()


def test_removed_template_adds_nobody(company):
    one = template(company, (Role.BROKER, None))
    actions.remove_template(template=one, by=None)
    one.refresh_from_db()
    with pytest.raises(actions.UserRefused):
        actions.add_user_from_template(by=None, email="x@example.com", name="X", template=one)
    assert not User.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_templates_cost_the_same_queries(client, admin, company, rows):
    for number in range(rows):
        template(company, (Role.BROKER, None), (Role.CASHIER, None), name=f"T{number}")
    with assert_same_queries(5):
        client.get(reverse("identity:template_list"))


# ---- Copying


def test_roles_of_a_colleague_are_copied(client, admin, company, branch, broker):
    colleague = people.staff(company, Role.CASHIER, Role.LEGAL)
    actions.assign(user=colleague, role=Role.RISK, company=company, branch=branch, by=None)
    client.post(reverse("identity:user_copy", args=[broker.pk]), {"colleague": colleague.pk})
    assert held(broker) == {("broker", None), ("cashier", None), ("legal", None), ("risk", branch.pk)}


def test_roles_elsewhere_are_not_copied(admin, company, broker):
    elsewhere = make.company()
    colleague = people.staff(elsewhere, Role.MANAGER)
    with pytest.raises(actions.UserRefused):
        actions.copy_roles(user=broker, colleague=colleague, by=admin)
    actions.assign(user=colleague, role=Role.CASHIER, company=company, by=None)
    actions.copy_roles(user=broker, colleague=colleague, by=admin)
    assert {(one.role, one.company_id) for one in broker.assignments.all()} == {
        ("broker", company.pk),
        ("cashier", company.pk),
    }


# ---- Roles in words


def test_every_permission_has_its_sentence():
    assert set(rules.PERMISSION_SENTENCES) == set(Permission)
    assert all(str(one).endswith(".") for one in rules.PERMISSION_SENTENCES.values())


def test_page_of_roles_shows_who_may_what(client, admin, company):
    people.staff(company, Role.BROKER)
    people.staff(make.company(), Role.BROKER)
    page = client.get(reverse("identity:role_list"))
    roles = {one.role: one for one in page.context["roles"]}
    assert (roles[Role.BROKER].holders, roles[Role.LEGAL].holders) == (1, 0)
    shown = {label: held for _name, rows in page.context["groups"] for label, _sentence, held in rows}
    assert len(shown) == len(Permission)
    assert shown[Permission.USER_MANAGE.label][list(Role).index(Role.ADMINISTRATOR)]
    assert sum(shown[Permission.USER_MANAGE.label]) == 1


# ---- Rules of sign-in and second factors


def sign_in(**more: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": "broker@example.com", "password": PASSWORD, **more})
    return client


def with_app(user: User) -> str:
    """Give the user an authenticator app; returns its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


@pytest.mark.parametrize(
    ("asks", "roles", "is_due"),
    [
        (SecondFactor.NOBODY, [], False),
        (SecondFactor.EVERYBODY, [], True),
        (SecondFactor.ROLES, [Role.BROKER], True),
        (SecondFactor.ROLES, [Role.CASHIER], False),
    ],
)
def test_who_must_have_a_factor_is_led_to_it(company, broker, asks, roles, is_due):
    actions.set_policy(company=company, second_factor=asks, roles=roles, by=None)
    client = sign_in()
    answer = client.get(reverse("identity:preferences"))
    assert (answer.status_code == 302) is is_due
    if is_due:
        assert answer["Location"] == reverse("mfa_index")
        assert "Your company asks" in client.get(reverse("mfa_index")).content.decode()
        assert client.get("/api/v1/me").status_code == 401
        assert client.get(reverse("identity:preferences"), headers={"HX-Request": "1"})["HX-Redirect"]


def test_rule_counts_for_running_sessions_too(company, broker):
    client = sign_in()
    assert client.get(reverse("identity:preferences")).status_code == 200
    actions.set_policy(company=company, second_factor=SecondFactor.EVERYBODY, roles=[], by=None)
    assert client.get(reverse("identity:preferences"))["Location"] == reverse("mfa_index")
    actions.set_policy(company=company, second_factor=SecondFactor.NOBODY, roles=[], by=None)
    assert client.get(reverse("identity:preferences")).status_code == 200


def test_demo_asks_nobody(company, broker):
    actions.set_policy(company=company, second_factor=SecondFactor.EVERYBODY, roles=[], by=None)
    with override_settings(DEMO=True):
        assert sign_in().get(reverse("identity:preferences")).status_code == 200


def test_setting_up_an_app_opens_everything(company, broker, django_capture_on_commit_callbacks):
    actions.set_policy(company=company, second_factor=SecondFactor.EVERYBODY, roles=[], by=None)
    client = sign_in()
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert client.get(reverse("identity:preferences")).status_code == 200
    assert AuditEntry.objects.filter(action="identity.factor.add").count() == 2
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert stored != secret
    assert stored.startswith("gAAAA")


def test_sign_in_with_an_app_takes_both_and_a_code_only_once(broker):
    secret = with_app(broker)
    client = sign_in()
    assert "_auth_user_id" not in client.session
    given = code(secret)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": given})
    assert "_auth_user_id" in client.session
    assert queries.sessions_of(broker).get().method == "password+totp"
    again = sign_in()
    again.post(reverse("mfa_authenticate"), {"code": given})
    assert "_auth_user_id" not in again.session


def test_last_factor_stays_where_it_must(company, broker):
    with_app(broker)
    factor = Authenticator.objects.get()
    assert FactorAdapter().can_delete_authenticator(factor)
    actions.set_policy(company=company, second_factor=SecondFactor.EVERYBODY, roles=[], by=None)
    factor.user.__dict__.pop("_current_assignments", None)
    assert not FactorAdapter().can_delete_authenticator(factor)


def test_lost_factors_are_removed_by_who_manages_the_user(client, admin, broker):
    with_app(broker)
    client.post(reverse("identity:user_clear_factors", args=[broker.pk]))
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.get(action="identity.factor.clear").changes == {"count": [1, 0]}


def test_factors_of_others_stay(company, broker):
    with_app(broker)
    for other in (people.staff(company, Role.MANAGER), people.staff(make.company())):
        with pytest.raises(Forbidden):
            actions.remove_factors(user=broker, by=other)
    assert Authenticator.objects.count() == 1


def test_rule_is_set_on_the_screen(client, admin, company):
    page = reverse("identity:policy_edit", args=[company.pk])
    assert client.post(page, {"second_factor": "roles"}).status_code == 422
    assert not AccessPolicy.objects.exists()
    client.post(page, {"second_factor": "roles", "roles": ["risk", "manager"]})
    policy = AccessPolicy.objects.get()
    assert (policy.second_factor, policy.roles) == ("roles", ["manager", "risk"])
    assert "Manager, Risk analyst" in client.get(reverse("identity:policy_list")).content.decode()
    assert client.get(reverse("identity:policy_edit", args=[make.company().pk])).status_code == 404


def test_rule_is_refused_to_who_manages_a_branch_only(company, branch):
    with pytest.raises(Forbidden):
        actions.set_policy(
            company=company, second_factor="everybody", roles=[], by=people.staff(company, branch=branch)
        )
    assert not AccessPolicy.objects.exists()


# ---- A fresh proof


SENSITIVE = ["user_create", "user_assign", "user_copy", "user_reset_password", "user_clear_factors", "policy_edit"]


@pytest.mark.parametrize("name", SENSITIVE)
def test_sensitive_act_asks_for_a_fresh_proof(client, admin, company, broker, name):
    session = client.session
    session[PROVED] -= 700
    session.save()
    args = {"user_create": [], "policy_edit": [company.pk]}.get(name, [broker.pk])
    before = AuditEntry.objects.count()
    answer = client.post(reverse(f"identity:{name}", args=args), {"role": "risk", "place": f"company-{company.pk}"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert AuditEntry.objects.count() == before


def test_role_is_given_after_the_proof_with_what_was_typed(client, admin, company, broker):
    session = client.session
    session[PROVED] -= 700
    session.save()
    target = reverse("identity:user_assign", args=[broker.pk])
    asked = client.post(target, {"role": "risk", "place": f"company-{company.pk}"})
    client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert held(broker) == {("broker", None), ("risk", None)}


def test_api_session_without_a_proof_gives_no_role_and_a_key_does(client, admin, company, broker):
    session = client.session
    session[PROVED] -= 700
    session.save()
    sent = {"role": "risk", "company_id": company.pk}
    path = f"/api/v1/users/{broker.pk}/assign"
    refused = client.post(path, sent, content_type="application/json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "proof")
    assert held(broker) == {("broker", None)}
    _key, secret = actions.create_key(by=admin, company=company, name="R", scopes=["user.manage"])
    robot = Client(headers={"Authorization": f"Bearer {secret}"})
    assert robot.post(path, sent, content_type="application/json").status_code == 200


# ---- Keys


def ask(secret: str, ip: str = "127.0.0.1", **headers: str):
    return Client(headers={"Authorization": f"Bearer {secret}", **headers}).get("/api/v1/me", REMOTE_ADDR=ip)


def test_key_works_from_its_addresses_only(company, broker):
    key, secret = actions.create_key(
        by=broker, company=company, name="R", scopes=["party.view"], addresses=[" 192.0.2.7/24 ", "2001:db8::1"]
    )
    assert key.addresses == ["192.0.2.0/24", "2001:db8::1/128"]
    assert [ask(secret, ip).status_code for ip in ("192.0.2.200", "2001:db8::1", "192.0.3.1", "::1")] == [
        200,
        200,
        401,
        401,
    ]
    assert ask(secret, "192.0.3.1", **{"X-Forwarded-For": "192.0.2.7"}).status_code == 401
    assert AuditEntry.objects.filter(action="identity.key.refuse").count() == 2


@pytest.mark.parametrize("addresses", [["office"], ["192.0.2.300"], ["10.0.0.0/8"] * 21])
def test_key_with_addresses_that_are_none_is_refused(company, broker, addresses):
    with pytest.raises(actions.KeyRefused):
        actions.create_key(by=broker, company=company, name="R", scopes=["party.view"], addresses=addresses)
    assert not ApiKey.objects.exists()


def test_key_makes_none_that_works_from_further_away(company, broker):
    key, _secret = actions.create_key(
        by=broker, company=company, name="R", scopes=["party.view"], addresses=["192.0.2.0/24"]
    )
    broker.key = key
    narrow, _ = actions.create_key(by=broker, company=company, name="N", scopes=["party.view"])
    assert narrow.addresses == ["192.0.2.0/24"]
    for wide in (["0.0.0.0/0"], ["192.0.2.1", "198.51.100.1"], ["2001:db8::/32"]):
        with pytest.raises(actions.KeyRefused, match="further away"):
            actions.create_key(by=broker, company=company, name="W", scopes=["party.view"], addresses=wide)
    assert ApiKey.objects.count() == 2


def test_rotated_key_works_beside_the_new_one_for_a_week(client, company, broker):
    client.force_login(broker)
    key, old = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    client.post(reverse("identity:key_rotate", args=[key.pk]))
    new = ApiKey.objects.get(replaces=key)
    assert (new.name, new.scopes, new.company_id) == (key.name, key.scopes, key.company_id)
    assert ask(old).status_code == 200
    key.refresh_from_db()
    assert timedelta(days=6, hours=23) < key.expires_at - clock.now() <= timedelta(days=7)
    ApiKey.objects.filter(pk=key.pk).update(expires_at=clock.now())
    assert ask(old).status_code == 401
    with pytest.raises(actions.KeyRefused, match="rotated already"):
        actions.rotate_key(key=key, by=broker)


def test_key_of_another_is_not_rotated(company, broker):
    key, _secret = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    with pytest.raises(Forbidden):
        actions.rotate_key(key=key, by=people.staff(company))
    assert ApiKey.objects.count() == 1


def test_guessing_keys_is_slowed_down(company, broker):
    _key, secret = actions.create_key(by=broker, company=company, name="R", scopes=["party.view"])
    answers = [ask(f"rb_{number:08x}_wrong").status_code for number in range(auth.MOST_GUESSES + 1)]
    assert answers == [401] * auth.MOST_GUESSES + [429]
    assert ask(secret).status_code == 429
    assert ask(secret, "198.51.100.9").status_code == 200


# ---- Deactivating


def test_page_before_deactivating_tells_what_is_to_hand_over(client, admin, company, broker, monkeypatch):
    monkeypatch.setattr(import_module("roadbook.apps.identity.queries.belongings"), "_kinds", {})
    queries.register_belonging("x", "Open things", lambda person, reader: 3, lambda person: f"/things/?of={person.pk}")
    queries.register_belonging("y", "Other things", lambda person, reader: 0, lambda person: "/")
    actions.create_key(by=broker, company=company, name="Robot", scopes=["party.view"])
    page = client.get(reverse("identity:user_deactivate", args=[broker.pk])).content.decode()
    assert "Open things" in page
    assert f"/things/?of={broker.pk}" in page
    assert "Other things" not in page
    assert "1 API key stops" in page
    client.post(reverse("identity:user_deactivate", args=[broker.pk]))
    broker.refresh_from_db()
    assert not broker.is_active


def test_contracts_of_a_broker_are_told_with_their_list(client, admin, company, broker):
    mine = leasing.draft(company)
    leasing.draft(company)
    type(mine).objects.filter(pk=mine.pk).update(broker=broker)
    page = client.get(reverse("identity:user_deactivate", args=[broker.pk]))
    told = [(one.label, one.count) for one in page.context["belongings"]]
    assert told == [("Contracts as broker", 1)]
    listed = client.get(page.context["belongings"][0].url).context["list"]
    assert (listed.problems, len(listed.objects)) == ([], 1)


# ---- The list


def names(client, **query: object) -> list[str]:
    found = client.get(reverse("identity:user_list"), query).context["list"]
    assert found.problems == []
    return [one.name for one in found.objects]


def test_users_are_found_by_role_place_factor_and_activity(client, admin, company, branch):
    sofia = people.staff(company, Role.BROKER, branch=branch, name="A")
    whole = people.staff(company, Role.CASHIER, name="B")
    with_app(whole)
    gone = people.staff(company, Role.LEGAL, name="C")
    actions.deactivate_user(user=gone, by=None)
    assert names(client, role="broker") == [sofia.name]
    assert names(client, **{"role.not": ["broker", "administrator"]}) == ["B", "C"]
    assert names(client, branch=branch.pk) == ["A"]
    assert names(client, company=company.pk) == ["A", "B", "C", "Head"]
    assert names(client, factor="yes") == ["B"]
    assert names(client, active="no") == ["C"]
    assert names(client, **{"last_login.empty": "1"}) == ["A", "B", "C"]


def test_roles_in_other_companies_are_not_told(client, admin, company):
    elsewhere = make.company(name="Secret Leasing")
    both = people.staff(company, Role.BROKER, name="Both")
    actions.assign(user=both, role=Role.MANAGER, company=elsewhere, by=None)
    page = client.get(reverse("identity:user_list")).content.decode()
    assert "Both" in page
    assert "Secret Leasing" not in page
    assert names(client, role="manager") == []
    assert Assignment.objects.filter(user=both).count() == 2
