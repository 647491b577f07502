"""Opening the pages of one contract and one account of a book of N contracts: the server's time for each.

What: GETs through the whole stack (middleware, session, permissions, view, template) without a network, by a manager of
three companies, of contracts and accounts drawn from the book and in every state, in random order. Limit: 60 ms for the
95th of a hundred answers, in the slowest kind of page. Times are by the clock and by this process's processor time,
over all rounds after one that warms up; memory is the peak of the process.

    ./run bench pages [--contracts N] [--database postgres://… | sqlite://FOLDER] [--opened N] [--rounds N] [--profile]

A book that lies in the database is used as it is; otherwise one of N contracts is written.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from benchmarks.books.place import database

LIMIT = 0.060
Times = defaultdict[str, list[tuple[float, float]]]


def main(arguments: list[str] | None = None) -> None:
    """Open, measure and print; the last line is the ratio to the limit."""
    parser = argparse.ArgumentParser(prog="pages", description=__doc__)
    parser.add_argument("--contracts", type=int, default=50_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--opened", type=int, default=30, help="pages of each kind in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", default="", help="print where the time of one kind of page goes")
    given = parser.parse_args(arguments)
    with database(given.database):
        from django.db import connection

        from benchmarks.books.writing import write
        from roadbook.apps.leasing.models import Contract

        if not Contract.objects.exists():
            write(given.contracts)
        print(f"{Contract.objects.count():,} contracts on {connection.vendor}, {given.rounds} rounds")
        opened = _client()
        rng = random.Random(26)
        if given.profile:
            _profile(opened, _pages(rng, given.opened)[given.profile])
        statements = {kind: _statements(opened, urls) for kind, urls in _pages(rng, 5).items()}
        taken: Times = defaultdict(list)
        for turn in range(max(given.rounds, 3) + 1):
            todo = [(kind, url) for kind, urls in _pages(rng, given.opened).items() for url in urls]
            rng.shuffle(todo)
            for kind, url in todo:
                begun, busy = time.perf_counter(), time.process_time()
                opened(url)
                if turn:  # the first round warms up
                    taken[kind].append((time.perf_counter() - begun, time.process_time() - busy))
        _report(taken, statements)


def _client() -> Callable[[str], None]:
    """Opens a page as the manager; anything but a whole page is an error."""
    import logging

    from django.conf import settings
    from django.test import Client

    from roadbook.apps.identity.models import User

    settings.ALLOWED_HOSTS = ["*"]
    logging.getLogger("django_structlog").setLevel(logging.WARNING)
    client = Client()
    User.objects.filter(email="manager@book.example").update(is_password_temporary=False)
    client.force_login(User.objects.get(email="manager@book.example"))

    def opened(url: str) -> None:
        answer = client.get(url)
        if answer.status_code != 200 or b"</html>" not in answer.content:
            raise RuntimeError(f"{url} answered {answer.status_code}")

    return opened


def _pages(rng: random.Random, count: int) -> dict[str, list[str]]:
    """Addresses by kind of page; drawn from the book."""
    from django.urls import reverse

    from roadbook.apps.leasing.models import Contract
    from roadbook.apps.receivables.models import Account

    def some(rows: Any) -> list[int]:
        last, first = (rows.order_by(order).values_list("pk", flat=True)[0] for order in ("-pk", "pk"))
        found: list[int] = []
        while len(found) < count:
            ids = [rng.randint(first, last) for _n in range(count)]
            found += rows.filter(pk__in=ids).values_list("pk", flat=True)
        return found[:count]

    def of(rows: Any, name: str, tail: str = "") -> list[str]:
        return [reverse(name, args=[pk]) + tail for pk in some(rows)]

    live = Contract.objects.filter(account__isnull=False)
    return {
        "a contract": of(Contract.objects.all(), "leasing:contract_show"),
        "a live contract": of(live, "leasing:contract_show"),
        "a contract, every row": of(live, "leasing:contract_show", "?all"),
        "a contract, why a row": of(live, "leasing:contract_show", "?why=3"),
        "a contract, payments": of(live, "leasing:contract_payments"),
        "a contract, papers": of(live, "leasing:contract_documents"),
        "a contract, people": of(live, "leasing:contract_parties"),
        "an account": of(Account.objects.all(), "receivables:account_show"),
    }


def _statements(opened: Callable[[str], None], urls: list[str]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            opened(url)
        most = max(most, len(captured))
    return most


def _profile(opened: Callable[[str], None], urls: list[str]) -> None:
    opened(urls[0])
    profile = cProfile.Profile()
    profile.runcall(lambda: [opened(url) for url in urls])
    pstats.Stats(profile).sort_stats("cumulative").print_stats(120)


def _report(taken: Times, statements: dict[str, int]) -> None:
    worst, busiest = 0.0, 0.0
    for kind, times in sorted(taken.items(), key=lambda item: -_p95([one for one, _busy in item[1]])):
        clock, busy = ([one[at] for one in times] for at in range(2))
        worst, busiest = max(worst, _p95(clock)), max(busiest, _p95(busy))
        by_clock, by_core = (
            f"p50 {statistics.median(of) * 1000:>6.1f} p95 {_p95(of) * 1000:>6.1f} ms" for of in (clock, busy)
        )
        print(f"{kind:<24} {by_clock} by the clock   {by_core} of one core   {statements[kind]:>3} statements at most")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print(f"ratio {busiest / LIMIT:.2f} of one core to the limit of {LIMIT * 1000:.0f} ms for the slowest kind of page")
    print(f"ratio {worst / LIMIT:.2f} by the clock to the limit of {LIMIT * 1000:.0f} ms for the slowest kind of page")


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] if times else 0.0


if __name__ == "__main__":
    main()
