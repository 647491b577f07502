"""Published figures against ours: ``./run conformance SUITE FILE…``.

A line for each claimed record that differs (id, first differing row and field, expected, got), then what became of the
records that are not claimed, and as the last line ``N of M reproduce, K not claimed``. Exit 0: all claimed reproduce;
1: not all; 2: the suite or a file cannot be run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from roadbook.calc import golden
from roadbook.calc.golden import Mismatch, is_claimed

Record = dict[str, Any]
Check = Callable[[Record], list[Mismatch]]

SUITES = {
    "apr": ("roadbook.calc.golden_rates", "check_apr_record"),
    "irr": ("roadbook.calc.golden_rates", "check_irr_record"),
    "late-interest": ("tools.conformance_rates", "check_late_interest_record"),
    "rates": ("tools.conformance_rates", "check_rate_record"),
    "daycount": ("roadbook.calc.golden", "check_daycount_record"),
    "schedules": ("roadbook.calc.golden", "check_schedule_record"),
    "qr": ("roadbook.calc.golden_qr", "check_qr_record"),
    "identity": ("tools.conformance_identity", "check_identity_record"),
}
PLANNED = ("statements",)


class Unable(Exception):  # noqa: N818 - reads as a sentence
    """The suite cannot be run; the message says why."""


class Tally(NamedTuple):
    """How a run ended: claimed records and those that reproduce, the others and those of them that do."""

    claimed: int
    reproduced: int
    unclaimed: int
    unclaimed_reproduced: int


def checker(suite: str) -> Check:
    """Give the function that checks one record of a suite.

    :raises Unable: there is no such suite, or it is not built yet.
    """
    if suite not in SUITES and suite not in PLANNED:
        raise Unable(f"there is no suite {suite}; the suites are {', '.join([*SUITES, *PLANNED])}")
    module, name = SUITES.get(suite, ("", ""))
    try:
        return getattr(importlib.import_module(module), name) if module else _missing(suite)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return _missing(suite)


def _missing(suite: str) -> Check:
    raise Unable(f"suite {suite} is not built yet")


def records(path: Path) -> Iterator[Record]:
    """Give the records of a file: its list, or the list under ``vectors`` (or ``records``).

    :raises Unable: the file cannot be read or holds no list of records.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unable(f"{path}: {error}") from error
    found = data if isinstance(data, list) else data.get("vectors", data.get("records"))
    if not isinstance(found, list):
        found = list(golden.series_records(data))
    if not found:
        raise Unable(f"{path}: no list of records")
    yield from found


def run(check: Check, paths: list[Path]) -> Tally:
    """Check all records, printing a line for each claimed one that differs."""
    counts = {True: [0, 0], False: [0, 0]}
    for path in paths:
        for number, record in enumerate(records(path), 1):
            claimed = is_claimed(record)
            found = checked(check, record)
            counts[claimed][0] += 1
            counts[claimed][1] += not found
            if found and claimed:
                print(describe(record.get("id", f"{path.name}#{number}"), found))
    return Tally(*counts[True], *counts[False])


def checked(check: Check, record: Record) -> list[Mismatch]:
    """Check one record; a record of an unknown form differs, it does not end the run.

    :raises Unable: the part that reads such records is not built yet.
    """
    try:
        return check(record)
    except ModuleNotFoundError as error:
        raise Unable(f"{error.name} is not built yet") from error
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return [Mismatch(None, "record", "a form that we read", repr(error))]


def describe(name: str, found: list[Mismatch]) -> str:
    """Give one line about a record that differs."""
    first = found[0]
    row = "" if first.row is None else f"row {first.row} "
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"{name}: {row}{first.field}: expected {first.expected}, got {first.got}{more}"


def main(arguments: list[str] | None = None) -> int:
    """Run one suite over files."""
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument("suite")
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    try:
        tally = run(checker(given.suite), given.files)
    except Unable as error:
        print(f"conformance: {error}", file=sys.stderr)
        return 2
    print(f"not claimed: {tally.unclaimed}, of which {tally.unclaimed_reproduced} reproduce")
    print(f"{tally.reproduced} of {tally.claimed} reproduce, {tally.unclaimed} not claimed")
    return 0 if tally.reproduced == tally.claimed else 1


if __name__ == "__main__":
    sys.exit(main())
