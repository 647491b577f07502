"""Saved views: keeping, sharing, opening with one, and who sees what; totals, peek and badges of lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Company
from roadbook.kit import lists
from roadbook.kit.errors import Forbidden
from roadbook.kit.lists import saved
from roadbook.kit.models import AuditEntry, OpeningView, SavedView
from roadbook.kit.testing import assert_same_queries, at_once
from tests.factories import identity, leasing, organisation, receivables, views

pytestmark = pytest.mark.django_db
KEY = "leasing.contracts"
LIST = "/contracts/"


@pytest.fixture
def of() -> Company:
    return receivables.company()


@pytest.fixture
def manager(of: Company, client: Client) -> User:
    user = identity.staff(of, Role.MANAGER)
    client.force_login(user)
    return user


def role(of: Company, name: str) -> str:
    return f"role:{of.pk}:{name}"


def seen(user: User) -> list[str]:
    return [view.name for view in saved.visible(user, KEY)]


def test_view_is_kept_canonical_and_audited(of: Company, manager: User):
    view = views.view(manager, KEY, "sort=-id&unknown=1&state=active&view=7", name="  Active   ones ")
    assert (view.name, view.query, view.audience, view.company_id) == ("Active ones", "state=active", "", None)
    entry = AuditEntry.objects.get(action="kit.view.create")
    assert (entry.actor_id, entry.changes["query"]) == (manager.pk, [None, "state=active"])


@pytest.mark.parametrize(
    ("name", "query", "told", "field"),
    [
        ("", "", {}, "name"),
        ("x" * 61, "", {}, "name"),
        ("a\x00b", "", {}, "name"),
        ("Mine", "state=zzz", {}, "query"),
        ("Mine", "", {"is_default": True}, "is_default"),
        ("Taken", "", {}, "name"),
    ],
)
def test_view_that_cannot_be_kept_is_refused(manager: User, name: str, query: str, told: dict[str, Any], field: str):
    views.view(manager, KEY, name="Taken")
    before = AuditEntry.objects.count()
    with pytest.raises(saved.ViewRefused) as refusal:
        views.view(manager, KEY, query, name=name, **told)
    assert refusal.value.field == field
    assert (SavedView.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_view_is_the_owner_s_until_it_is_shared(of: Company, manager: User):
    broker, cashier = identity.staff(of, Role.BROKER), identity.staff(of, Role.CASHIER)
    view = views.view(manager, KEY, "state=draft", name="Drafts")
    assert (seen(manager), seen(broker)) == (["Drafts"], [])
    told = saved.Told("Drafts", view.query, role(of, "broker"))
    view = saved.change(view=view, table=lists.find(KEY), version=1, told=told, by=manager)
    assert (seen(broker), seen(cashier)) == (["Drafts"], [])
    assert view.company_id == of.pk
    saved.change(view=view, table=lists.find(KEY), version=2, told=saved.Told("Drafts", view.query), by=manager)
    assert seen(broker) == []


def test_view_shared_in_another_company_is_invisible(of: Company, manager: User):
    other = receivables.company()
    theirs = identity.staff(other, Role.MANAGER)
    views.view(theirs, KEY, name="Theirs", audience=role(other, "manager"))
    views.view(theirs, KEY, name="All of them", audience=f"company:{other.pk}")
    assert seen(manager) == []
    assert seen(identity.staff(other, Role.MANAGER)) == ["All of them", "Theirs"]


def test_view_shared_with_a_branch_is_for_those_who_work_there(of: Company, manager: User):
    here, there = organisation.branch(of), organisation.branch(of)
    views.view(manager, KEY, name="Here", audience=f"branch:{here.pk}")
    assert seen(identity.staff(of, Role.BROKER, branch=here)) == ["Here"]
    assert seen(identity.staff(of, Role.BROKER, branch=there)) == []


def test_sharing_needs_the_permission_there(of: Company, manager: User):
    broker = identity.staff(of, Role.BROKER)
    other = receivables.company()
    for user, audience in ((broker, role(of, "broker")), (manager, role(other, "broker")), (manager, "role:x:y")):
        with pytest.raises(Forbidden):
            views.view(user, KEY, audience=audience)
    assert not SavedView.objects.exists()


def test_shared_view_is_changed_by_its_owner_or_who_may_share_there(of: Company, manager: User):
    view = views.view(manager, KEY, name="Shared", audience=role(of, "broker"))
    told = saved.Told("Renamed", "", view.audience)
    table = lists.find(KEY)
    with pytest.raises(Forbidden):
        saved.change(view=view, table=table, version=1, told=told, by=identity.staff(of, Role.BROKER))
    with pytest.raises(Forbidden):
        saved.delete(view=view, by=identity.staff(of, Role.BROKER))
    saved.change(view=view, table=table, version=1, told=told, by=identity.staff(of, Role.MANAGER))
    with pytest.raises(saved.ViewChanged):
        saved.change(view=view, table=table, version=1, told=told, by=manager)
    view.refresh_from_db()
    assert (view.name, view.version, view.owner) == ("Renamed", 2, manager)


def test_audience_has_one_default(of: Company, manager: User):
    first = views.view(manager, KEY, audience=role(of, "broker"), is_default=True)
    second = views.view(manager, KEY, audience=role(of, "broker"), is_default=True)
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_views_of_one_name_at_once_one_is_kept(of: Company, manager: User):
    found = at_once(*(lambda: views.view(manager, KEY, name="Same") for _ in range(2)))
    assert sorted(type(one).__name__ for one in found) == ["SavedView", "ViewRefused"]
    assert SavedView.objects.count() == 1


# ---- What the list opens with


def test_list_opens_with_the_default_of_the_role(of: Company, manager: User, client: Client):
    view = views.view(manager, KEY, "state=active", audience=role(of, "broker"), is_default=True)
    client.force_login(identity.staff(of, Role.BROKER))
    assert client.get(LIST)["Location"] == f"{LIST}?state=active&view={view.pk}"
    assert client.get(LIST, {"view": "all"}).status_code == 200
    assert client.get(LIST, {"q": "x"}).status_code == 200
    client.force_login(identity.staff(of, Role.CASHIER))
    assert client.get(LIST).status_code == 200


def test_own_choice_goes_before_the_default_of_the_role(of: Company, manager: User, client: Client):
    views.view(manager, KEY, "state=active", audience=role(of, "manager"), is_default=True)
    mine = views.view(manager, KEY, "state=draft")
    client.post(reverse("lists:view_open", args=[KEY]), {"view": mine.pk})
    assert client.get(LIST)["Location"] == f"{LIST}?state=draft&view={mine.pk}"
    client.post(reverse("lists:view_open", args=[KEY]), {"view": ""})
    assert client.get(LIST).status_code == 200
    assert OpeningView.objects.get().view is None


def test_list_whose_opening_view_is_gone_opens_with_all_rows(manager: User, client: Client):
    mine = views.view(manager, KEY, "state=draft")
    saved.open_with(key=KEY, view=mine, by=manager)
    saved.delete(view=mine, by=manager)
    assert client.get(LIST).status_code == 200


# ---- Screens


def test_view_is_saved_from_the_list_and_found_again(manager: User, client: Client):
    leasing.draft(manager.assignments.get().company)
    url = reverse("lists:view_create", args=[KEY])
    answer = client.post(url, {"name": "Drafts", "query": "state=draft&sort=number", "opens": "on"})
    view = SavedView.objects.get()
    assert answer["Location"] == f"{LIST}?state=draft&sort=number&view={view.pk}"
    page = client.get(LIST, follow=True)
    assert page.redirect_chain == [(answer["Location"], 302)]
    assert [(tab.view, tab.is_current, tab.is_opening) for tab in page.context["list"].tabs.tabs] == [
        (view, True, True)
    ]
    assert not page.context["list"].tabs.is_modified
    assert client.get(answer["Location"] + "&q=x").context["list"].tabs.is_modified


def test_name_that_is_taken_is_said_in_the_small_form(manager: User, client: Client):
    views.view(manager, KEY, name="Drafts")
    headers = {"HX-Request": "true", "HX-Target": "save-view-form"}
    answer = client.post(reverse("lists:view_create", args=[KEY]), {"name": "Drafts", "query": ""}, headers=headers)
    assert answer.status_code == 422
    assert answer.content.decode().strip().startswith('<form id="save-view-form"')
    assert "You have a view of this name already." in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_modified_view_is_saved_by_one_click(manager: User, client: Client):
    view = views.view(manager, KEY, "state=draft")
    url = reverse("lists:view_update", args=[KEY, view.pk])
    assert (
        client.post(url, {"query": "state=active", "version": 1})["Location"] == f"{LIST}?state=active&view={view.pk}"
    )
    client.post(url, {"query": "state=closed", "version": 1})
    view.refresh_from_db()
    assert (view.query, view.version) == ("state=active", 2)


def test_view_is_shared_renamed_and_deleted_on_its_page(of: Company, manager: User, client: Client):
    view = views.view(manager, KEY, "state=draft")
    url = reverse("lists:view_edit", args=[KEY, view.pk])
    assert f'<option value="{role(of, "broker")}">' in client.get(url).content.decode()
    client.post(url, {"name": "Shared", "audience": role(of, "broker"), "is_default": "on", "version": 1})
    view.refresh_from_db()
    assert (view.name, view.audience, view.is_default) == ("Shared", role(of, "broker"), True)
    broker = identity.staff(of, Role.BROKER)
    client.force_login(broker)
    assert client.get(url).status_code == 403
    assert client.post(reverse("lists:view_delete", args=[KEY, view.pk])).status_code == 403
    client.force_login(manager)
    client.post(reverse("lists:view_delete", args=[KEY, view.pk]))
    assert not SavedView.objects.exists()


def test_broker_is_not_asked_whom_to_share_with(of: Company, client: Client):
    broker = identity.staff(of, Role.BROKER)
    client.force_login(broker)
    view = views.view(broker, KEY)
    page = client.get(reverse("lists:view_edit", args=[KEY, view.pk]))
    assert "audience" not in page.context["form"].fields


def test_view_of_another_list_or_person_is_not_there(of: Company, manager: User, client: Client):
    other = views.view(identity.staff(of, Role.MANAGER), KEY)
    payments = views.view(manager, "receivables.payments")
    for pk in (other.pk, payments.pk):
        for name in ("view_edit", "view_update", "view_delete"):
            assert client.post(reverse(f"lists:{name}", args=[KEY, pk])).status_code == 404
    assert client.post(reverse("lists:view_open", args=[KEY]), {"view": other.pk}).status_code == 404
    assert SavedView.objects.count() == 2


def test_list_without_the_permission_has_no_totals_and_no_views(of: Company, client: Client):
    client.force_login(identity.staff(of, Role.HOSTESS))
    for name in ("total_rows", "view_create", "view_counts"):
        assert client.get(reverse(f"lists:{name}", args=[KEY])).status_code == 403
    assert client.get(reverse("lists:total_rows", args=["no.list"])).status_code == 404


def test_badges_count_what_views_hold(of: Company, manager: User, client: Client):
    leasing.draft(of)
    drafts, active = (
        views.view(manager, KEY, "state=draft", name="A"),
        views.view(manager, KEY, "state=active", name="B"),
    )
    text = client.get(reverse("lists:view_counts", args=[KEY])).content.decode()
    assert f'id="view-count-{drafts.pk}" hx-swap-oob="true">1<' in text
    assert f'id="view-count-{active.pk}" hx-swap-oob="true">0<' in text


# ---- Totals and peek


def test_totals_are_of_all_rows_that_fit_by_currency(of: Company, client: Client):
    other = receivables.company(currency="PLN", country="PL")
    boss = identity.staff(of, Role.MANAGER)
    from roadbook.apps.identity.actions import assign

    assign(user=boss, role=Role.MANAGER, company=other, by=None)
    client.force_login(boss)
    for company in (of, of, other):
        leasing.draft(company)
    leasing.active(of)
    page = client.get(reverse("lists:total_rows", args=[KEY]), {"state": "draft"})
    lines = {line.currency: [one.text for one in line.cells if one.css] for line in page.context["lines"]}
    assert lines == {
        "EUR": ["40,000.00", '<span class="dim">–</span>'],
        "PLN": ["20,000.00", '<span class="dim">–</span>'],
    }


def test_totals_of_columns_that_are_computed(of: Company, client: Client):
    cashier = identity.staff(of, Role.CASHIER)
    client.force_login(cashier)
    contract = leasing.active(of)
    receivables.payment(contract.account, 100_00)
    receivables.payment(contract.account, 50_50)
    with assert_same_queries(4):
        page = client.get(reverse("lists:total_rows", args=["receivables.payments"]))
    assert next(one.text for one in page.context["lines"][0].cells if one.css) == "150.50"


def test_totals_of_more_rows_than_are_counted_wait_to_be_asked(of: Company, manager: User, client: Client, monkeypatch):
    from roadbook.kit.lists import pages

    leasing.draft(of)
    assert 'hx-trigger="load" hx-target="this"' in client.get(LIST).content.decode().partition('id="totals"')[2]
    monkeypatch.setattr(pages, "COUNT_CAP", 0)
    foot = client.get(LIST).content.decode().partition('id="totals"')[2]
    assert "Add up all rows" in foot
    assert 'hx-trigger="load"' not in foot


def test_peek_shows_every_column_of_a_row(of: Company, manager: User, client: Client):
    contract = leasing.draft(of)
    text = client.get(reverse("lists:row_peek", args=[KEY, contract.pk])).content.decode()
    assert contract.number in text
    assert "Yearly rate" in text
    assert f'href="/contracts/{contract.pk}/"' in text
    foreign = leasing.draft(receivables.company())
    assert client.get(reverse("lists:row_peek", args=[KEY, foreign.pk])).status_code == 404
