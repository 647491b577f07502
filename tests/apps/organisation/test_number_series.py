"""Numbers are unique, gapless, per company, kind and year, whatever runs at the same time (I20)."""

from __future__ import annotations

import random
import threading
from datetime import date

import pytest
from django.db import connection, transaction

from roadbook.apps.organisation import actions
from roadbook.apps.organisation.models import Company, NumberSeries
from tests.factories import organisation as make

THREADS, EACH = 20, 5
ON = date(2026, 11, 24)


def test_numbers_count_up_per_company_kind_and_year(db):
    one, other = make.company(), make.company()
    taken = [actions.next_number(company=one, kind="contract", on=ON) for _ in range(3)]
    assert taken == ["L-2026-00001", "L-2026-00002", "L-2026-00003"]
    assert actions.next_number(company=one, kind="receipt", on=ON) == "R-2026-00001"
    assert actions.next_number(company=one, kind="contract", on=date(2027, 1, 1)) == "L-2027-00001"
    assert actions.next_number(company=other, kind="contract", on=ON) == "L-2026-00001"
    assert actions.next_number(company=one, kind="contract", on=ON) == "L-2026-00004"


def test_number_of_an_unknown_kind_is_an_error(db):
    with pytest.raises(ValueError, match="'poem' is not a valid SeriesKind"):
        actions.next_number(company=make.company(), kind="poem", on=ON)
    assert not NumberSeries.objects.exists()


def test_rollback_burns_no_number(db):
    company = make.company()
    actions.next_number(company=company, kind="contract", on=ON)
    _take_and_roll_back(company)
    assert actions.next_number(company=company, kind="contract", on=ON) == "L-2026-00002"


@pytest.mark.django_db(transaction=True)
def test_number_outside_a_transaction_is_refused():
    company = make.company()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.next_number(company=company, kind="contract", on=ON)
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_leave_no_gap_although_some_roll_back():
    company = make.company()
    taken: list[str] = []
    lock, start = threading.Lock(), threading.Barrier(THREADS)

    def take_some(seed: int) -> None:
        chance = random.Random(seed)
        start.wait()
        for _ in range(EACH):
            _take(company, taken, lock, fails=chance.random() < 0.3)
        connection.close()

    threads = [threading.Thread(target=take_some, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) > THREADS
    assert sorted(taken) == [f"L-2026-{number:05d}" for number in range(1, len(taken) + 1)]
    assert NumberSeries.objects.get().next == len(taken) + 1


def _take(company: Company, taken: list[str], lock: threading.Lock, *, fails: bool) -> None:
    if fails:
        _take_and_roll_back(company)
        return
    with transaction.atomic():
        number = actions.next_number(company=company, kind="contract", on=ON)
    with lock:
        taken.append(number)


def _take_and_roll_back(company: Company) -> None:
    with transaction.atomic():
        actions.next_number(company=company, kind="contract", on=ON)
        transaction.set_rollback(True)
