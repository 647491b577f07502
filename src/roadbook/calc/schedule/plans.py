"""What each method asks of a row before rounding is settled: its accrued interest and its principal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from roadbook.calc.rounding import divide, to_units
from roadbook.calc.schedule import annuity, fineract
from roadbook.calc.schedule.enums import Grace, Method, OnChange, Profile, Remainder
from roadbook.calc.schedule.periods import Period, periods
from roadbook.calc.schedule.terms import Terms, TermsRefused


class Position(NamedTuple):
    """Where the walk stands at a row: its period, its opening balance, the interest accrued in it and carried to it."""

    period: Period
    opening: int
    accrued: int
    carried: int = 0


def accrue(terms: Terms, row: Period, opening: int) -> int:
    """Give the interest of a period, rounded once."""
    return divide(opening * row.num + row.extra, row.den, terms.rounding)


@dataclass
class Plan:
    """Method of repayment while a schedule is walked; ``adjust`` shifts a row's instalment by minor units.

    ``fixed`` sets the regular instalment from outside: agreed in the terms, or found by a search.
    """

    terms: Terms
    rows: Sequence[Period]
    adjust: dict[int, int] = field(default_factory=dict)
    fixed: int | None = None
    level: int = 0
    exact: Fraction | None = None

    rule = "schedule.principal"

    @property
    def is_level(self) -> bool:
        """Whether every row before the last pays ``level``, its interest included, and nothing beside it."""
        return False

    def begin(self, opening: int) -> None:
        """Prepare for the first row."""

    def interest(self, row: Period, opening: int) -> int:
        """Give the accrued interest of a row, minor units."""
        return accrue(self.terms, row, opening)

    def principal(self, at: Position) -> int:
        """Give the principal that a row would repay, minor units; below zero: the instalment misses its interest."""
        raise NotImplementedError


class InterestOnly(Plan):
    """Interest on every row, the principal with the last."""

    rule = "schedule.interest_only"

    def principal(self, _: Position) -> int:
        return 0


class Annuity(Plan):
    """Level (or weighted) instalments, computed again where the rate changes or more is paid out."""

    rule = "schedule.annuity"
    _weights: Fraction = Fraction(0)

    @property
    def is_level(self) -> bool:
        beside = self.adjust or self.terms.streams or self.terms.remainder is Remainder.SPREAD
        return self.terms.is_level and not beside

    def begin(self, opening: int) -> None:
        if self.fixed is not None:
            self.level, self.exact = self.fixed, None
        else:
            self._compute(0, opening)

    def _compute(self, index: int, opening: int) -> None:
        """Set the instalment from row ``index`` on, as it follows from what is known on that row."""
        rows = known_rows(self.terms, self.rows, index)
        if self.terms.profile is Profile.FINERACT:
            self.exact = fineract.level(rows, opening)
        else:
            self.exact = annuity.level(self.terms, rows, opening, Fraction(self.terms.residual))
        self.level, self._weights = self._rounded(self.exact), Fraction(0)
        if self.level < 0:
            raise TermsRefused("residual", "the residual is more than the balance grows to, so nothing is to be paid")

    def principal(self, at: Position) -> int:
        row = at.period
        if row.changed and row.number > 1 and self.terms.on_change is OnChange.RECOMPUTE:
            self._compute(row.number - 1, at.opening)
        weight = annuity.weight(self.terms, row.number)
        if weight is annuity.NOTHING and row.number <= self.terms.grace_principal:
            return 0
        total = self._spread(weight) if self.terms.remainder is Remainder.SPREAD else self._plain(weight)
        total = max(total + self.adjust.get(row.number, 0), 0)
        return total - covered(self.terms, at)

    def _rounded(self, amount: Fraction) -> int:
        return to_units(amount, self.terms.payment_rounding or self.terms.rounding, self.terms.unit)

    def _plain(self, weight: Fraction) -> int:
        return self.level if weight is annuity.WHOLE else self._rounded(weight * self.level_exactly)

    def _spread(self, weight: Fraction) -> int:
        """Give the instalment by which the sum so far follows the exact one, so that rounding never adds up."""
        before, self._weights = self._weights, self._weights + weight
        return self._rounded(self._weights * self.level_exactly) - self._rounded(before * self.level_exactly)

    @property
    def level_exactly(self) -> Fraction:
        """The regular instalment before rounding; as agreed, where it is a term."""
        return Fraction(self.level) if self.exact is None else self.exact


def covered(terms: Terms, at: Position) -> int:
    """Give the interest that a row's instalment covers; the interest of a grace comes on top of it."""
    if at.period.number <= terms.grace_interest:
        return 0 if terms.grace_kind is Grace.CAPITALISED else at.accrued
    if terms.interest_every == 1:
        return at.accrued
    return at.accrued + at.carried if terms.charges_interest(at.period.number) else 0


