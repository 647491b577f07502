"""Searching a book of N contracts in the command palette: how long an answer takes, by the kind of what is typed.

What: everything that the palette does for what somebody typed, from reading it to the groups of hits, for a manager of
three companies and a broker of one branch, in random order; each kind is asked with words drawn from the book, those
that many rows hold as well as those that none does. Limit: 150 ms for the 95th of a hundred answers, in the slowest
kind of question. Figures are wall-clock times over all rounds; memory is the peak of the process.

    ./run bench search [--contracts N] [--database postgres://… | sqlite://FOLDER] [--asked N] [--rounds N]

A book that lies in the database is used as it is; otherwise one of N contracts is written.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections import defaultdict
from typing import Any

from benchmarks.books.place import database

LIMIT = 0.150


def main(arguments: list[str] | None = None) -> None:
    """Ask, measure and print; the last line is the ratio to the limit."""
    parser = argparse.ArgumentParser(prog="search", description=__doc__)
    parser.add_argument("--contracts", type=int, default=50_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--asked", type=int, default=20, help="questions of each kind in a round")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    with database(given.database):
        from django.db import connection

        from roadbook.apps.leasing.models import Contract

        _book(given.contracts)
        print(f"{Contract.objects.count():,} contracts on {connection.vendor}, {given.rounds} rounds")
        _report(_measured(given.asked, max(given.rounds, 3)))


def _book(contracts: int) -> None:
    from benchmarks.books.writing import write
    from roadbook.apps.leasing.models import Contract

    if not Contract.objects.exists():
        write(contracts)


def _measured(asked: int, rounds: int) -> dict[str, list[float]]:
    from roadbook.apps.backoffice import queries
    from roadbook.apps.identity.models import User
    from roadbook.apps.identity.queries import permissions

    rng = random.Random(26)
    emails = ("manager@book.example", "broker0.bg@book.example")
    people = [(user, permissions(user)) for user in User.objects.filter(email__in=emails)]
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(rounds + 1):
        todo = [(kind, typed) for kind, words in _questions(rng, asked).items() for typed in words]
        rng.shuffle(todo)
        for at, (kind, typed) in enumerate(todo):
            user, held = people[at % len(people)]
            begun = time.perf_counter()
            queries.palette(user, held, typed)
            if turn:  # the first round warms up
                taken[kind].append(time.perf_counter() - begun)
    return dict(taken)


def _questions(rng: random.Random, count: int) -> dict[str, list[str]]:
    """What people type, by kind; drawn from the book."""
    from roadbook.apps.leasing.models import Contract, Instalment
    from roadbook.apps.parties.models import ContactPoint, Party
    from roadbook.apps.receivables.models import Payment
    from roadbook.apps.vehicles.models import Vehicle

    def some(model: Any) -> list[Any]:
        last = model.objects.order_by("-pk").values_list("pk", flat=True)[0]
        first = model.objects.order_by("pk").values_list("pk", flat=True)[0]
        return list(model.objects.filter(pk__in=[rng.randint(first, last) for _n in range(count)]))

    people = [one for one in some(Party) if one.is_person]
    vehicles, payments = some(Vehicle), some(Payment)
    phones = [one.value for one in some(ContactPoint) if one.kind == "phone"]
    first = [one.schedules.first() for one in some(Contract)]
    instalments = [Instalment.objects.get(schedule=one, number=1).total for one in first if one]
    return {
        "a first name": [one.first_name for one in people],
        "a surname": [one.last_name for one in people],
        "a whole name": [one.name for one in people],
        "a whole name, Latin": [one.latin_name for one in people if one.latin_name],
        "three letters": [one.last_name[1:4] for one in people],
        "two letters": [one.last_name[:2] for one in people],
        "a name nobody has": [f"{one.first_name} Непознатович" for one in people],
        "a phone": [f"{phone[:4]} {phone[4:7]} {phone[7:]}" for phone in phones],
        "the end of a phone": [phone[-6:] for phone in phones],
        "a VIN": [one.vin for one in vehicles],
        "the end of a VIN": [one.vin[-6:] for one in vehicles],
        "a plate, Cyrillic": [one.plate.translate(str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")) for one in vehicles],
        "a make": [one.make.name for one in vehicles],
        "a contract": [one.number for one in some(Contract)],
        "the end of a number": [f"#{one.number[-4:]}" for one in some(Contract)],
        "a payment": [one.number for one in payments],
        "an amount paid": [_amount(one.amount) for one in payments],
        "an instalment": [_amount(total) for total in instalments],
        "an amount nobody paid": [_amount(rng.randrange(10**6, 10**7)) for _n in range(count)],
        "a national number": [one.identifiers.get().value for one in people],
        "a command": [">договор", ">umowa", ">pay"],
    }


def _amount(minor: int) -> str:
    return f"{minor // 100:,}".replace(",", " ") + f",{minor % 100:02}"


def _report(taken: dict[str, list[float]]) -> None:
    worst = 0.0
    for kind, times in sorted(taken.items(), key=lambda item: -_p95(item[1])):
        worst = max(worst, _p95(times))
        print(f"{kind:<24} p50 {statistics.median(times) * 1000:>7.1f} ms   p95 {_p95(times) * 1000:>7.1f} ms")
    every = [one for times in taken.values() for one in times]
    print(f"{'everything':<24} p50 {statistics.median(every) * 1000:>7.1f} ms   p95 {_p95(every) * 1000:>7.1f} ms")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print(f"ratio {worst / LIMIT:.2f} to the limit of {LIMIT * 1000:.0f} ms for the slowest kind")


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


if __name__ == "__main__":
    main()
