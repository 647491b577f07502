"""Rows stored and read by statements that are spelt once are the rows that Django would store and read."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Account
from roadbook.kit import clock, storing
from roadbook.kit.models import AuditEntry, AuditValues, Delivery, FormDraft, OutboxEvent
from roadbook.kit.reading import ById
from roadbook.kit.testing import assert_same_queries
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db


def entry(number: int) -> AuditEntry:
    return AuditEntry(
        at=clock.now(),
        actor_name="Ива",
        ip="2001:db8::1",
        action=f"kit.test.{number}",
        subject="kit.test:1",
        changes={"price": [None, "12.50"], "names": ["ёж", ["a", 1]]},
    )


def stored(row: AuditEntry) -> dict[str, object]:
    found = AuditEntry.objects.filter(pk=row.pk).values().get()
    return {name: value for name, value in found.items() if name != "id"}


def test_row_is_stored_as_django_stores_it_and_learns_its_id():
    one, other = entry(1), entry(1)
    other.at = one.at
    assert storing.insert_one(one) is one
    other.save()
    assert stored(one) == stored(other)
    assert one.pk == other.pk - 1
    one.actor_name = "Петър"
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        one.save()  # an update: the row is known to be stored


def test_many_rows_are_cut_by_the_engines_limit_and_keep_their_order(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection.features, "max_query_params", 25, raising=False)
    with assert_same_queries(3):
        rows = storing.insert(entry(number) for number in range(5))
    ids = [row.pk for row in rows]
    assert ids == sorted(ids)
    assert list(AuditEntry.objects.filter(pk__in=ids).order_by("pk").values_list("action", flat=True)) == [
        f"kit.test.{number}" for number in range(5)
    ]


def test_nothing_is_stored_where_one_row_is_refused():
    event = OutboxEvent.objects.create(name="kit.test", payload={}, published_at=clock.now())
    twice = [Delivery(event=event, handler="same", delivered_at=clock.now()) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        storing.insert(twice)
    assert not Delivery.objects.exists()


def test_nothing_to_store_asks_nothing():
    with assert_same_queries(0):
        assert storing.insert([]) == []


def test_key_that_is_another_rows_and_encrypted_text_are_stored():
    values = storing.insert_one(AuditValues(entry=storing.insert_one(entry(1)), values={"phone": [None, "+359"]}))
    assert AuditValues.objects.get(pk=values.entry_id).values == {"phone": [None, "+359"]}
    draft = FormDraft(owner_id=1, form="kit.test", contents="тайна", updated_at=clock.now())
    assert FormDraft.objects.get(pk=storing.insert_one(draft).pk).contents == "тайна"


@pytest.fixture
def account() -> Account:
    return make.account(make.company(business_date=date(2026, 9, 10)))


def test_read_by_id_is_what_the_query_reads(account: Account):
    query = ById(lambda pk: Account.objects.select_related("company", "creditor").filter(pk=pk))
    asked = Account.objects.select_related("company", "creditor").get(pk=account.pk)
    for _ in range(2):
        with assert_same_queries(1):
            found = query.get(account.pk)
            assert found.company.business_date == asked.company.business_date
            assert found.creditor == asked.creditor
        names = [one.attname for one in Account._meta.concrete_fields]
        assert [getattr(found, name) for name in names] == [getattr(asked, name) for name in names]
        assert [getattr(found.company, one.attname) for one in found.company._meta.concrete_fields] == [
            getattr(asked.company, one.attname) for one in asked.company._meta.concrete_fields
        ]


def test_reading_by_id_of_nothing_says_so(account: Account):
    query = ById(lambda pk: Account.objects.filter(pk=pk))
    assert query.rows(account.pk + 1) == []
    with pytest.raises(Account.DoesNotExist):
        query.get(account.pk + 1)


def test_reading_keeps_what_is_not_the_id_and_the_order(account: Account):
    other = make.account(account.company)
    query = ById(lambda pk: Account.objects.filter(company_id=pk, currency="EUR").order_by("-pk"))
    assert query.rows(account.company_id) == [other, account]
    assert ById(lambda pk: Party.objects.filter(company_id=pk, name="nobody")).rows(account.company_id) == []


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_refused():
    query = ById(lambda pk: OutboxEvent.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert query.rows(1) == []
    with pytest.raises(TransactionManagementError):
        query.rows(1)
