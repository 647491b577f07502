"""Who may do what where: by company, by branch, by key."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.models import Assignment
from roadbook.apps.organisation.models import Branch
from roadbook.kit.errors import Forbidden
from tests.factories import identity as people
from tests.factories import organisation as make


class BranchRows(queries.ScopedQuerySet):
    """Branches as rows of a company and a branch, for want of a lower model that has both."""

    view_permission = Permission.CONTRACT_VIEW
    branch_path = "pk"


class CompanyRows(queries.ScopedQuerySet):
    view_permission = Permission.PARTY_VIEW


def test_every_role_has_permissions_and_plain_words():
    assert set(rules.ROLE_PERMISSIONS) == set(rules.ROLE_SUMMARIES) == set(Role)
    assert all(rules.ROLE_PERMISSIONS.values())


def test_every_permission_is_held_by_some_role():
    assert {one for held in rules.ROLE_PERMISSIONS.values() for one in held} == set(Permission)


def test_nobody_takes_money_and_makes_the_contract():
    """Separation of duties: who takes payments neither signs nor activates, and an administrator does neither."""
    money = {Permission.PAYMENT_TAKE}
    deals = {Permission.CONTRACT_SIGN, Permission.CONTRACT_ACTIVATE}
    assert not [role for role, held in rules.ROLE_PERMISSIONS.items() if money <= held and deals & held]
    assert (
        not (money | {Permission.CONTRACT_EDIT, Permission.CONTRACT_SIGN}) & rules.ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    )


def test_company_wide_role_covers_every_branch(db):
    branch = make.branch()
    broker = people.staff(branch.company, Role.BROKER)
    assert rules.may(broker, "contract.edit", company_id=branch.company_id, branch_id=branch.pk)
    assert rules.may(broker, "party.edit", company_id=branch.company_id)
    assert not rules.may(broker, "payment.take", company_id=branch.company_id)


def test_branch_role_covers_its_branch_and_what_has_none(db):
    branch = make.branch()
    sister, stranger = make.branch(branch.company), make.branch()
    broker = people.staff(branch.company, Role.BROKER, branch=branch)
    assert rules.may(broker, "contract.edit", company_id=branch.company_id, branch_id=branch.pk)
    assert rules.may(broker, "party.edit", company_id=branch.company_id)
    for company_id, branch_id in ((branch.company_id, sister.pk), (stranger.company_id, stranger.pk)):
        assert not rules.may(broker, "contract.edit", company_id=company_id, branch_id=branch_id)
    assert not rules.may(broker, "party.edit", company_id=stranger.company_id)


def test_require_says_why(db):
    company = make.company()
    with pytest.raises(Forbidden, match="Take payments"):
        rules.require(people.staff(company, Role.BROKER), Permission.PAYMENT_TAKE, company_id=company.pk)
    rules.require(None, Permission.PAYMENT_TAKE, company_id=company.pk)


def test_visible_rows_follow_company_and_branch(db):
    mine, sister, foreign = make.branch(), None, make.branch()
    sister = make.branch(mine.company)
    rows, companies = BranchRows(Branch), CompanyRows(Branch)
    whole = people.staff(mine.company, Role.BROKER)
    narrow = people.staff(mine.company, Role.BROKER, branch=mine)
    assert set(rows.visible_to(whole)) == {mine, sister}
    assert set(rows.visible_to(narrow)) == {mine}
    assert set(companies.visible_to(narrow)) == {mine, sister}
    assert set(rows.visible_to(narrow, Permission.PAYMENT_TAKE)) == set()
    for nobody in (AnonymousUser(), None, people.user()):
        assert not rows.visible_to(nobody).exists()
    assert foreign.pk not in rows.visible_to(whole).values_list("pk", flat=True)


def test_forms_offer_where_the_permission_is_held(db):
    branch = make.branch()
    sister, _foreign = make.branch(branch.company), make.branch()
    whole = people.staff(branch.company, Role.BROKER)
    narrow = people.staff(branch.company, Role.BROKER, branch=branch)
    assert set(queries.branches(whole, "contract.edit")) == {branch, sister}
    assert set(queries.branches(narrow, "contract.edit")) == {branch}
    assert list(queries.companies(narrow, "contract.edit")) == [branch.company]
    assert not queries.companies(narrow, "payment.take").exists()


def test_roles_add_up(db):
    company = make.company()
    both = people.staff(company, Role.BROKER, Role.CASHIER)
    held = queries.permissions(both)
    assert held == rules.ROLE_PERMISSIONS[Role.BROKER] | rules.ROLE_PERMISSIONS[Role.CASHIER]


def test_ended_role_and_inactive_user_hold_nothing(db):
    company = make.company()
    user = people.staff(company, Role.BROKER)
    actions.end_assignment(assignment=user.assignments.get(), by=None)
    assert queries.permissions(type(user).objects.get(pk=user.pk)) == frozenset()
    other = people.staff(company, Role.BROKER)
    actions.deactivate_user(user=other, by=None)
    assert queries.permissions(other) == frozenset()


def test_superuser_flag_gives_no_business_right(db):
    company = make.company()
    user = people.user(is_superuser=True)
    assert not rules.may(user, "party.view", company_id=company.pk)


def test_scope_costs_one_query_a_request(db, django_assert_num_queries):
    company = make.company()
    user = people.staff(company, Role.BROKER, Role.CASHIER)
    fresh = type(user).objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        queries.permissions(fresh)
        rules.may(fresh, "party.view", company_id=company.pk)
        rules.scope(fresh, "contract.view")
    assert Assignment.objects.count() == 2
