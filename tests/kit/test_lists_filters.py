"""Filters of lists: operators by type, groups, hostile addresses, the small forms of the bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db.models import Q
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from roadbook.kit import lists
from roadbook.kit.lists import editing, pages
from roadbook.kit.lists.asked import parameters
from roadbook.kit.lists.filters import PRESETS
from roadbook.kit.models import Job, OutboxEvent

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


class EventTable(lists.Table):
    columns = (
        lists.Column("name", "Name", sort="name", main=True),
        lists.Column("stream", "Stream"),
        lists.Number("tries", "Tries"),
        lists.Text("error", "Error", shown=False),
    )
    filters = (
        lists.Choice("stream", "Stream", [("a", "A"), ("b", "B"), ("c", "C")]),
        lists.Contains("name", "Name"),
        lists.Quantity("tries", "Tries"),
        lists.Period("published", "Published", path="published_at"),
        lists.Period("waits", "Waits", path="not_before"),
        lists.YesNo("asked", "Asked", path="dead_at__isnull"),
        lists.Amount("worth", "Worth", path="id"),
        lists.Choice("busy", "Busy", [("yes", "Yes"), ("no", "No")], meaning={"yes": Q(tries__gt=1), "no": Q(tries=1)}),
        lists.Only("last", "Last", [("yes", "Yes")], meaning={"yes": Q(tries=3)}),
    )
    search = "name"

    def today(self, user: Any) -> date:  # noqa: ARG002 - one day for everybody
        return date(2026, 11, 18)


def event(**fields: Any) -> OutboxEvent:
    return OutboxEvent.objects.create(**{"name": "e", "payload": {}, "published_at": NOW, **fields})


def page(query: str) -> pages.ListPage:
    return pages.ListPage(EventTable(), OutboxEvent.objects.all(), parameters(query))


def names(query: str) -> list[str]:
    current = page(query)
    assert current.problems == []
    return sorted(row.name for row in current.objects)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stream=a", ["one"]),
        ("stream=a&stream=b", ["one", "two"]),
        ("stream.not=a", ["three", "two"]),
        ("stream.not=a&stream.not=b", ["three"]),
        ("stream.empty=1", ["three"]),
        ("stream.filled=1", ["one", "two"]),
        ("name=O", ["one", "two"]),
        ("name=o&name=w", ["two"]),
        ("name.lacks=o", ["three"]),
        ("name.is=TWO", ["two"]),
        ("name.starts=t", ["three", "two"]),
        ("name.empty=1", []),
        ("tries=2", ["two"]),
        ("tries.under=2", ["one"]),
        ("tries.over=1", ["three", "two"]),
        ("tries_from=2&tries_to=2", ["two"]),
        ("tries_from=2", ["three", "two"]),
        ("tries_to=−1", []),
        ("worth.over=−1", ["one", "three", "two"]),
        ("worth.under=0,01", []),
        ("busy=yes", ["three", "two"]),
        ("busy.not=yes", ["one"]),
        ("busy=yes&busy=no", ["one", "three", "two"]),
        ("last=yes", ["three"]),
    ],
)
def test_operators_of_choice_text_and_number(query: str, found: list[str]):
    event(name="one", stream="a", tries=1)
    event(name="two", stream="b", tries=2)
    event(name="three", tries=3)
    assert names(query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("published=18.11.2026", ["today"]),
        ("published.before=18.11.2026", ["early", "last month"]),
        ("published.after=2026-11-17", ["today"]),
        ("published_from=1.11.2026&published_to=17.11.2026", ["early"]),
        ("published.in=today", ["today"]),
        ("published.in=this_week", ["early", "today"]),
        ("published.in=this_month", ["early", "today"]),
        ("published.in=last_month", ["last month"]),
        ("published.in=last_7", ["early", "today"]),
        ("published.in=past", ["early", "last month"]),
        ("published.in=future", []),
        ("waits.in=next_7", ["today"]),
        ("waits.empty=1", ["early", "last month"]),
        ("waits.filled=1", ["today"]),
        ("asked=yes", ["early", "last month", "today"]),
        ("asked=no", []),
    ],
)
def test_operators_of_days(query: str, found: list[str]):
    event(name="today", not_before=NOW + timedelta(days=2))
    event(name="early", published_at=NOW - timedelta(days=2))
    event(name="last month", published_at=NOW - timedelta(days=20))
    assert names(query) == found


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31), date(2028, 2, 29)])
@pytest.mark.parametrize("code", list(PRESETS))
def test_presets_are_spans_that_begin_before_they_end(day: date, code: str):
    first, last = PRESETS[code][1](day)
    assert first is None or last is None or first <= last
    assert (code in {"past", "future"}) == (first is None or last is None)


def test_filters_of_another_type_of_model():
    assert pages.ListPage(JobTable(), Job.objects.all(), QueryDict("title.is=x&state.not=done")).problems == []


class JobTable(lists.Table):
    columns = (lists.Column("title", "Title", main=True),)
    filters = (lists.Contains("title", "Title"), lists.Choice("state", "State", [("done", "Done")]))


# ---- Groups


def test_groups_of_all_and_any():
    for name, stream, tries in (("one", "a", 1), ("two", "b", 2), ("three", "c", 3), ("four", "a", 4)):
        event(name=name, stream=stream, tries=tries)
    assert names("stream=a&tries.over=1") == ["four"]
    assert names("stream=a&tries.over=2&match=any") == ["four", "one", "three"]
    assert names("name=o&2.stream=a&2.tries=2&2.match=any") == ["four", "one", "two"]
    assert names("stream=c&2.stream=a&2.tries=1&join=any") == ["one", "three"]


@dataclass(frozen=True)
class Said:
    """A condition in the address, and what it means in Python."""

    params: tuple[tuple[str, str], ...]
    holds: Callable[[OutboxEvent], bool]


def _choices(values: list[str], is_not: bool) -> Said:
    name = "stream.not" if is_not else "stream"
    return Said(tuple((name, value) for value in values), lambda row: (row.stream in values) != is_not)


def _number(value: int, code: str) -> Said:
    tests: dict[str, Callable[[int], bool]] = {
        "": lambda tries: tries == value,
        ".under": lambda tries: tries < value,
        ".over": lambda tries: tries > value,
    }
    return Said(((f"tries{code}", str(value)),), lambda row: tests[code](row.tries))


def _text(part: str, code: str) -> Said:
    tests: dict[str, Callable[[str], bool]] = {
        "": lambda name: part in name,
        ".lacks": lambda name: part not in name,
        ".starts": lambda name: name.startswith(part),
        ".is": lambda name: name == part,
    }
    return Said(((f"name{code}", part),), lambda row: tests[code](row.name))


def _empty(is_filled: bool) -> Said:
    return Said((("waits.filled" if is_filled else "waits.empty", "1"),), lambda row: bool(row.not_before) == is_filled)


CONDITIONS = st.one_of(
    st.builds(_choices, st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True), st.booleans()),
    st.builds(_number, st.integers(0, 3), st.sampled_from(["", ".under", ".over"])),
    st.builds(_text, st.sampled_from(["x", "y", "xy"]), st.sampled_from(["", ".lacks", ".starts", ".is"])),
    st.builds(_empty, st.booleans()),
)
GROUPS = st.lists(st.tuples(st.lists(CONDITIONS, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=3)


def _address(groups: list[tuple[list[Said], bool]], is_any: bool) -> str:
    pairs = [("join", "any")] if is_any else []
    for number, (conditions, any_will_do) in enumerate(groups, 1):
        head = "" if number == 1 else f"{number}."
        pairs += [(head + name, value) for one in conditions for name, value in one.params]
        pairs += [(f"{head}match", "any")] if any_will_do else []
    return urlencode(pairs)


def _together(groups: list[tuple[list[Said], bool]]) -> list[tuple[list[Said], bool]]:
    """An address has one list of values for each choice in a group, so two of them are one."""
    for conditions, _any in groups:
        seen: set[str] = set()
        kept = [one for one in conditions if one.params[0][0] not in seen and not seen.add(one.params[0][0])]  # type: ignore[func-returns-value]
        conditions[:] = kept
    return groups


class GroupsEqualPython(TestCase):
    @settings(max_examples=60)
    @given(GROUPS, st.booleans())
    def test_groups_equal_their_evaluation_in_python(self, groups: list[tuple[list[Said], bool]], is_any: bool):
        rows = [
            event(name=name, stream=stream, tries=tries, not_before=NOW if tries % 2 else None)
            for name, stream, tries in (("x", "a", 0), ("y", "b", 1), ("xy", "c", 2), ("yx", "", 3), ("z", "a", 1))
        ]
        groups = _together(groups)
        some = {True: any, False: all}
        wanted = [
            row.pk
            for row in rows
            if some[is_any]([some[one]([said.holds(row) for said in conditions]) for conditions, one in groups])
        ]
        current = page(_address(groups, is_any))
        assert current.problems == []
        assert sorted(row.pk for row in current.objects) == wanted
        again = page(current.query)
        assert [row.pk for row in again.objects] == [row.pk for row in current.objects]
        assert again.query == current.query


# ---- What nobody should send


@pytest.mark.parametrize(
    "query",
    [
        "stream=zzz",
        "stream.more=a",
        "tries=1e9",
        "tries=" + "9" * 39,
        "tries=" + "9" * 400,
        "tries.over=１２",
        "tries_from=3&tries_to=2",
        "worth.over=1.234",
        "worth=" + "9" * 300,
        "published=99.99.2026",
        "published.in=yesteryear",
        "published_from=yesterday",
        "name=%00",
        "q=a%00b",
        "9.stream=a&8.stream=a&7.stream=a&6.stream=a&5.stream=a",
        "0.stream=a",
        "2.3.stream=a",
        "2.unknown=1",
        "2.q=1",
        "ids=x",
        "ids=1.2.-3",
        "ids=" + "9" * 19,
        "&".join(["name=a"] * 41),
        "&".join(f"name={number}" for number in range(10_000)),
        "&".join(f"x{number}=1" for number in range(10_000)),
        "2." * 500 + "stream=a",
    ],
)
def test_hostile_address_is_said_and_matches_nothing(query: str):
    event(name="a", stream="a")
    current = page(query)
    assert current.problems
    assert (current.total, current.objects) == (0, [])


@pytest.mark.parametrize(
    "query", ["x=1", "cols=nothing", "sort=payload", "view=x", "match=some", "draft=9.zzz", "put=1"]
)
def test_what_a_list_does_not_know_is_ignored(query: str):
    event()
    assert page(query).problems == []
    assert page(query).total == 1


# ---- The small forms


def edit(query: str, **sent: Any) -> str:
    data = QueryDict(mutable=True)
    data["in"] = query
    for name, value in sent.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return editing.edited(EventTable(), OutboxEvent.objects.all(), data, None) or ""


@pytest.mark.parametrize(
    ("query", "sent", "to"),
    [
        ("", {"put": "1.stream.new", "op": "", "choices": ["a", "b"]}, "stream=a&stream=b"),
        ("stream=a", {"put": "1.stream.0", "op": "not", "choices": "b"}, "stream.not=b"),
        ("stream=a&name=x", {"put": "1.stream.0", "op": "", "choices": []}, "name=x"),
        ("stream=a", {"put": "2.name.new", "op": "starts", "line": " x "}, "stream=a&2.name.starts=x"),
        ("stream=a", {"put": "1.stream.new", "op": "empty", "choices": "b"}, "stream=a&stream.empty=1"),
        ("", {"put": "1.tries.new", "op": "span", "n_from": "1", "n_to": ""}, "tries_from=1"),
        ("", {"put": "1.published.new", "op": "in", "preset": "today", "day": "1"}, "published.in=today"),
        ("name=x&sort=name", {"put": "q", "q": " żuk "}, "q=%C5%BCuk&name=x&sort=name"),
        ("q=x&name=x", {"put": "cols", "col": ["tries", "name"]}, "q=x&name=x&cols=tries.name"),
        ("cols=tries.name", {"put": "cols", "col": ["tries", "name"], "move": "down:tries"}, "cols=name.tries"),
        ("cols=tries.name", {"put": "cols", "reset": "1"}, ""),
        ("", {"put": "cols", "col": ["name", "stream", "tries"]}, ""),
        ("stream=a", {"put": "1.zzz.0", "op": ""}, "stream=a"),
        ("stream=a", {"put": "99999.stream.0", "op": ""}, "stream=a"),
        ("stream=a", {"put": "1.stream.99999", "op": "zzz"}, "stream=a"),
    ],
)
def test_small_form_leads_to_the_canonical_address(query: str, sent: dict[str, Any], to: str):
    assert edit(query, **sent) == to


def test_what_a_chip_cannot_read_stays_and_is_said():
    to = edit("", put="1.tries.new", op="over", number="many")
    assert to == "tries.over=many"
    chip = page(to).bar.rows[0].chips[0]
    assert chip.condition is not None
    assert chip.condition.problem == "“many” is not a whole number."


# ---- The bar


def test_bar_shows_chips_and_those_that_may_be_made():
    bar = page("stream.not=a&2.name=x&2.tries=1").bar
    assert [chip.filter.name for chip in bar.rows[0].chips] == ["stream", "name", "tries", "published", "waits"]
    assert bar.rows[0].chips[0].remove_url == "?2.name=x&2.tries=1".replace("2.", "")
    assert [chip.filter.name for chip in bar.rows[1].chips] == ["name", "tries"]
    assert bar.rows[1].match_url == "?stream.not=a&2.name=x&2.tries=1&2.match=any"
    assert bar.join_url == "?stream.not=a&2.name=x&2.tries=1&join=any"
    assert bar.new_group_url == "?stream.not=a&2.name=x&2.tries=1&draft=3."


def test_draft_chip_stands_open_in_its_group():
    bar = page("stream=a&draft=2.name").bar
    assert [(chip.put, chip.is_open) for chip in bar.rows[1].chips] == [("2.name.new", True)]
    assert page("stream=a").query == page("stream=a&draft=2.name").query


def test_columns_are_chosen_in_order_and_the_main_one_stays():
    assert [column.name for column in page("cols=error.tries").columns] == ["name", "error", "tries"]
    options = page("cols=error.tries").bar.options
    assert [(one.name, one.is_shown) for one in options] == [
        ("name", True),
        ("error", True),
        ("tries", True),
        ("stream", False),
    ]


def test_selected_rows_are_an_address():
    one, _two, three = event(), event(), event()
    current = page(f"ids={one.pk}.{three.pk}")
    assert sorted(row.pk for row in current.objects) == [one.pk, three.pk]
    assert current.bar.unselect_url == "?"
