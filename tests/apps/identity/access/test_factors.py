"""Rules of sign-in, second factors, and a fresh proof before sensitive acts."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.urls import reverse

from roadbook.apps.identity import actions, queries
from roadbook.apps.identity.enums import Role, SecondFactor
from roadbook.apps.identity.models import AccessPolicy
from roadbook.apps.identity.web.factors import FactorAdapter
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from roadbook.kit.reauthentication import PROVED
from tests.factories import identity as people
from tests.factories import organisation as make

from .steps import PASSWORD, code, held, sign_in, with_app

pytestmark = pytest.mark.django_db


# ---- Rules of sign-in and second factors


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
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
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
