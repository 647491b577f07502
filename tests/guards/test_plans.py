"""The plan of every page of every large list: on a small book what is possible, on a large one what is done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from benchmarks.books.writing import write
from roadbook.apps.identity.models import User
from roadbook.kit import lists
from roadbook.kit.access import permissions_of

from . import plans
from .large import LargeBook

SMALL, LARGE = 500, 50_000
# The whole group, one company, one branch of it.
PEOPLE = ("manager@book.example", "cashier.bg@book.example", "broker0.bg@book.example")


def large_lists(user: User, least: int) -> Iterator[tuple[lists.Table, int]]:
    """The lists that the user may see and that have so many rows, each with the id of a row in the middle."""
    for table in lists.registered():
        if table.permission and table.permission not in permissions_of(user):
            continue
        ids = table.rows(user).order_by("pk").values_list("pk", flat=True)
        if (count := ids.count()) >= least:
            yield table, ids[count // 2]


def all_asks(least: int) -> Iterator[plans.Ask]:
    for user in User.objects.filter(email__in=PEOPLE).order_by("pk"):
        for table, anchor in large_lists(user, least):
            yield from plans.asks(table, user, anchor)


@pytest.mark.django_db
def test_every_order_can_be_read_from_an_index():
    write(SMALL, shapes=10, in_bulk=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with plans.only_by_index():
        found = list(all_asks(SMALL // 20))
        keys = {ask.table.key for ask in found}
        assert keys >= {"leasing.contracts", "parties.clients", "vehicles.vehicles", "receivables.payments"}
        assert [fault for ask in found if not ask.is_filtered for fault in plans.faults(ask)] == []


@pytest.fixture(scope="session")
def large_book(django_db_blocker, tmp_path_factory) -> Iterator[LargeBook]:
    book = LargeBook(tmp_path_factory.mktemp("book"))
    with django_db_blocker.unblock():
        try:
            book.make(LARGE)
            yield book
        finally:
            book.drop()


@pytest.mark.long
def test_every_page_of_a_large_book_is_read_from_an_index(large_book, django_db_blocker):
    with django_db_blocker.unblock(), large_book.inside():
        found = list(all_asks(LARGE // 20))
        assert {ask.user.email for ask in found} == set(PEOPLE)
        assert [fault for ask in found for fault in plans.faults(ask)] == []


@pytest.mark.django_db
def test_order_without_an_index_is_seen(monkeypatch):
    monkeypatch.setattr(plans, "FEW", 0)
    write(SMALL, shapes=10, in_bulk=False)
    user = User.objects.get(email=PEOPLE[0])

    class Unserved(type(lists.find("leasing.contracts"))):
        default_sort = "price"

    ask = plans.Ask(Unserved(), user, "")
    with plans.only_by_index():
        (fault, *_more) = plans.faults(ask)
    assert "ORDER BY" in fault or "Sort of" in fault
