"""Making contracts one by one: a draft with its plan, and its signing, beside raw SQL that inserts the same rows.

What: drafts of 36 level instalments for clients and vehicles of a written book, each by its broker through the service
layer in a transaction of its own: permission, product, plan with VAT reckoned and checked, number, search text, audit,
feed, event. Then their signing, which stores the plan as rows. Peer: in the same database, for each contract one
transaction that inserts the same rows into bare tables, one statement a table. One process, one connection. Counts by
the clock and by this process's processor time, the median of the rounds; p95 is of single contracts, by both.

    ./run bench contract-create [--contracts N] [--database postgres://… | sqlite://FOLDER] [--made N] [--profile]

A book that lies in the database is used as it is; otherwise one of N contracts is written.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

from benchmarks.books.place import database

GOAL, P95 = 100, 30  # a second; milliseconds
COUNT = 36


@dataclass(frozen=True)
class Round:
    """Seconds of each contract, by the clock and of this process."""

    clock: list[float]
    busy: list[float]

    def __str__(self) -> str:
        a_second, of_core = (len(one) / sum(one) for one in (self.clock, self.busy))
        slow, busy = (_p95(one) * 1000 for one in (self.clock, self.busy))
        return f"{a_second:>7,.0f} a second, {of_core:>7,.0f} of one core; p95 {slow:>6.1f} ms, {busy:.1f} of one core"


def main(arguments: list[str] | None = None) -> None:
    """Draft, sign, measure and print; the last line is the ratio to raw SQL."""
    parser = argparse.ArgumentParser(prog="contract-create", description=__doc__)
    parser.add_argument("--contracts", type=int, default=400)
    parser.add_argument("--database", default="")
    parser.add_argument("--made", type=int, default=100, help="contracts in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="print where the time of one round goes")
    given = parser.parse_args(arguments)
    with database(given.database):
        from django.db import connection

        from roadbook.apps.leasing import actions

        cases = _cases(given.contracts)
        print(f"{given.made} contracts a round on {connection.vendor}, {COUNT} instalments each")
        ready: list[dict[str, Any]] = []
        drafts: list[Any] = []

        def draft() -> None:
            drafts.append(actions.draft_contract(**ready.pop()))

        def sign() -> None:
            _sign(drafts.pop())

        ready += islice(cases, 4)
        raw = _raw(lambda: (draft(), sign()))
        for name, act in (("a draft", draft), ("its signing", sign)):
            print(f"{_statements(act)} statements for {name}")
        if given.profile:
            ready += islice(cases, given.made)
            _profile(lambda: (draft(), sign()), given.made)
        rounds = []
        for _ in range(max(given.rounds, 3)):
            ready += islice(cases, given.made)
            rounds.append([_round(act, given.made) for act in (draft, sign, raw)])
        _report(*zip(*rounds, strict=True))


def _cases(contracts: int) -> Iterator[dict[str, Any]]:
    """What drafts are made of: a client and a vehicle of a written book, and the broker who makes it.

    Clients, vehicles and brokers are read anew for each, as a request reads them.
    """
    from benchmarks.books.writing import write
    from roadbook.apps.leasing.enums import Method
    from roadbook.apps.leasing.models import AgreedTerms, Contract

    if not Contract.objects.exists():
        write(contracts)
    shown = ("branch__company", "client", "vehicle__make", "vehicle__model", "product", "created_by")
    ids = list(Contract.objects.filter(created_by__isnull=False).order_by("pk").values_list("pk", flat=True)[:500])
    for number, pk in enumerate(cycle(ids)):
        like = Contract.objects.select_related(*shown).get(pk=pk)
        terms = AgreedTerms(
            currency=like.company.currency,
            price=24_000_00 + number,
            down_payment=4_000_00,
            rate=Decimal("0.0725"),
            count=COUNT,
            method=Method.ANNUITY,
            starts_on=like.company.business_date,
            first_due_on=like.first_due_on.replace(year=like.company.business_date.year + 1, month=1),
        )
        parts = {"branch": like.branch, "client": like.client, "vehicle": like.vehicle, "product": like.product}
        yield {**parts, "terms": terms, "by": like.created_by}


def _sign(draft: Any) -> None:
    from roadbook.apps.leasing import actions

    actions.sign(contract=draft, by=draft.created_by)


def _raw(make: Callable[[], object]) -> Callable[[], None]:
    """The rows that one contract left, inserted again into tables like theirs without indexes and constraints."""
    from django.db import connection, transaction

    found = {table: rows for table, rows in _rows_left_by(make).items() if rows}
    bare = {table: f"bench_{table}" for table in found}
    with connection.cursor() as cursor:
        for table, name in bare.items():
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM {table} WHERE 1 = 0")
    statements = [
        (
            f"INSERT INTO {bare[table]} VALUES " + ", ".join([f"({', '.join(['%s'] * len(row))})" for row in rows]),
            [value for row in rows for value in row],
        )
        for table, rows in found.items()
    ]
    print(f"raw SQL inserts {sum(map(len, found.values()))} rows into {len(found)} tables for each contract")

    def post() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)

    return post


def _rows_left_by(make: Callable[[], object]) -> dict[str, list[tuple[Any, ...]]]:
    from django.apps import apps
    from django.db import connection, models

    tables = {
        one._meta.db_table: one._meta.pk.column
        for one in apps.get_models()
        if one.__module__.startswith("roadbook.") and isinstance(one._meta.pk, models.AutoField)
    }
    found = {}
    with connection.cursor() as cursor:

        def newest(table: str, key: str) -> int:
            cursor.execute(f'SELECT COALESCE(MAX({key}), 0) FROM "{table}"')
            return cursor.fetchone()[0]

        before = {table: newest(table, key) for table, key in tables.items()}
        make()
        for table, key in tables.items():
            cursor.execute(f'SELECT * FROM "{table}" WHERE {key} > %s', [before[table]])
            found[table] = [tuple(map(_plain, row)) for row in cursor.fetchall()]
    return found


def _plain(value: Any) -> Any:
    """JSON comes as dicts and lists from PostgreSQL."""
    return json.dumps(value) if isinstance(value, dict | list) else value


def _statements(act: Callable[[], None]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def _round(act: Callable[[], None], count: int) -> Round:
    made = Round([], [])
    for _ in range(count):
        begun, busy = time.perf_counter(), time.process_time()
        act()
        made.clock.append(time.perf_counter() - begun)
        made.busy.append(time.process_time() - busy)
    return made


def _added(one: list[float], other: list[float]) -> list[float]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _profile(act: Callable[[], object], count: int) -> None:
    profile = cProfile.Profile()
    profile.runcall(lambda: [act() for _ in range(count)])
    pstats.Stats(profile).sort_stats("cumulative").print_stats(80)


def _report(drafts: Sequence[Round], signings: Sequence[Round], raw: Sequence[Round]) -> None:
    draft, signing, bare = (
        sorted(rounds, key=lambda one: sum(one.busy))[len(rounds) // 2] for rounds in (drafts, signings, raw)
    )
    both = Round(_added(draft.clock, signing.clock), _added(draft.busy, signing.busy))
    print(f"draft with its plan reckoned  {draft}")
    print(f"signing, plan stored          {signing}")
    print(f"both                          {both}")
    print(f"raw SQL, both                 {bare}")
    goal, slow = len(both.busy) / sum(both.busy) / GOAL, _p95(both.busy) * 1000 / P95
    print(f"goal {GOAL} a second and p95 {P95} ms of one core: {goal:.2f} and {slow:.2f} of it")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print(f"ratio {sum(bare.clock) / sum(both.clock):.2f} to raw SQL that inserts the same rows")


if __name__ == "__main__":
    main()
