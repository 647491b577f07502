"""The console command ``roadbook``: serve, worker, close-day, verify-books, calc, demo, manage."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadbook.config.settings")
    import django

    django.setup()


def serve(args: argparse.Namespace) -> int:
    """Serve the product; in embedded mode the worker runs beside it."""
    from . import server

    return server.serve(host=args.host, port=args.port, processes=args.processes, with_worker=not args.no_worker)


def worker(_: argparse.Namespace) -> int:
    """Run queued jobs and deliver events until told to stop."""
    _django()
    from . import server

    return server.work()


def close_day(args: argparse.Namespace) -> int:
    """Close business dates: every company's current one, or all up to ``--until``."""
    _django()
    from . import closing

    return closing.run(until=args.until, company=args.company)


def verify_books(args: argparse.Namespace) -> int:
    """Check every registered invariant; exit 1 when one is broken."""
    _django()
    from roadbook.kit import invariants

    verdicts = invariants.verify()
    for verdict in verdicts:
        state = "absent" if verdict.is_absent else "ok" if verdict.holds else f"BROKEN ({len(verdict.problems)})"
        print(f"{verdict.code:<4} {state:<12} {verdict.title}")
        for problem in verdict.problems[: args.show]:
            print(f"       {problem}")
    broken = sum(bool(verdict.problems) for verdict in verdicts)
    absent = sum(verdict.is_absent for verdict in verdicts)
    checked = len(verdicts) - absent
    print(f"{checked - broken} of {checked} hold, {absent} absent: nothing checks them yet")
    return 1 if broken else 0


def calc(args: argparse.Namespace) -> int:
    """Arithmetic for people who pipe: JSON lines in, JSON lines out. Needs no database."""
    from roadbook.calc import lines

    for answer in lines.run(args.what, sys.stdin):
        print(answer, flush=True)
    return 0


def demo(args: argparse.Namespace) -> int:
    """Make the demo book where it is missing, and serve it on loopback."""
    if args.host not in LOOPBACK:
        print("demo: its logins are printed on the sign-in page, so it is served on loopback only", file=sys.stderr)
        return 2
    os.environ["ROADBOOK_DEMO"] = "1"
    _django()
    from . import server

    server.prepare_demo(fresh=args.fresh, full=args.full)
    if args.build_only:
        return 0
    return server.serve(host=args.host, port=args.port, processes=1, with_worker=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="roadbook", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = _adder(commands, "serve", serve)
    _address(one)
    one.add_argument("--processes", type=int, default=1)
    one.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere")
    _adder(commands, "worker", worker)
    one = _adder(commands, "close-day", close_day)
    one.add_argument("--until", help="YYYY-MM-DD: close every date before this one too")
    one.add_argument("--company", help="code of one company; all otherwise")
    one = _adder(commands, "verify-books", verify_books)
    one.add_argument("--show", type=int, default=20, help="problems listed for each invariant")
    one = _adder(commands, "calc", calc)
    one.add_argument("what", choices=["schedule", "apr", "interest", "settle"])
    one = _adder(commands, "demo", demo)
    _address(one)
    one.add_argument("--fresh", action="store_true", help="throw the demo book away and make it again")
    one.add_argument("--full", action="store_true", help="450 contracts over 30 months, where there is no book yet")
    one.add_argument("--build-only", action="store_true", help="make the book, do not serve it")
    return parser


def _adder(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    function: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=function.__doc__, description=function.__doc__)
    parser.set_defaults(function=function)
    return parser


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)


def main(argv: Sequence[str] | None = None) -> None:
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["manage"]:
        _django()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["roadbook manage", *arguments[1:]])
        return
    args = _parser().parse_args(arguments)
    sys.exit(args.function(args))
