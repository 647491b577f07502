"""JSON lines: each command answers, explains, and refuses by line and field."""

from __future__ import annotations

import doctest
import json
from typing import Any

import pytest

from roadbook.calc import lines

LOAN = {"principal": "10000", "rate": "12", "count": 12, "start_on": "2025-01-15", "first_due_on": "2025-02-15"}
FLOWS = [{"on": "2024-01-10", "amount": "1000.00"}, {"on": "2025-07-10", "amount": "-1200"}]
LATE = {
    "rates": [{"from": "2020-03-18", "percent": "6.5"}, {"from": "2020-04-09", "percent": "6"}],
    "divisor": "365",
    "round_each_rate_period": True,
    "segments": [{"start": "2020-03-17", "end": "2020-04-30", "outstanding": "10000"}],
}
OWED = {
    "charges": [
        {"id": 1, "kind": "rent", "due_on": "2024-01-10", "open": "100"},
        {"id": 2, "kind": "fee", "due_on": "2024-01-10", "open": "20"},
    ],
    "receipts": [{"id": 7, "amount": "50", "value_on": "2024-01-15", "instructions": []}],
    "waterfall": {"kinds": ["fee", "rent"], "order": "due_then_kind", "due_only": True},
    "on": "2024-01-31",
}


def answer(command: str, data: dict[str, Any]) -> dict[str, Any]:
    return json.loads(next(lines.run(command, [json.dumps(data)])))


def test_doctest():
    assert doctest.testmod(lines).failed == 0


def test_schedule():
    found = answer("schedule", LOAN)
    assert (found["payment"], found["total_interest"], len(found["rows"])) == ("888.49", "661.86", 12)
    first = found["rows"][0]
    assert (first["due_on"], first["interest"], first["principal"]) == ("2025-02-15", "100.00", "788.49")
    assert "explanation" not in first


def test_schedule_with_lists_and_choices():
    more = {
        "method": "equal_principal",
        "day_count": "act/365f",
        "holidays": ["2025-02-17"],
        "business_day": "following",
        "streams": [{"name": "gps", "amount": "9.90"}],
        "rate_changes": [{"on": "2025-06-01", "rate": "10"}],
    }
    first = answer("schedule", LOAN | more)["rows"][0]
    assert (first["due_on"], first["principal"], first["streams"]) == ("2025-02-18", "833.33", {"gps": "9.90"})


@pytest.mark.parametrize(
    ("unknown", "left_out", "given", "expected"),
    [
        ("principal", "principal", {"payment": "888.49"}, "10000.02"),
        ("term", "count", {"payment": "888.49"}, 12),
        ("payment", None, {}, "888.49"),
    ],
)
def test_schedule_solves(unknown, left_out, given, expected):
    terms = {name: value for name, value in LOAN.items() if name != left_out}
    assert answer("schedule", terms | given | {"solve": unknown})[unknown] == expected


def test_schedule_solves_for_the_rate():
    terms = {name: value for name, value in LOAN.items() if name != "rate"}
    assert answer("schedule", terms | {"solve": "rate", "payment": "888.49"})["rate"].startswith("12.0004")


def test_apr_by_each_method():
    assert answer("apr", {"flows": FLOWS}) == {"percent": "12.92", "rule": "apr.eu.months"}
    assert answer("apr", {"flows": FLOWS, "method": "dated", "places": 1}) == {
        "percent": "12.9",
        "rule": "apr.days_365",
    }
    american = answer("apr", {"flows": FLOWS, "method": "american", "units_per_year": 1})
    assert american == {"percent": "12.79", "rule": "apr.us.appendix_j"}


def test_interest():
    found = answer("interest", LATE)
    assert found["interest"] == "75.34"
    assert [(one["days"], one["interest"]) for one in found["parts"]] == [(22, "39.18"), (22, "36.16")]


