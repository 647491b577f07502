"""Taking payments one by one: how many a second one worker books, beside raw SQL that locks, inserts and updates.

What: cash payments of half an instalment on accounts of a written book, each in its own transaction with everything
that a payment does: number, allocations, journal, position, audit, event, and what its subscribers tell. Peer: in the
same database, for each payment one transaction of ``SELECT … FOR UPDATE``, one ``INSERT`` and one ``UPDATE``, as bare
tables. One process, one connection. Figures are wall-clock times and, for one core, this
process's processor time; the median of the rounds. Memory is the peak.

    ./run bench posting [--contracts N] [--database postgres://… | sqlite://FOLDER] [--payments N] [--profile]

A book that lies in the database is used as it is; otherwise one of N contracts is written.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import statistics
import time
from collections.abc import Callable
from itertools import cycle
from typing import Any

from benchmarks.books.place import database

TARGET = 150


def main(arguments: list[str] | None = None) -> None:
    """Pay, measure and print; the last line is the ratio to raw SQL."""
    parser = argparse.ArgumentParser(prog="posting", description=__doc__)
    parser.add_argument("--contracts", type=int, default=400)
    parser.add_argument("--database", default="")
    parser.add_argument("--payments", type=int, default=200, help="payments in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="print where the time of one round goes")
    given = parser.parse_args(arguments)
    with database(given.database):
        from django.db import connection

        accounts = _accounts(given.contracts)
        print(f"{len(accounts):,} accounts on {connection.vendor}, {given.payments} payments a round")
        pay = _payer(accounts)
        pay(20)  # warms up
        print(f"{_statements(pay)} statements for a payment")
        if given.profile:
            _profile(pay, given.payments)
        raw = _raw()
        rounds = [(*_rates(pay, given.payments), _rates(raw, given.payments)[0]) for _ in range(max(given.rounds, 3))]
        _report(*zip(*rounds, strict=True))


def _accounts(contracts: int) -> list[Any]:
    """Open accounts that owe something, of a written book."""
    from benchmarks.books.writing import write
    from roadbook.apps.receivables.models import Account

    if not Account.objects.exists():
        write(contracts)
    rows = Account.objects.open().select_related("company").filter(charges__open__gt=0).distinct()
    return list(rows.order_by("pk")[:5_000])


def _payer(accounts: list[Any]) -> Callable[[int], None]:
    from roadbook.apps.receivables import actions

    turn = cycle(accounts)

    def pay(count: int) -> None:
        for number in range(count):
            account = next(turn)
            actions.take_payment(
                account=account,
                amount=50_00 + number,
                channel="cash",
                value_on=account.company.business_date,
                payer_name="Мария Стоева",
                by=None,
            )

    return pay


def _statements(pay: Callable[[int], None]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        pay(1)
    return len(captured)


def _raw() -> Callable[[int], None]:
    """Bare tables of a hundred accounts: lock one, insert a movement, update its balance, commit."""
    from django.db import connection, transaction

    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_account")
        cursor.execute("DROP TABLE IF EXISTS bench_movement")
        cursor.execute("CREATE TABLE bench_account (id BIGINT PRIMARY KEY, balance BIGINT NOT NULL)")
        cursor.execute("CREATE TABLE bench_movement (account_id BIGINT NOT NULL, amount BIGINT NOT NULL)")
        cursor.executemany("INSERT INTO bench_account VALUES (%s, 0)", [(pk,) for pk in range(100)])

    def post(count: int) -> None:
        for number in range(count):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT balance FROM bench_account WHERE id = %s{lock}", [number % 100])
                cursor.fetchone()
                cursor.execute("INSERT INTO bench_movement VALUES (%s, %s)", [number % 100, 50_00])
                cursor.execute("UPDATE bench_account SET balance = balance + %s WHERE id = %s", [50_00, number % 100])

    return post


def _rates(act: Callable[[int], None], count: int) -> tuple[float, float]:
    """How many a second went by the clock, and how many by the processor time of this process."""
    begun, busy = time.perf_counter(), time.process_time()
    act(count)
    return count / (time.perf_counter() - begun), count / (time.process_time() - busy)


def _profile(pay: Callable[[int], None], count: int) -> None:
    profile = cProfile.Profile()
    profile.runcall(pay, count)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def _report(paid: tuple[float, ...], busy: tuple[float, ...], raw: tuple[float, ...]) -> None:
    service, core, bare = statistics.median(paid), statistics.median(busy), statistics.median(raw)
    print(f"payments {service:>8,.0f} a second by the clock")
    print(f"payments {core:>8,.0f} a second of one core   (goal {TARGET}: {core / TARGET:.2f} of it)")
    print(f"raw SQL  {bare:>8,.0f} a second")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print(f"ratio {service / bare:.2f} to raw SQL that locks, inserts and updates")


if __name__ == "__main__":
    main()
