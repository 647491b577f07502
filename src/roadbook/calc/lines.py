"""JSON lines in, JSON lines out: the arithmetic for people who pipe.

Each line of input is one object and gives one line of output, in order. Amounts are decimal texts in units of the
currency ("1250.00"), with "exponent" decimals (2 unless the line says otherwise); rates are percent of a year
("8.9"); dates are YYYY-MM-DD. With "explain": true the answer holds its explanation, whose figures are minor units.
What cannot be computed answers {"line": n, "field": "...", "error": "..."} and the next line goes on.

>>> line = '{"flows": [{"on": "2024-01-10", "amount": "1000"}, {"on": "2025-07-10", "amount": "-1200"}]}'
>>> list(run("apr", [line, "{}"]))
['{"percent": "12.92", "rule": "apr.eu.months"}', '{"line": 2, "field": "flows", "error": "is missing"}']
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from roadbook.calc import apr, explain, interest, schedule, settlement
from roadbook.calc.dates import BusinessDay, Frequency
from roadbook.calc.daycount import DayCount
from roadbook.calc.fields import FieldRefused, Fields
from roadbook.calc.interest import Divisor, Formula, InterestRefused, RatePeriod
from roadbook.calc.irr import NoRateError
from roadbook.calc.rounding import Rounding
from roadbook.calc.schedule import NoSolution, Terms, TermsRefused, Unknown
from roadbook.calc.settlement import OpenCharge, Order, Receipt, Segment, SettlementRefused, Waterfall

Answer = dict[str, Any]
Read = Callable[[Fields, str], Any]
DECIMALS = 2
LONGEST_GRACE = 366
COMMON = ("exponent", "explain")


def run(command: str, lines: Iterable[str]) -> Iterator[str]:
    """Answer each line; ``command`` is schedule, apr, interest or settle.

    :raises LookupError: there is no such command.
    """
    answer = COMMANDS[command]
    for number, line in enumerate(lines, 1):
        yield json.dumps(_answer(answer, number, line), ensure_ascii=False)


def _answer(command: Callable[[Fields], Answer], number: int, line: str) -> Answer:
    try:
        return command(_fields(line))
    except (FieldRefused, TermsRefused) as error:
        return _error(number, error.field, error.message)
    except (SettlementRefused, InterestRefused) as error:
        return _error(number, error.field, str(error))
    except NoRateError as error:
        return _error(number, "flows", str(error))
    except NoSolution as error:
        return _error(number, error.unknown.value, error.message)


def _error(number: int, field: str, message: str) -> Answer:
    return {"line": number, "field": field, "error": message}


def _fields(line: str) -> Fields:
    try:
        data = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise FieldRefused("", f"is not JSON: {error}") from error
    plain = Fields(data, exponent=DECIMALS)
    exponent = _optional(plain, "exponent", Fields.whole, DECIMALS)
    if not 0 <= exponent <= 4:
        raise FieldRefused("exponent", "must be between 0 and 4")
    return Fields(data, exponent=exponent)


def _optional(fields: Fields, name: str, read: Read, default: Any = None) -> Any:
    return read(fields, name) if name in fields else default


def _wants_reasons(fields: Fields) -> bool:
    return bool(_optional(fields, "explain", Fields.flag, default=False))


def _text(amount: int, fields: Fields) -> str:
    return f"{Decimal(amount).scaleb(-fields.exponent):f}"


def _one_of(kind: Any) -> Read:
    return lambda fields, name: fields.choice(name, kind)


def _list_of(read: Read) -> Read:
    return lambda fields, name: fields.values(name, read)


def _given(fields: Fields, readers: dict[str, Read]) -> dict[str, Any]:
    """Read what is there, by name."""
    return {name: read(fields, name) for name, read in readers.items() if name in fields}


def _rows_of(make: Callable[..., Any], required: dict[str, Read], optional: dict[str, Read] | None = None) -> Read:
    """Make a reader of a list of objects, each turned into ``make(**its fields)``."""

    def one(fields: Fields) -> Any:
        fields.only([*required, *(optional or {})])
        return make(**{name: read(fields, name) for name, read in required.items()}, **_given(fields, optional or {}))

    return lambda fields, name: tuple(one(row) for row in fields.objects(name))


_flows = _rows_of(apr.Flow, {"on": Fields.day, "amount": Fields.money})


def _apr(fields: Fields) -> Answer:
    fields.only([*COMMON, "flows", "method", "unit", "units_per_year", "places"])
    flows = _flows(fields, "flows")
    if not flows:
        raise fields.refuse("flows", "must not be empty")
    found = _apr_by_method(fields, flows)
    places = _optional(fields, "places", Fields.whole, 2)
    if not 0 <= places <= 10:
        raise fields.refuse("places", "must be between 0 and 10")
    answer: Answer = {"percent": str(found.percent(places)), "rule": found.rule}
    return answer | ({"explanation": explain.to_data(found.line(places))} if _wants_reasons(fields) else {})


def _apr_by_method(fields: Fields, flows: tuple[apr.Flow, ...]) -> apr.Apr:
    method = _optional(fields, "method", Fields.text, "european")
    if method == "european":
        return apr.european(flows, _optional(fields, "unit", _one_of(Frequency), Frequency.MONTHS))
    if method == "dated":
        return apr.dated(flows)
    if method != "american":
        raise fields.refuse("method", f"must be one of european, dated, american, not {method!r}")
    per_year = _optional(fields, "units_per_year", Fields.whole, 12)
    if per_year != 1 and per_year not in apr.UNIT_DAYS:
        raise fields.refuse("units_per_year", f"must be one of 1, {', '.join(map(str, apr.UNIT_DAYS))}")
    return apr.american(apr.unit_flows(flows, per_year), per_year)


_rate_periods = _rows_of(
    lambda **one: RatePeriod(one["from"], one["percent"]), {"from": Fields.day, "percent": Fields.percent}
)
_segments = _rows_of(Segment, {"start": Fields.day, "end": Fields.day, "outstanding": Fields.money})
FORMULA: dict[str, Read] = {
    "code": Fields.text,
    "caps": _rate_periods,
    "round_each_rate_period": Fields.flag,
    "rounding": _one_of(Rounding),
    "grace_days": Fields.whole,
    "grace": _one_of(interest.Grace),
}


def _interest(fields: Fields) -> Answer:
    fields.only([*COMMON, *FORMULA, "rates", "divisor", "segments", "most_percent"])
    given = {"code": "given", **_given(fields, FORMULA)}
    if given.get("rounding") is Rounding.NONE:
        raise fields.refuse("rounding", "must round, for interest is whole minor units")
    if not 0 <= given.get("grace_days", 0) <= LONGEST_GRACE:
        raise fields.refuse("grace_days", f"must be between 0 and {LONGEST_GRACE}")
    formula = Formula(
        rates=_rate_periods(fields, "rates"),
        divisor=fields.choice("divisor", Divisor),
        most=_optional(fields, "most_percent", Fields.percent),
        **given,
    )
    found = interest.late_interest(_segments(fields, "segments"), formula)
    answer = {"interest": _text(found.amount, fields), "parts": [_part(one, fields) for one in found.parts]}
    return answer | ({"explanation": explain.to_data(found.line)} if _wants_reasons(fields) else {})


def _part(one: interest.Part, fields: Fields) -> Answer:
    return {
        "start": str(one.start),
        "end": str(one.end),
        "days": one.days,
        "outstanding": _text(one.outstanding, fields),
        "interest": _text(one.amount, fields),
    }


_charges = _rows_of(
    OpenCharge,
    {"id": Fields.whole, "kind": Fields.text, "due_on": Fields.day, "open": Fields.money},
    {"charged_on": Fields.day},
)
_receipts = _rows_of(
    Receipt,
    {"id": Fields.whole, "amount": Fields.money, "value_on": Fields.day},
    {"instructions": _list_of(Fields.whole)},
)


def _settle(fields: Fields) -> Answer:
    fields.only([*COMMON, "charges", "receipts", "waterfall", "on"])
    charges, receipts = _charges(fields, "charges"), _receipts(fields, "receipts")
    on = _optional(fields, "on", Fields.day)
    found = settlement.settle(charges, receipts, _waterfall(fields.inner("waterfall")), on=on)
    reasons = _wants_reasons(fields)
    return {
        "allocations": [_allocation(one, fields, reasons=reasons) for one in found.allocations],
        "remainders": {str(number): _text(amount, fields) for number, amount in found.remainders.items()},
        "open": {str(number): _text(amount, fields) for number, amount in found.open.items()},
        "segments": {str(number): [_segment(one, fields) for one in rows] for number, rows in found.segments.items()},
    }


def _waterfall(fields: Fields) -> Waterfall:
    optional: dict[str, Read] = {"code": Fields.text, "order": _one_of(Order), "due_only": Fields.flag}
    fields.only(["kinds", *optional])
    kinds = fields.values("kinds", Fields.text)
    return Waterfall(kinds=kinds, **{"code": "given", **_given(fields, optional)})


def _allocation(one: settlement.Allocation, fields: Fields, *, reasons: bool) -> Answer:
    answer: Answer = {
        "receipt_id": one.receipt_id,
        "charge_id": one.charge_id,
        "amount": _text(one.amount, fields),
        "value_on": str(one.value_on),
        "rule": one.rule,
    }
    return answer | ({"explanation": explain.to_data(one.reason)} if reasons else {})


def _segment(one: Segment, fields: Fields) -> Answer:
    return {"start": str(one.start), "end": str(one.end), "outstanding": _text(one.outstanding, fields)}


TERMS: dict[str, Read] = {
    "principal": Fields.money,
    "rate": Fields.percent,
    "count": Fields.whole,
    "start_on": Fields.day,
    "first_due_on": Fields.day,
    "method": _one_of(schedule.Method),
    "every_months": Fields.whole,
    "frequency": _one_of(Frequency),
    "day_count": _one_of(DayCount),
    "residual": Fields.money,
    "residual_due": _one_of(schedule.ResidualDue),
    "residual_due_on": Fields.day,
    "rounding": _one_of(Rounding),
    "payment_rounding": _one_of(Rounding),
    "unit": Fields.whole,
    "remainder": _one_of(schedule.Remainder),
    "advance": Fields.flag,
    "profile": _one_of(schedule.Profile),
    "payment": Fields.money,
    "payments": _list_of(Fields.money),
    "factors": _list_of(Fields.fraction),
    "steps": _rows_of(schedule.Step, {"number": Fields.whole, "factor": Fields.fraction}),
    "interest_every": Fields.whole,
    "shortfall": _one_of(schedule.Shortfall),
    "grace_principal": Fields.whole,
    "grace_interest": Fields.whole,
    "grace_kind": _one_of(schedule.Grace),
    "due_on": _list_of(Fields.day),
    "end_of_month": Fields.flag,
    "anchor_day": Fields.whole,
    "business_day": _one_of(BusinessDay),
    "holidays": lambda fields, name: frozenset(fields.values(name, Fields.day)),
    "shifted_interest": Fields.flag,
    "odd_first": _one_of(schedule.OddPeriod),
    "disbursements": _rows_of(schedule.Disbursement, {"on": Fields.day, "amount": Fields.money}),
    "rate_changes": _rows_of(schedule.RateChange, {"on": Fields.day, "rate": Fields.percent}),
    "on_change": _one_of(schedule.OnChange),
    "down_payment": Fields.money,
    "streams": _rows_of(
        schedule.Stream,
        {"name": Fields.text},
        {
            "amount": Fields.money,
            "rate": Fields.percent,
            "base": Fields.text,
            "first": Fields.whole,
            "last": Fields.whole,
        },
    ),
}
REQUIRED = ("principal", "rate", "count", "start_on", "first_due_on")
# What is solved for may be left out of the terms; the solver ignores what stands in its place.
SOLVED_TERM = {Unknown.PRINCIPAL: ("principal", 1), Unknown.RATE: ("rate", 0), Unknown.TERM: ("count", 1)}


def _schedule(fields: Fields) -> Answer:
    fields.only([*COMMON, "solve", *TERMS])
    unknown = _optional(fields, "solve", _one_of(Unknown))
    solved = dict([SOLVED_TERM[unknown]]) if unknown in SOLVED_TERM else {}
    for name in REQUIRED:
        if name not in solved:
            fields.value(name)
    terms = Terms(**{**solved, **_given(fields, TERMS)})
    solution = schedule.solve(terms, unknown) if unknown else None
    plan = solution.schedule if solution else schedule.build(terms)
    return (_solution(solution, fields) if solution else {}) | _plan(plan, fields)


def _solution(solution: schedule.Solution, fields: Fields) -> Answer:
    value = solution.value
    if solution.unknown is Unknown.RATE:
        return {"rate": f"{Decimal(value.numerator) * 100 / Decimal(value.denominator):f}"}
    plain = value if solution.unknown is Unknown.TERM else _text(int(value), fields)
    return {solution.unknown.value: plain}


MONEY_OF_ROW = ("opening", "principal", "interest", "total", "closing", "disbursed", "capitalised", "deferred")


def _plan(plan: schedule.Schedule, fields: Fields) -> Answer:
    reasons = _wants_reasons(fields)
    return {
        "payment": _text(plan.payment, fields),
        "total_interest": _text(plan.total_interest, fields),
        "total_due": _text(plan.total_due, fields),
        "rows": [_row(plan, row, fields, reasons=reasons) for row in plan.rows],
    }


def _row(plan: schedule.Schedule, row: schedule.Row, fields: Fields, *, reasons: bool) -> Answer:
    answer: Answer = {"number": row.number, "due_on": str(row.due_on), "days": row.days}
    answer |= {name: _text(getattr(row, name), fields) for name in MONEY_OF_ROW}
    answer["streams"] = {name: _text(amount, fields) for name, amount in row.streams}
    return answer | ({"explanation": explain.to_data(plan.explain(row.number))} if reasons else {})


COMMANDS: dict[str, Callable[[Fields], Answer]] = {
    "schedule": _schedule,
    "apr": _apr,
    "interest": _interest,
    "settle": _settle,
}
