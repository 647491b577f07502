"""The list engine on a table of the kit's own: paging, sorting, filters, search, counting, fragments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxDetails

from roadbook.kit import keyset, lists
from roadbook.kit.lists import pages
from roadbook.kit.models import OutboxEvent

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 10, tzinfo=UTC)


class EventTable(lists.Table):
    columns = (
        lists.Column("name", "Name", sort="name", main=True),
        lists.Moment("published_at", "Published", sort="published_at"),
        lists.Day("not_before", "Waits", sort="not_before"),
        lists.Number("tries", "Tries"),
        lists.State("stream", "Stream", tones={"a": "ok", "b": ("warn", "clock")}),
        lists.Text("error", "Error"),
    )
    filters = (
        lists.Choice("stream", "Stream", [("a", "A"), ("b", "B")]),
        lists.Period("published", "Published", path="published_at"),
        lists.Contains("error", "Error"),
    )
    search = "name"
    default_sort = "-published_at"
    page_size = 3

    def row_url(self, row: OutboxEvent) -> str:
        return f"/events/{row.pk}"


def make(count: int, **fields: Any) -> list[OutboxEvent]:
    rows = [
        OutboxEvent(
            name=fields.get("name", f"event {number:02}"),
            payload={},
            stream=fields.get("stream", "a"),
            published_at=START + timedelta(days=number // 2),
            not_before=None if number % 3 == 0 else START + timedelta(days=number % 4),
        )
        for number in range(count)
    ]
    return OutboxEvent.objects.bulk_create(rows)


def page(query: str = "", table: type[lists.Table] = EventTable) -> pages.ListPage:
    return pages.ListPage(table(), OutboxEvent.objects.all(), QueryDict(query))


def walk(start: str, direction: str) -> list[int]:
    """Every id met by following ``next_url`` or ``previous_url``."""
    seen: list[int] = []
    current = page(start)
    while True:
        ids = [row.pk for row in current.objects]
        seen += ids if direction == "next" else ids[::-1]
        url = current.next_url if direction == "next" else current.previous_url
        if not url:
            return seen
        current = page(url.removeprefix("?"))


SORTS = ["", "name", "-name", "published_at", "-published_at", "not_before", "-not_before"]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_forward_and_back_meet_every_row_once(sort: str) -> None:
    make(11)
    forward = walk(f"sort={sort}", "next")
    assert sorted(forward) == sorted(OutboxEvent.objects.values_list("pk", flat=True))
    last = page(f"sort={sort}&after={forward[-2]}")
    assert [row.pk for row in last.objects] == [forward[-1]]
    backward = walk(f"sort={sort}&before={forward[-1]}", "previous")
    assert backward == forward[-2::-1]


def test_empty_values_stand_last_both_ways() -> None:
    make(6)
    for sort in ("not_before", "-not_before"):
        rows = OutboxEvent.objects.filter(pk__in=walk(f"sort={sort}", "next")[-2:])
        assert {row.not_before for row in rows} == {None}


def test_a_new_row_does_not_shift_the_next_page() -> None:
    make(6)
    first = page()
    make(1)
    OutboxEvent.objects.filter(pk=OutboxEvent.objects.latest("pk").pk).update(published_at=START + timedelta(days=90))
    second = page(first.next_url.removeprefix("?"))
    assert not {row.pk for row in first.objects} & {row.pk for row in second.objects}
    assert len(second.objects) == 3


@pytest.mark.parametrize("anchor", ["x", "-1", "９", "9" * 30, "999999", "1.5"])
def test_unknown_anchor_shows_the_first_page(anchor: str) -> None:
    make(4)
    assert [row.pk for row in page(f"after={anchor}").objects] == [row.pk for row in page().objects]


def test_only_declared_columns_sort() -> None:
    make(2)
    assert page("sort=payload").order == "-published_at"
    assert page("sort=-name").order == "-name"


def test_state_of_the_list_is_in_its_addresses() -> None:
    make(5)
    current = page("stream=a&q=event&sort=name&published_from=1.11.2026&unknown=1")
    assert current.next_url == (f"?q=event&stream=a&published_from=1.11.2026&sort=name&after={current.objects[-1].pk}")
    assert [heading.url for heading in current.headings if heading.direction] == [
        "?q=event&stream=a&published_from=1.11.2026&sort=-name"
    ]


def test_filters_narrow() -> None:
    make(2)
    make(3, stream="b")
    assert page("stream=b").total == 3
    assert page("stream=a&stream=b").total == 5
    assert page("stream=").total == 5


def test_period_is_inclusive_for_instants() -> None:
    make(6)  # two on each of three days
    assert page("published_from=02.11.2026&published_to=02.11.2026").total == 2
    assert page("published_to=02.11.2026").total == 4
    assert page("published_from=2026-11-03").total == 2


@pytest.mark.parametrize(
    "query", ["stream=zzz", "published_from=yesterday", "published_from=3.11.2026&published_to=1.11.2026", "q=%00"]
)
def test_what_cannot_be_read_is_said_and_matches_nothing(query: str) -> None:
    make(2)
    current = page(query)
    assert current.problems
    assert (current.total, current.objects) == (0, [])


@pytest.mark.parametrize(
    ("term", "count"), [("zuk", 1), ("żuk", 1), ("ЖУК", 1), ("жук 2", 1), ("nothing", 0), ("%", 0)]
)
def test_search_finds_by_folded_words(term: str, count: int) -> None:
    make(1, name="zuk")
    make(1, name="жук 2")
    assert page(f"q={term.replace('%', '%25')}").total == count


def test_count_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "COUNT_CAP", 3)
    make(3)
    assert page().count_text == "3 rows"
    make(2)
    assert page().count_text == "3+ rows"


@pytest.mark.parametrize("rows", [1, 3])
def test_first_page_costs_two_queries(rows: int) -> None:
    make(rows)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(page().lines) == rows
    assert len(queries) == 2


def test_cells_and_their_place_on_a_card() -> None:
    make(1, name="<b>")
    line = page().lines[0]
    assert [cell.card for cell in line.cells] == ["title", "meta", "", "", "state", ""]
    assert line.cells[0].url == f"/events/{page().objects[0].pk}"
    assert line.cells[0].html == "&lt;b&gt;"
    assert 'data-tone="ok"' in line.cells[4].html


def test_money_column_names_one_currency_once() -> None:
    column = lists.Money("amount", "Open")
    euro, zloty = SimpleNamespace(amount=5, currency="EUR"), SimpleNamespace(amount=0, currency="PLN")
    alone, mixed = column.among([euro]), column.among([euro, zloty])
    assert (alone.label, alone.html(euro)) == ("Open, EUR", "0.05")
    assert (mixed.label, mixed.html(euro)) == ("Open", "0.05 <small>EUR</small>")
    assert "–" in mixed.html(zloty)
    assert column.among([]).label == "Open"


def test_method_of_the_row_is_called() -> None:
    row = SimpleNamespace(get_kind_display=lambda: "Person")
    assert lists.Text("get_kind_display", "Kind").html(row) == "Person"


def request(query: str, target: str = "") -> Any:
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": target} if target else {}
    made: Any = RequestFactory().get(f"/events/?{query}", **headers)
    made.htmx = HtmxDetails(made)
    made.user = SimpleNamespace(is_authenticated=False)
    return made


def render(query: str, target: str = "") -> str:
    response = lists.render(request(query, target), EventTable(), OutboxEvent.objects.all())
    assert response.status_code == 200
    return response.content.decode()


def test_htmx_gets_the_same_list_as_the_page() -> None:
    make(4)
    whole, part = render("sort=name&stream=a"), render("sort=name&stream=a", target="list")
    assert part.strip().startswith('<div class="list" id="list"')
    assert part.strip() in whole


def test_empty_and_filtered_empty_are_different() -> None:
    assert "Nothing here yet" in render("", target="list")
    make(1)
    filtered = render("stream=b", target="list")
    assert "No match" in filtered
    assert '<a class="btn  " href="?">Clear filters</a>' in filtered


def test_nullable_paths() -> None:
    from roadbook.kit.models import AuditValues, Job

    assert keyset.nullable(AuditValues, "entry__at") is False
    assert keyset.nullable(Job, "created_by__name") is True
    assert keyset.nullable(OutboxEvent, "some_annotation") is True
