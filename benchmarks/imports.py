"""Imports of N rows, three in a hundred of them wrong: checked, imported and undone, beside plain INSERTs.

What: a CSV file in Windows-1251 for each importer (or one of them), brought as a user brings it: sealed, read, every
row checked against the register, staged encrypted, imported in chunks with audit and events, and taken back. Peer: the
rows that the import left in the tables of the business, inserted once more by one plain INSERT for each into tables
without keys and indexes: no checks, no audit, no encryption. Each figure is the median of the rounds, memory is the
peak of the process.

    ./run bench imports [--rows N] [--importer CODE] [--database postgres://… | sqlite://FOLDER] [--rounds N]
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.books.place import database

TABLES = {
    "organisation.companies": ("organisation.Company", "organisation.Branch"),
    "parties.clients": (
        "parties.Party",
        "parties.Identifier",
        "parties.IdDocument",
        "parties.Address",
        "parties.ContactPoint",
    ),
    "vehicles.catalogue": ("vehicles.Make", "vehicles.Model", "vehicles.Trim"),
    "vehicles.vehicles": ("vehicles.Vehicle", "vehicles.VehiclePlate", "vehicles.OdometerReading"),
}


OPENING = ("organisation.companies",)
"""What is opened is not taken back: people work there at once."""


def main(arguments: list[str] | None = None) -> None:
    """Import, undo and print; the last line is the ratio to the plain INSERTs of the slowest importer."""
    parser = argparse.ArgumentParser(prog="imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--importer", default="", choices=["", *TABLES])
    parser.add_argument("--database", default="")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    with database(given.database):
        from django.db import connection

        print(f"{given.rows:,} rows on {connection.vendor}, {given.rounds} rounds")
        chosen = [given.importer] if given.importer else list(TABLES)
        ratios = [_measure(code, given.rows, given.rounds) for code in chosen]
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print(f"ratio {max(ratios):.2f} to plain INSERTs of the same rows")


def _measure(code: str, count: int, rounds: int) -> float:
    from benchmarks import _files

    content = _files.file(code, count)
    contents = [_files.renamed(content, number) if code in OPENING else content for number in range(rounds)]
    figures: dict[str, list[float]] = {"check": [], "import": [], "undo": [], "plain": []}
    for number in range(rounds):
        _round(code, contents[number], number, figures)
    middle = {name: statistics.median(taken) for name, taken in figures.items()}
    total = middle["check"] + middle["import"]
    print(
        f"{code:<24} check {middle['check']:.1f} s, import {middle['import']:.1f} s ({count / total:,.0f} rows/s), "
        f"undo {middle['undo']:.1f} s, plain INSERTs {middle['plain']:.2f} s",
        flush=True,
    )
    return total / middle["plain"]


def _round(code: str, content: bytes, number: int, figures: dict[str, list[float]]) -> None:
    from roadbook.apps.organisation import actions as organisation
    from roadbook.kit import jobs
    from roadbook.kit.imports import batches, find

    company_id = None
    if find(code).of_company:
        told = {"code": f"N{number}", "name": "Bench", "country": "BG", "currency": "EUR", "language": "bg"}
        company_id = organisation.create_company(by=None, business_date=_day(), **told).pk
    before = {label: _last(label) for label in TABLES[code]}
    begun = time.perf_counter()
    batch = batches.upload(importer=code, company_id=company_id, file=io.BytesIO(content), name="bench.csv", by=None)

    def work(act: Callable[..., Any], **more: Any) -> float:
        begun = time.perf_counter()
        act(batch=batch, by=None, **more)
        batch.refresh_from_db()
        jobs.run(batch.job_id)
        batch.refresh_from_db()
        return time.perf_counter() - begun

    uploaded = time.perf_counter() - begun
    figures["check"].append(uploaded + work(batches.map_columns, mapping=batch.mapping))
    if batch.problem:
        raise SystemExit(batch.problem)
    figures["import"].append(work(batches.run))
    figures["plain"].append(sum(_plain(label, last) for label, last in before.items()))
    if code not in OPENING:
        figures["undo"].append(work(batches.undo))
        if batch.state != "undone":
            raise SystemExit(f"not undone: {batch.problem}")
    else:
        figures["undo"].append(0.0)


def _day() -> Any:
    from datetime import date

    return date(2026, 11, 24)


def _model(label: str) -> Any:
    from django.apps import apps

    return apps.get_model(label)


def _last(label: str) -> int:
    newest = _model(label)._base_manager.order_by("-pk").first()
    return newest.pk if newest else 0


def _plain(label: str, last: int) -> float:
    """The time of inserting the new rows of a table once more, one statement for each, as raw values."""
    from django.db import connection, transaction

    table = _model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE id > %s', [last])
        rows = cursor.fetchall()
        cursor.execute(f'CREATE TEMPORARY TABLE plain AS SELECT * FROM "{table}" WHERE id < 0')
        places = ", ".join(["%s"] * len(rows[0])) if rows else ""
        begun = time.perf_counter()
        with transaction.atomic():
            for row in rows:
                cursor.execute(f"INSERT INTO plain VALUES ({places})", row)
        taken = time.perf_counter() - begun
        cursor.execute("DROP TABLE plain")
    return taken


if __name__ == "__main__":
    main()
