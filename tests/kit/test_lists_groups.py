"""Rows under headings: by value and by month, page by page, counted apart, kept in the address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Company
from roadbook.kit import keyset, lists
from roadbook.kit.lists.asked import Asked, narrowed
from roadbook.kit.lists.bar import Bar
from roadbook.kit.lists.pages import ListPage
from roadbook.kit.models import OutboxEvent
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 29, 22, 30, tzinfo=UTC)
KEY = "leasing.contracts"


class EventTable(lists.Table):
    columns = (lists.Column("name", "Name", sort="name", main=True),)
    filters = (lists.Choice("stream", "Stream", [("a", "A"), ("b", "B")]),)
    groupable = (
        lists.Group("stream", "Stream", "stream"),
        lists.Month("month", "Month", "-published_at"),
        lists.Month("waits", "Waits until", "not_before"),
    )
    default_sort = "-id"
    page_size = 4

    def rows(self, user: Any) -> Any:  # noqa: ARG002 - the same for everybody
        return OutboxEvent.objects.all()


def page(query: str) -> ListPage:
    return ListPage(EventTable(), OutboxEvent.objects.all(), QueryDict(query))


def make(*streams: str) -> list[OutboxEvent]:
    rows = [
        OutboxEvent(
            name=f"event {number}",
            payload={},
            stream=stream,
            published_at=START + timedelta(days=number),
            not_before=None if number % 2 else START,
        )
        for number, stream in enumerate(streams)
    ]
    return OutboxEvent.objects.bulk_create(rows)


def headed(query: str) -> list[str | int]:
    """Headings and rows as they stand on a page."""
    found: list[str | int] = []
    for line in page(query).lines:
        found += [line.heading.text] if line.heading else []
        found.append(line.title)
    return found


def test_heading_stands_before_the_first_row_of_its_group() -> None:
    make("b", "a", "b", "a")
    assert headed("group=stream") == ["a", "event 1", "event 3", "b", "event 0", "event 2"]


def test_group_goes_on_over_pages_and_every_row_is_met_once() -> None:
    rows = make("b", "a", "b", "a", "b", "b")
    first = page("group=stream")
    assert "group=stream" in first.next_url
    assert headed(first.next_url.removeprefix("?")) == ["b", "event 4", "event 5"]
    second = page(first.next_url.removeprefix("?"))
    assert {row.pk for row in [*first.objects, *second.objects]} == {row.pk for row in rows}


@pytest.fixture
def in_sofia() -> Iterator[None]:
    with timezone.override("Europe/Sofia"):
        yield


@pytest.mark.usefixtures("in_sofia")
def test_months_are_those_of_the_reader() -> None:
    """22:30 UTC on the 30th of November is December in Sofia."""
    make("a", "a", "a")
    assert headed("group=month") == ["December\u00a02026", "event 2", "event 1", "November\u00a02026", "event 0"]


@pytest.mark.usefixtures("in_sofia")
def test_group_of_a_month_holds_the_rows_under_its_heading() -> None:
    rows = make("a", "a", "a")
    month = EventTable.groupable[1]
    assert set(OutboxEvent.objects.filter(month.q(rows[2]))) == {rows[1], rows[2]}
    assert set(OutboxEvent.objects.filter(month.q(rows[0]))) == {rows[0]}


def test_rows_without_a_value_stand_last_under_a_dash() -> None:
    rows = make("a", "a", "a")
    assert headed("group=waits") == ["November\u00a02026", "event 0", "event 2", "–", "event 1"]
    assert list(OutboxEvent.objects.filter(EventTable.groupable[2].q(rows[1]))) == [rows[1]]


def test_address_keeps_the_group_and_leaves_out_the_sort() -> None:
    asked = Asked(EventTable(), OutboxEvent.objects.all(), QueryDict("sort=name&group=stream&stream=a"))
    assert asked.content == "stream=a&group=stream"
    assert asked.query(group="", sort="-name") == "stream=a&sort=-name"


def test_unknown_group_is_ignored() -> None:
    make("b", "a")
    assert headed("group=payload") == ["event 1", "event 0"]
    assert page("group=payload").query == ""


def test_sorting_by_a_column_leaves_the_groups() -> None:
    make("a")
    assert page("group=stream").headings[0].url == "?sort=name"


def test_menu_offers_every_group_and_none() -> None:
    asked = Asked(EventTable(), OutboxEvent.objects.all(), QueryDict("sort=name&group=month"))
    assert Bar(asked).groupings == [
        ("Do not group", "?", False),
        ("Stream", "?group=stream", False),
        ("Month", "?group=month", True),
        ("Waits until", "?group=waits", False),
    ]


def test_all_rows_of_an_address_come_in_the_order_of_their_groups() -> None:
    make("b", "a", "b")
    assert [row.stream for row in narrowed(EventTable(), None, "group=stream")] == ["a", "b", "b"]
    assert keyset.nullable(OutboxEvent, "stream") is False


@pytest.fixture
def of() -> Company:
    return receivables.company()


@pytest.fixture
def boss(of: Company) -> User:
    return identity.everything(of)


def test_counts_of_groups_are_asked_apart(client: Client, of: Company, boss: User) -> None:
    drafts = [leasing.draft(of) for _number in range(2)]
    client.force_login(boss)
    text = client.get(reverse("leasing:contract_list"), {"group": "state"}).content.decode()
    head = drafts[1].pk
    assert f'id="group-count-{head}"></span>' in text
    assert f"/groups/?group=state&amp;heads={head}" in text
    counts = client.get(reverse("lists:group_counts", args=[KEY]), {"group": "state", "heads": f"{head}"})
    assert f'id="group-count-{head}" hx-swap-oob="true">2</span>' in counts.content.decode()


def test_counts_know_no_row_of_another_company(client: Client, boss: User) -> None:
    other = leasing.draft(receivables.company())
    client.force_login(boss)
    counts = client.get(reverse("lists:group_counts", args=[KEY]), {"group": "state", "heads": f"{other.pk}.x"})
    assert counts.content.decode().strip() == ""


@pytest.mark.parametrize("count", [1, 3])
def test_a_grouped_page_costs_the_same_for_any_number_of_rows(count: int) -> None:
    make(*"abc"[:count])
    with CaptureQueriesContext(connection) as asked:
        assert len([line for line in page("group=stream").lines if line.heading]) == count
    assert len(asked) == 2