def known_rows(terms: Terms, rows: Sequence[Period], index: int) -> Sequence[Period]:
    """Give the rows from ``index`` on as they look on that row: later rates and payments out are not known yet."""
    if not terms.rate_changes and not terms.disbursements:
        return rows[index:]
    end = rows[index].end
    known = replace(
        terms,
        rate_changes=tuple(change for change in terms.rate_changes if change.on < end),
        disbursements=tuple(one for one in terms.disbursements if one.on < end),
    )
    return periods(known)[index:]


class EqualPrincipal(Plan):
    """Equal (or weighted) parts of the principal."""

    rule = "schedule.equal_principal"
    _base: int = 0
    _from: int = 1
    _weights: Fraction = Fraction(0)

    def begin(self, opening: int) -> None:
        self._share(1, opening)

    def _share(self, number: int, balance: int) -> None:
        """Divide what is to be repaid over the rows from ``number`` on."""
        self._base, self._from = balance - self.terms.residual, number
        self._weights = self._sum(number, self.terms.count)
        if not self._weights:
            raise TermsRefused("factors", "no row pays anything")
        self.exact = self._base / self._weights
        self.level = self._part(Fraction(1))

    def _sum(self, first: int, last: int) -> Fraction:
        return sum((annuity.weight(self.terms, number) for number in range(first, last + 1)), Fraction(0))

    def principal(self, at: Position) -> int:
        row = at.period
        if row.added:
            self._share(row.number, at.opening + row.added)
        weight = annuity.weight(self.terms, row.number)
        if self.terms.remainder is Remainder.SPREAD:
            return self._until(row.number) - self._until(row.number - 1)
        part = self.level if weight is annuity.WHOLE else self._part(weight)
        return max(part + self.adjust.get(row.number, 0), 0)

    def _part(self, weight: Fraction) -> int:
        return to_units(weight * self._base / self._weights, self.terms.rounding, self.terms.unit)

    def _until(self, number: int) -> int:
        """Give what is repaid from the last division to the end of a row: rounding never adds up."""
        return self._part(self._sum(self._from, number))


class Flat(EqualPrincipal):
    """Interest on the whole financed amount for the whole term, in equal parts like the principal."""

    rule = "schedule.flat"

    def begin(self, opening: int) -> None:
        super().begin(opening)
        terms, rows = self.terms, self.rows[: self.terms.count]
        time = sum((Fraction(row.num, row.den) for row in rows), Fraction(0))
        self.charge = to_units(terms.principal * time, terms.rounding)
        self.part = divide(self.charge, terms.count, terms.rounding)

    def principal(self, at: Position) -> int:
        """Give the part of the principal; a unit is met by the whole instalment, so interest is taken off again."""
        part, terms = super().principal(at), self.terms
        return part if terms.unit == 1 else to_units(part + at.accrued, terms.rounding, terms.unit) - at.accrued

    def _part(self, weight: Fraction) -> int:
        return to_units(weight * self._base / self._weights, self.terms.rounding)

    def interest(self, row: Period, _: int) -> int:
        """Give an equal part of the whole interest; the remainder's place is that of the terms."""
        if row.number > self.terms.count:
            return 0
        return self._charged(row.number) - self._charged(row.number - 1)

    def _charged(self, number: int) -> int:
        """Give the interest charged up to a row; rounded parts never sum to more than the whole."""
        terms, count = self.terms, self.terms.count
        if number in {0, count}:
            return self.charge if number else 0
        if terms.remainder is Remainder.SPREAD:
            return divide(self.charge * number, count, terms.rounding)
        if terms.remainder is Remainder.FIRST:
            first = max(self.charge - self.part * (count - 1), 0)
            return min(first + self.part * (number - 1), self.charge)
        return min(self.part * number, self.charge)


class Given(Plan):
    """The totals of the rows are agreed."""

    rule = "schedule.given"

    def begin(self, _: int) -> None:
        self.level = self.terms.payments[0]

    def principal(self, at: Position) -> int:
        agreed, number = self.terms.payments, at.period.number
        return agreed[number - 1] - covered(self.terms, at) if number <= len(agreed) else 0


PLANS: dict[Method, type[Plan]] = {
    Method.ANNUITY: Annuity,
    Method.EQUAL_PRINCIPAL: EqualPrincipal,
    Method.FLAT: Flat,
    Method.INTEREST_ONLY: InterestOnly,
    Method.GIVEN: Given,
}
