"""Every list of the product keeps the rules of the one list engine: keys, addresses, indexes, and a fixed cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model, Q, UniqueConstraint
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Company
from roadbook.kit import lists
from roadbook.kit.lists.asked import Asked
from roadbook.kit.lists.columns import Money
from roadbook.kit.lists.filters.base import field_of
from roadbook.kit.lists.pages import ListPage
from tests.factories import identity, receivables

from . import rows

pytestmark = pytest.mark.django_db
KEYS = [table.key for table in lists.registered()]


def columns_of(index: Any) -> list[str]:
    """The columns of an index or a unique constraint, without their directions."""
    return [name.removeprefix("-") for name in index.fields]


def leading(model: type[Model]) -> set[str]:
    """Columns by which an index sorts: the first of one, or the first after the company."""
    options = model._meta
    indexes = [index for index in options.indexes if index.condition is None]
    unique = [one for one in options.constraints if isinstance(one, UniqueConstraint) and one.condition is None]
    found = {"id", "pk"} | {field.name for field in options.concrete_fields if field.unique or field.db_index}
    for columns in filter(None, map(columns_of, [*indexes, *unique])):
        found.add(columns[0])
        if columns[0] == "company" and len(columns) > 1:
            found.add(columns[1])
    return found


def model_at(model: type[Model], path: str) -> tuple[type[Model], str]:
    *way, name = path.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]  # a relation
    return model, name


def table_of(key: str) -> lists.Table:
    return lists.find(key)


@pytest.fixture
def company() -> Company:
    return receivables.company()


@pytest.fixture
def user(company: Company) -> User:
    return identity.everything(company)


@pytest.mark.parametrize("key", KEYS)
def test_every_order_has_an_index(key: str, user: User):
    table = table_of(key)
    model = table.rows(user).model
    asked = {column.sort for column in table.columns_for(user) if column.sort} | {table.default_sort}
    asked |= {group.order for group in table.groupable_for(user)}
    unserved = []
    for path in sorted(one.removeprefix("-") for one in asked):
        at, name = model_at(model, path.removesuffix("_id"))
        if name not in leading(at):
            unserved.append(path)
    assert unserved == [], f"{model._meta.label} has no index that sorts by these"


def test_order_without_an_index_is_seen():
    from roadbook.apps.leasing.models import Contract

    assert {"number", "signed_on", "financed", "id"} <= leading(Contract)
    assert not {"price", "first_due_on", "account__number"} & leading(Contract)


@pytest.mark.parametrize("key", KEYS)
def test_list_is_whole(key: str, user: User):
    """A name, an address, a permission that exists, columns and filters whose paths lead somewhere."""
    table = table_of(key)
    table.user = user
    context, _dot, noun = key.partition(".")
    assert context
    assert noun
    assert str(table.title)
    assert table.permission in {"", *Permission.values}
    assert resolve(table.address)
    names = [column.name for column in table.columns_for(user)]
    assert len(names) == len(set(names))
    assert "." not in "".join(names)
    assert sum(column.main for column in table.columns_for(user)) <= 1
    queryset = table.rows(user)
    annotated = set(queryset.query.annotations)
    for one in table.filters_for(user):
        known = field_of(queryset.model, one.column) is not None or one.column in annotated
        assert known or type(one).__module__ != "roadbook.kit.lists.filters", one.name


@pytest.mark.parametrize("key", KEYS)
def test_every_operator_of_every_filter_is_answered(key: str, user: User):
    """Each condition that the bar offers reaches the database without an error."""
    table = table_of(key)
    queryset = table.rows(user)
    ground = Asked(table, queryset, QueryDict(), user).ground
    samples = {"line": ["a"], "number": ["1"], "two": ["1", "2"], "day": ["1.11.2026"], "preset": ["today"], "none": []}
    for one in table.filters_for(user):
        for operator in one.operators:
            typed = samples.get(operator.shape, ["1.11.2026", "2.11.2026"])
            if operator.shape == "choices":
                typed = [str(value) for value, _label in list(getattr(one, "choices", ()))[:1]]
            made = one.make(operator, typed, ground)
            if not made.problem and made.condition != Q():
                list(queryset.filter(made.condition)[:1])


@pytest.mark.parametrize("key", KEYS)
def test_sums_are_of_paths_that_exist(key: str, user: User):
    table = table_of(key)
    rows_of = table.rows(user)
    for column in table.columns_for(user):
        if isinstance(column, Money) and column.total_paths:
            for path in (*column.total_paths, column.currency):
                assert field_of(rows_of.model, path) is not None or path in rows_of.query.annotations, path


@pytest.mark.parametrize("key", KEYS)
def test_one_row_costs_what_three_cost(key: str, company: Company, user: User):
    """The literal number of statements of a page with every column shown, and of its export values."""
    table = table_of(key)
    make: Callable[[Company, User], object] = rows.MAKERS[key]
    names = ".".join(column.name for column in table.columns_for(user))
    spent = {}
    table.bulk_for(user)
    for count in (1, 3):
        make(company, user)
        while table_of(key).rows(user).count() < count:
            make(company, user)
        with CaptureQueriesContext(connection) as captured:
            page = ListPage(table_of(key), table_of(key).rows(user), QueryDict(f"cols={names}"), user)
            assert len(page.lines) == len(page.objects)
            for row in page.objects:
                for column in page.columns:
                    column.plain(row)
        spent[count] = len(captured)
        assert len(page.objects) >= count
    assert len(set(spent.values())) == 1, [query["sql"][:200] for query in captured.captured_queries]


def test_every_list_has_its_maker_of_rows():
    assert sorted(rows.MAKERS) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_hostile_address_of_a_screen_is_answered(key: str, user: User, client: Client):
    """A screen that reads the address itself may refuse one with thousands of parameters, as Django does."""
    table = table_of(key)
    table.user = user
    client.force_login(user)
    for query in ("x" * 20, "&".join(f"q{n}=1" for n in range(2000)), "q=%00", "9.9.9=1", "ids=1..2", "put=1&in=%00"):
        status = client.get(f"{table.address}?{query}", follow=True).status_code
        assert status == 200 or (status, query[:2]) == (400, "q0"), query[:40]


def test_list_of_nobody_is_empty():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    for key in KEYS:
        table = table_of(key)
        if table.permission and not key.startswith("vehicles.m") and key != "vehicles.trims":
            assert list(table.rows(request.user)[:1]) == [] or key == "backoffice.audit_blocks", key
