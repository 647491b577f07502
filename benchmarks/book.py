"""A book of N contracts, written set-based, beside the plain INSERT of the same rows.

What: three companies (EUR, PLN, RUB) with every row that N contracts of 36 instalments would have if people had made
them: clients, vehicles, contracts in all states, plans, charges, payments, allocations, journal, positions, feeds,
audit, events; one in ten overdue. Limit: the same rows once more by one INSERT ... SELECT for each table, into empty
tables with the same keys and indexes. Each figure is the median of the rounds, memory is the peak of the process. With
``--database`` the last book stays; without it a SQLite file is made and thrown away. While a book is written SQLite has
no journal: one that breaks off is to be deleted.

    ./run bench book [--contracts N] [--database postgres://… | sqlite://FOLDER] [--shapes N] [--rounds N]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Iterable

from benchmarks.books.place import database, empty


def main(arguments: list[str] | None = None) -> None:
    """Write, verify and print; the last line is the ratio to the limit."""
    parser = argparse.ArgumentParser(prog="book", description=__doc__)
    parser.add_argument("--contracts", type=int, default=50_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--shapes", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    with database(given.database):
        from django.db import connection

        print(f"{given.contracts:,} contracts of {given.shapes} shapes on {connection.vendor}, {given.rounds} rounds")
        written, raw = [], []
        for _round in range(given.rounds):
            empty()
            taken, rows = _write(given.contracts, given.shapes)
            written.append(taken)
            raw.append(_timed(lambda rows=rows: _insert_again(rows)))
            print(f"written in {taken:.1f} s, plain INSERT {raw[-1]:.1f} s", flush=True)
        _report(rows, statistics.median(written), statistics.median(raw))


def _write(contracts: int, shapes: int) -> tuple[float, dict[str, int]]:
    from benchmarks.books.writing import write

    begun = time.perf_counter()
    book = write(contracts, shapes=shapes)
    return time.perf_counter() - begun, book.rows


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _report(rows: dict[str, int], written: float, raw: float) -> None:
    from roadbook.kit import invariants

    problems = [problem for verdict in invariants.verify() for problem in verdict.problems]
    if problems:
        raise SystemExit(f"the book is wrong: {problems[:5]}")
    for table, count in sorted(rows.items(), key=lambda item: -item[1]):
        print(f"{table:<28} {count:>12,} rows")
    total = sum(rows.values())
    print(f"{total:,} rows, {total / written:,.0f} a second; every invariant holds")
    print(f"written in {written:.1f} s, the plain INSERT of the same rows in {raw:.1f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print(f"ratio {written / raw:.2f} to the plain INSERT of the same rows")


def _insert_again(tables: Iterable[str]) -> None:
    from django.db import transaction

    from benchmarks.books import engines

    with transaction.atomic():
        for table in tables:
            _twin(table)
            engines.execute(f'INSERT INTO "raw_{table}" SELECT * FROM "{table}"')
        for table in tables:
            engines.execute(f'DROP TABLE "raw_{table}"')


def _twin(table: str) -> None:
    """An empty table with the same columns, checks, keys and indexes."""
    from benchmarks.books import engines

    if engines.is_postgres():
        engines.execute(f'CREATE TABLE "raw_{table}" (LIKE "{table}" INCLUDING ALL)')
        return
    found = engines.rows(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL AND type <> 'trigger'"
        " ORDER BY type DESC",
        [table],
    )
    for kind, name, statement in found:
        twin = statement.replace(f'"{table}"', f'"raw_{table}"')
        twin = twin.replace(f'"{name}"', f'"raw_{name}"') if kind == "index" else twin
        engines.execute(twin.replace("%", "%%"))


if __name__ == "__main__":
    main()
