"""Templates of users, roles copied and in words, deactivating, the list of users."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.urls import reverse

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.models import Assignment, TemplateRole, User, UserTemplate
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from roadbook.kit.testing import assert_same_queries
from tests.factories import identity as people
from tests.factories import leasing
from tests.factories import organisation as make

from .steps import held, template, with_app

pytestmark = pytest.mark.django_db


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
