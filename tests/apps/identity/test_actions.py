"""Adding users, giving and taking roles, ending access."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import check_password

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import Assignment, User
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity as people
from tests.factories import organisation as make

NEW = {"email": "New.Person@example.com", "name": "New Person", "role": Role.BROKER}


def test_added_user_gets_role_and_one_time_password(db):
    branch = make.branch()
    admin = people.staff(branch.company)
    user, password = actions.add_user(by=admin, company=branch.company, branch=branch, **NEW)
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password)
    assert check_password(password, user.password)
    assert (user.email, user.is_password_temporary) == ("new.person@example.com", True)
    given = user.assignments.get()
    assert (given.role, given.company, given.branch) == (Role.BROKER, branch.company, branch)
    assert OutboxEvent.objects.filter(name="identity.events.UserAdded", payload__user_id=user.pk).count() == 1


def test_personal_values_of_a_user_lie_apart_in_the_audit(db):
    company = make.company()
    user, _ = actions.add_user(by=None, company=company, **NEW)
    entry = AuditEntry.objects.get(action="identity.user.add", subject=f"identity.user:{user.pk}")
    assert entry.changes == {}
    assert entry.personal.values == {"email": [None, user.email], "name": [None, "New Person"]}


def test_one_email_is_one_user(db):
    company = make.company()
    people.user(email="new.person@example.com")
    with pytest.raises(actions.UserRefused):
        actions.add_user(by=None, company=company, **NEW)
    assert User.objects.count() == 1
    assert not Assignment.objects.exists()


def test_branch_of_another_company_is_refused(db):
    with pytest.raises(actions.UserRefused):
        actions.add_user(by=None, company=make.company(), branch=make.branch(), **NEW)
    assert not User.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_adds_users(db, role):
    company = make.company()
    user = people.staff(company, role)
    with pytest.raises(Forbidden):
        actions.add_user(by=user, company=company, **NEW)
    with pytest.raises(Forbidden):
        actions.assign(user=user, role=Role.ADMINISTRATOR, company=company, by=user)
    assert list(User.objects.all()) == [user]
    assert list(user.assignments.values_list("role", flat=True)) == [role]


def test_administrator_gives_no_role_in_another_company(db):
    here, there = make.company(), make.company()
    admin, user = people.staff(here), people.staff(here, Role.BROKER)
    with pytest.raises(Forbidden):
        actions.assign(user=user, role=Role.MANAGER, company=there, by=admin)
    assert not Assignment.objects.filter(company=there).exists()


def test_administrator_of_a_branch_gives_roles_in_it_only(db):
    branch = make.branch()
    admin = people.staff(branch.company, Role.ADMINISTRATOR, branch=branch)
    user = people.user()
    actions.assign(user=user, role=Role.BROKER, company=branch.company, branch=branch, by=admin)
    with pytest.raises(Forbidden):
        actions.assign(user=user, role=Role.BROKER, company=branch.company, by=admin)
    with pytest.raises(Forbidden):
        actions.assign(
            user=user, role=Role.BROKER, company=branch.company, branch=make.branch(branch.company), by=admin
        )
    assert [one.branch for one in user.assignments.all()] == [branch]


def test_role_given_twice_is_one_assignment(db):
    company, user = make.company(), people.user()
    first = actions.assign(user=user, role=Role.BROKER, company=company, by=None)
    assert actions.assign(user=user, role=Role.BROKER, company=company, by=None) == first
    assert AuditEntry.objects.filter(action="identity.user.assign").count() == 1


def test_role_may_be_given_again_after_it_ended(db):
    company, user = make.company(), people.user()
    first = actions.assign(user=user, role=Role.BROKER, company=company, by=None)
    actions.end_assignment(assignment=first, by=None)
    actions.end_assignment(assignment=first, by=None)
    assert actions.assign(user=user, role=Role.BROKER, company=company, by=None) != first
    assert AuditEntry.objects.filter(action="identity.user.unassign").count() == 1


def test_administrator_does_not_lock_the_door_behind_them(db):
    company = make.company()
    admin = people.staff(company)
    with pytest.raises(actions.UserRefused):
        actions.end_assignment(assignment=admin.assignments.get(), by=admin)
    with pytest.raises(actions.UserRefused):
        actions.deactivate_user(user=admin, by=admin)
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.assignments.get().ended_at is None


def test_user_who_works_elsewhere_too_is_not_deactivated_from_here(db):
    here, there = make.company(), make.company()
    admin, user = people.staff(here), people.staff(here, Role.BROKER)
    actions.assign(user=user, role=Role.BROKER, company=there, by=None)
    old = user.password
    with pytest.raises(Forbidden):
        actions.deactivate_user(user=user, by=admin)
    with pytest.raises(Forbidden):
        actions.reset_password(user=user, by=admin)
    user.refresh_from_db()
    assert user.is_active
    assert user.password == old


def test_user_is_deactivated_and_back(db):
    company = make.company()
    admin, user = people.staff(company), people.staff(company, Role.BROKER)
    actions.deactivate_user(user=user, by=admin)
    actions.deactivate_user(user=user, by=admin)
    user.refresh_from_db()
    assert not user.is_active
    assert AuditEntry.objects.filter(action="identity.user.deactivate").count() == 1
    actions.reactivate_user(user=user, by=admin)
    user.refresh_from_db()
    assert user.is_active


def test_reset_password_is_temporary(db):
    company = make.company()
    user = people.staff(company, Role.BROKER)
    password = actions.reset_password(user=user, by=people.staff(company))
    user.refresh_from_db()
    assert check_password(password, user.password)
    assert user.is_password_temporary
    actions.set_password(user=user, password="a long enough one")
    user.refresh_from_db()
    assert not user.is_password_temporary


def test_preferences_are_the_users_own(db):
    user = people.user(name="Old name")
    actions.change_preferences(user=user, language="bg", theme="dark", name="New name")
    user.refresh_from_db()
    assert (user.language, user.theme, user.name) == ("bg", "dark", "New name")
    entry = AuditEntry.objects.get(action="identity.user.change_preferences")
    assert entry.changes == {"language": ["en", "bg"], "theme": ["system", "dark"]}
    with pytest.raises(TypeError):
        actions.change_preferences(user=user, is_superuser=True)
    user.refresh_from_db()
    assert not user.is_superuser