def test_interest_with_caps_grace_and_a_bound():
    more = {"caps": [{"from": "2020-03-18", "percent": "1"}], "grace_days": 4, "grace": "shifts", "most_percent": "0.1"}
    assert answer("interest", LATE | more)["interest"] == "10.00"


def test_settle():
    found = answer("settle", OWED)
    assert [(one["charge_id"], one["amount"]) for one in found["allocations"]] == [(2, "20.00"), (1, "30.00")]
    assert (found["remainders"], found["open"]) == ({"7": "0.00"}, {"1": "70.00", "2": "0.00"})
    assert found["segments"]["1"][1] == {"start": "2024-01-15", "end": "2024-01-31", "outstanding": "70.00"}


def test_every_command_explains_when_asked():
    assert answer("apr", {"flows": FLOWS, "explain": True})["explanation"]["value"] == 1292
    assert answer("interest", LATE | {"explain": True})["explanation"]["value"] == 7534
    assert answer("schedule", LOAN | {"explain": True})["rows"][0]["explanation"]["value"] == 88849
    assert answer("settle", OWED | {"explain": True})["allocations"][0]["explanation"]["value"] == 2000


def test_the_exponent_of_a_currency_decides_the_decimals():
    yen = {**OWED, "exponent": 0}
    assert answer("settle", yen)["open"]["1"] == "70"
    assert answer("settle", {**OWED, "exponent": 9})["error"] == "must be between 0 and 4"


@pytest.mark.parametrize(
    ("command", "data", "field"),
    [
        ("schedule", LOAN | {"count": "many"}, "count"),
        ("schedule", LOAN | {"count": 0}, "count"),
        ("schedule", LOAN | {"colour": "red"}, "colour"),
        ("schedule", {"rate": "12"}, "principal"),
        ("schedule", LOAN | {"solve": "rate", "payment": "1"}, "rate"),
        ("schedule", LOAN | {"streams": [{"name": "gps", "amount": "9.999"}]}, "streams[0].amount"),
        ("apr", {"flows": []}, "flows"),
        ("apr", {"flows": FLOWS[:1]}, "flows"),
        ("apr", {"flows": [*FLOWS, {"on": "2025-01-01", "amount": "x"}]}, "flows[2].amount"),
        ("apr", {"flows": FLOWS, "method": "martian"}, "method"),
        ("apr", {"flows": FLOWS, "method": "american", "units_per_year": 5}, "units_per_year"),
        ("apr", {"flows": FLOWS, "places": 99}, "places"),
        ("interest", LATE | {"rates": [{"from": "2021-01-01", "percent": "5"}]}, "rates"),
        ("interest", LATE | {"rates": []}, "rates"),
        ("interest", LATE | {"rounding": "none"}, "rounding"),
        ("interest", LATE | {"grace_days": 10**12}, "grace_days"),
        (
            "interest",
            LATE | {"segments": [{"start": "2020-04-02", "end": "2020-04-01", "outstanding": "1"}]},
            "segments",
        ),
        ("settle", OWED | {"waterfall": {"kinds": ["fee"]}}, "waterfall"),
        ("settle", OWED | {"waterfall": {"kinds": ["fee", "rent"], "order": "any"}}, "waterfall.order"),
        ("settle", OWED | {"charges": OWED["charges"][:1] * 2}, "charges"),
        ("settle", OWED | {"on": "2024-01-01"}, "receipts"),
    ],
)
def test_what_is_wrong_is_named(command, data, field):
    found = answer(command, data)
    assert (found["line"], found["field"]) == (1, field)
    assert found["error"]


def test_each_line_has_its_answer_and_a_bad_one_does_not_stop_the_rest():
    given = ["", "[" * 100_000, "3", "not json", json.dumps({"flows": FLOWS})]
    found = [json.loads(one) for one in lines.run("apr", given)]
    assert [one.get("line") for one in found] == [1, 2, 3, 4, None]
    assert found[4]["percent"] == "12.92"


def test_an_unknown_command_is_an_error_of_the_caller():
    with pytest.raises(LookupError):
        next(lines.run("guess", []))
