"""The reason of every figure of a row, as data that recomputes to the figure."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding, to_units
from roadbook.calc.schedule import annuity
from roadbook.calc.schedule.enums import Method, Profile, Remainder

if TYPE_CHECKING:
    from roadbook.calc.schedule.periods import Period
    from roadbook.calc.schedule.result import Row, Schedule, Why

DIGITS = Context(prec=40)
MODES = {mode: mode.name for mode in Rounding}


class Shared(NamedTuple):
    """What the reasons of all rows of a schedule share, beside the operands of the rate and the day count."""

    simple: str
    is_flat: bool
    is_cut: bool
    instalment: Operand
    lengths: dict[int, tuple[Operand, Operand]]


def shared(schedule: Schedule) -> Shared:
    """Give the formula of simple interest, whether interest is flat or cut, and the regular instalment.

    ``lengths`` fills with the lengths of periods as rows are explained.
    """
    terms = schedule.terms
    return Shared(
        f"round(opening * rate * years, {MODES[terms.rounding]})",
        terms.method is Method.FLAT,
        terms.profile is Profile.FINERACT,
        Operand("instalment", schedule.payment, "money"),
        {},
    )


def _length(common: Shared, period: Period) -> tuple[Operand, Operand]:
    """Give the length of a period of one part in years and in days; the next one alike has the same operands."""
    time, days = period.parts[0].time, period.days
    known = common.lengths.get(days)
    if known is None or known[0].value is not time:
        known = common.lengths[days] = (Operand("years", time, "rate"), Operand("days", days, "days"))
    return known


def of_row(schedule: Schedule, number: int) -> Line:
    """Explain a row: the total, from its interest and its principal.

    :raises KeyError: there is no such row.
    """
    row = schedule.row(number)
    if number == 0:
        paid = (Operand("down_payment", row.total, "money"),)
        return Line("Down payment", "down_payment", paid, row.total, "schedule.down_payment")
    why, period = schedule.whys[number - 1], schedule.periods[number - 1]
    interest = _interest(schedule, row, why, period)
    principal = _principal(schedule, row, why)
    label = "Residual value" if why.rule == "schedule.residual_row" else "Instalment"
    return Line(label, "sum(lines)", (), row.total, "schedule.total", (interest, principal))


def _interest(schedule: Schedule, row: Row, why: Why, period: Period) -> Line:
    accrued = _accrued(schedule, row, why, period)
    if row.interest == why.accrued and not why.carried:
        return accrued
    if why.rule == "schedule.last" and schedule.terms.remainder is Remainder.INTEREST:
        kept = (Operand("instalment", row.total, "money"), Operand("principal", row.principal, "money"))
        return Line("Interest", "instalment - principal", kept, row.interest, "schedule.last_interest", (accrued,))
    operands = [Operand("accrued", why.accrued, "money")]
    formula = "accrued"
    for name, amount, sign in (
        ("carried", why.carried, "+"),
        ("deferred", row.deferred, "-"),
        ("capitalised", row.capitalised, "-"),
    ):
        if amount:
            operands.append(Operand(name, amount, "money"))
            formula += f" {sign} {name}"
    if why.rule == "schedule.residual_row":
        closed = (Operand("residual", row.total, "money"), Operand("opening", row.opening, "money"))
        return Line("Interest", "residual - opening", closed, row.interest, why.rule)
    # The accrued figure stands as an operand; its own reason is the sub-line.
    return Line("Interest due", formula, tuple(operands), row.interest, "schedule.interest_due", (accrued,))


def _accrued(schedule: Schedule, row: Row, why: Why, period: Period) -> Line:
    common = schedule.shared
    if common.is_flat:
        return _flat(schedule, why)
    if common.is_cut and not period.extra:
        mode = MODES[schedule.terms.rounding]
        cut = (Operand("opening", row.opening, "money"), Operand("factor", Fraction(period.num, period.den), "rate"))
        return Line("Interest", f"round(opening * factor, {mode})", cut, why.accrued, "schedule.interest_factor")
    if len(period.parts) == 1:
        part = period.parts[0]
        rate, convention = schedule.shared_operands
        simple = (
            Operand("opening", row.opening, "money"),
            rate if part.rate is rate.value else Operand("rate", part.rate, "rate"),
            *_length(common, period),
            convention,
        )
        return Line("Interest", common.simple, simple, why.accrued, "schedule.interest")
    operands, terms_of = _parts(row, period)
    mode = MODES[schedule.terms.rounding]
    return Line("Interest", f"round({terms_of}, {mode})", operands, why.accrued, "schedule.interest_parts")


def _parts(row: Row, period: Period) -> tuple[tuple[Operand, ...], str]:
    operands, balance = [], row.opening
    for index, part in enumerate(period.parts, 1):
        balance += part.added
        operands += [
            Operand(f"balance_{index}", balance, "money"),
            Operand(f"rate_{index}", part.rate, "rate"),
            Operand(f"years_{index}", part.time, "rate"),
            Operand(f"from_{index}", part.start, "date"),
        ]
    formula = " + ".join(f"balance_{i} * rate_{i} * years_{i}" for i in range(1, len(period.parts) + 1))
    return tuple(operands), formula


def _flat(schedule: Schedule, why: Why) -> Line:
    charged = sum(one.accrued for one in schedule.whys)
    others = charged - why.accrued
    operands = (Operand("charged", charged, "money"), Operand("other_rows", others, "money"))
    return Line("Interest", "charged - other_rows", operands, why.accrued, "schedule.flat")


def _principal(schedule: Schedule, row: Row, why: Why) -> Line:
    if why.rule in {"schedule.last", "schedule.residual_row"}:
        operands = (
            Operand("opening", row.opening, "money"),
            Operand("disbursed", row.disbursed, "money"),
            Operand("closing", row.closing, "money"),
        )
        return Line("Principal", "opening + disbursed - closing", operands, row.principal, why.rule)
    if why.rule in {"schedule.annuity", "schedule.given"} and row.principal and not row.capitalised:
        return _from_total(schedule, row, why)
    return Line("Principal", "part", (Operand("part", row.principal, "money"),), row.principal, why.rule)


def _from_total(schedule: Schedule, row: Row, why: Why) -> Line:
    planned = row.principal + why.accrued
    known, line = schedule.shared.instalment, schedule.regular
    instalment = known if known.value == planned else Operand("instalment", planned, "money")
    lines = (line,) if line is not None and line.value == planned else ()
    operands = (instalment, Operand("interest", why.accrued, "money"))
    return Line("Principal", "instalment - interest", operands, row.principal, why.rule, lines)


def payment(schedule: Schedule) -> Line | None:
    """Explain the regular instalment of an annuity; None where it is agreed or changes on the way."""
    why, terms = schedule.whys[0], schedule.terms
    if terms.method is not Method.ANNUITY or why.exact is None:
        return None
    if terms.rate_changes or terms.disbursements or terms.interest_every > 1:
        return None
    discount = annuity.discount_factor(schedule.periods) if terms.residual else Fraction(0)
    if not why.exact or terms.principal == terms.residual * discount:
        return None
    shown = _decimal(discount)
    factor = (terms.principal - terms.residual * Fraction(shown)) / why.exact
    mode, unit = terms.payment_rounding or terms.rounding, terms.unit
    near = _decimal(factor)
    exactly = (terms.principal - terms.residual * Fraction(shown)) / Fraction(near)
    operands = (
        Operand("financed", terms.principal, "money"),
        Operand("residual", terms.residual, "money"),
        Operand("discount", shown, "rate"),
        Operand("annuity", near if to_units(exactly, mode, unit) == why.level else factor, "rate"),
        Operand("unit", unit, "count"),
    )
    formula = f"round((financed - residual * discount) / annuity / unit, {MODES[mode]}) * unit"
    return Line("Regular instalment", formula, operands, why.level, "schedule.annuity")


def _decimal(value: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
