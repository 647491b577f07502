"""The book that is written set-based is the one that the actions would have made."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection, transaction

from benchmarks.books import life
from benchmarks.books.writing import write
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.organisation.actions import next_number
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables.models import AccountPosition
from roadbook.kit import invariants, triggers
from tests.benchmarks import likeness

pytestmark = pytest.mark.django_db
CONTRACTS, SHAPES = 50, 10


def problems() -> list[str]:
    return [problem for verdict in invariants.verify() for problem in verdict.problems]


def test_book_equals_the_same_contracts_made_by_actions():
    with likeness.ids_apart(), transaction.atomic():
        write(CONTRACTS, shapes=SHAPES, in_bulk=False)
        texts, written = likeness.texts(), likeness.rows_by_meaning()
        transaction.set_rollback(True)
    with likeness.ids_apart():
        life.live(life.open_places(), life.deals(range(CONTRACTS), SHAPES))
        for table, rows in likeness.texts().items():
            assert (table, rows - texts.get(table, Counter())) == (table, Counter())
            assert (table, texts.get(table, Counter()) - rows) == (table, Counter())
        assert likeness.rows_by_meaning() == written


def test_book_has_sound_books_and_keys():
    book = write(100, shapes=SHAPES, in_bulk=False)

    assert problems() == []
    connection.check_constraints()
    assert triggers.missing() == []
    assert book.rows["leasing_contract"] == Contract.objects.count() == 100
    assert book.rows["leasing_instalment"] == Instalment.objects.count()


def test_book_has_all_states_and_one_in_ten_overdue():
    write(100, shapes=50, in_bulk=False)

    states = Counter(Contract.objects.values_list("state", flat=True))
    assert states == {"active": 84, "draft": 4, "signed": 4, "cancelled": 4, "closed": 4}
    assert AccountPosition.objects.filter(days_past_due__gt=0).count() == 12
    assert set(Contract.objects.values_list("currency", flat=True)) == {"EUR", "PLN", "RUB"}


def test_work_goes_on_after_the_book():
    write(20, shapes=SHAPES, in_bulk=False)

    company = Company.objects.get(code="BOOKBG")
    written = Contract.objects.filter(company=company).count()
    assert next_number(company=company, kind="contract", on=company.business_date) == f"L-2026-{written + 1:05}"
    places_free = Contract.objects.order_by("-pk").first()
    assert places_free is not None


def test_book_refuses_a_number_that_its_shapes_do_not_make():
    with pytest.raises(ValueError, match="55 contracts are not made of 10 shapes"):
        write(55, shapes=SHAPES)
    assert not Company.objects.exists()


def test_book_refuses_a_database_with_companies():
    write(10, shapes=SHAPES, in_bulk=False)

    with pytest.raises(ValueError, match="there are companies"):
        write(10, shapes=SHAPES, in_bulk=False)
    assert Contract.objects.count() == 10


def test_likeness_tells_books_apart_that_differ_in_one_link():
    with likeness.ids_apart():
        write(10, shapes=SHAPES, in_bulk=False)
        before = likeness.rows_by_meaning()
        one, other = Contract.objects.filter(company__code="BOOKBG", state="draft"), Contract.objects.order_by("pk")
        Contract.objects.filter(pk=one.get().pk).update(vehicle=other.first().vehicle_id)

        after = likeness.rows_by_meaning()

    assert {table for table in before if before[table] != after[table]} >= {"leasing_contract"}
