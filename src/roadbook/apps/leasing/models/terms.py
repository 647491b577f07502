"""What a product allows, and what one client agreed to: two plain values and the rule between them.

Rates are fractions of one a year (``Decimal("0.089")`` = 8.90 %), amounts minor units.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import DayCount, Method, RoundingMode
from roadbook.kit.errors import Refused

COUNT_LIMIT = 600
EVERY_MONTHS_LIMIT = 12
CHARGE_DAYS_LIMIT = 60


class TermsRefused(Refused):
    """A term is outside of what the product allows; ``field`` names it."""

    code = "terms"


@dataclass(frozen=True)
class ProductTerms:
    """The conditions of a product. Stored as JSON on the product and on each schedule version.

    ``methods``: the ones a client may choose, ``method`` the usual one. ``charge_days_before``: an instalment becomes
    debt that many days before it is due. ``residual_max``: the largest balloon, as a fraction of the price; 0 = none.
    """

    method: str = Method.ANNUITY
    methods: tuple[str, ...] = (Method.ANNUITY, Method.EQUAL_PRINCIPAL)
    day_count: str = DayCount.THIRTY_E_360
    rounding: str = RoundingMode.HALF_UP
    every_months: int = 1
    charge_days_before: int = 0
    rate_min: Decimal = Decimal(0)
    rate_max: Decimal = Decimal("0.5")
    rate_default: Decimal = Decimal("0.089")
    count_min: int = 2
    count_max: int = 96
    count_default: int = 48
    residual_max: Decimal = Decimal(0)

    def to_data(self) -> dict[str, Any]:
        """JSON: decimals as strings, tuples as lists."""
        return {name: _to_json(value) for name, value in dataclasses.asdict(self).items()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> ProductTerms:
        """Read what ``to_data`` wrote; a missing key takes its default.

        :raises TermsRefused: an unknown key, or a value that is out of bounds.
        """
        known = {field.name: field for field in dataclasses.fields(cls)}
        if unknown := set(data) - set(known):
            raise TermsRefused(_("Unknown term: %(names)s.") % {"names": ", ".join(sorted(unknown))}, field="terms")
        terms = cls(**{name: _from_json(name, value) for name, value in data.items()})
        for problem in terms.problems():
            raise problem
        return terms

    def problems(self) -> Iterator[TermsRefused]:
        """Every inner contradiction, named by its field."""
        if self.method not in self.methods or set(self.methods) - set(Method.values):
            yield TermsRefused(_("Choose methods, and the usual one among them."), field="method")
        if self.day_count not in DayCount.values:
            yield TermsRefused(_("Choose how days are counted."), field="day_count")
        if self.rounding not in RoundingMode.values:
            yield TermsRefused(_("Choose how amounts are rounded."), field="rounding")
        if not 1 <= self.every_months <= EVERY_MONTHS_LIMIT:
            yield TermsRefused(_("From 1 to 12 months."), field="every_months")
        if not 0 <= self.charge_days_before <= CHARGE_DAYS_LIMIT:
            yield TermsRefused(_("From 0 to 60 days."), field="charge_days_before")
        if not 0 <= self.rate_min <= self.rate_default <= self.rate_max <= 1:
            yield TermsRefused(
                _("The rates must rise from the lowest over the usual to the highest."), field="rate_max"
            )
        if not 1 <= self.count_min <= self.count_default <= self.count_max <= COUNT_LIMIT:
            yield TermsRefused(_("The counts must rise from the fewest over the usual to the most."), field="count_max")
        if not 0 <= self.residual_max < 1:
            yield TermsRefused(_("From 0 to less than 100 % of the price."), field="residual_max")


@dataclass(frozen=True)
class AgreedTerms:
    """What the client agrees to: amounts in minor units of ``currency``, ``rate`` a fraction of one a year.

    Interest runs from ``starts_on``; instalment k is due ``(k - 1) * every_months`` months after ``first_due_on``.
    ``residual`` is the balloon that falls due with the last instalment.
    """

    currency: str
    price: int
    down_payment: int
    rate: Decimal
    count: int
    method: str
    starts_on: date
    first_due_on: date
    residual: int = 0

    @property
    def financed(self) -> int:
        return self.price - self.down_payment


def problems(agreed: AgreedTerms, product: ProductTerms) -> Iterator[TermsRefused]:
    """Every term that the product does not allow, named by its field. Nothing yielded = agreed."""
    if agreed.price <= 0:
        yield TermsRefused(_("The price must be more than nothing."), field="price")
    elif not 0 <= agreed.down_payment < agreed.price:
        yield TermsRefused(_("The down payment must be less than the price."), field="down_payment")
    elif not 0 <= agreed.residual <= min(int(agreed.price * product.residual_max), agreed.financed - 1):
        yield TermsRefused(_("This product allows no residual value of that size."), field="residual")
    if not product.rate_min <= agreed.rate <= product.rate_max:
        limits = {"low": percent(product.rate_min), "high": percent(product.rate_max)}
        yield TermsRefused(_("From %(low)s %% to %(high)s %% with this product.") % limits, field="rate")
    if not product.count_min <= agreed.count <= product.count_max:
        counts = {"low": product.count_min, "high": product.count_max}
        yield TermsRefused(_("From %(low)s to %(high)s instalments with this product.") % counts, field="count")
    if agreed.method not in product.methods:
        yield TermsRefused(_("This product does not offer that method."), field="method")
    if agreed.first_due_on <= agreed.starts_on:
        yield TermsRefused(_("The first due date must be after the signing date."), field="first_due_on")


def percent(rate: Decimal) -> str:
    """The rate as people write it, without trailing zeros: ``Decimal("0.089")`` -> ``"8.9"``."""
    return f"{(rate * 100).normalize():f}"


def _to_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return [str(item) for item in value] if isinstance(value, tuple) else value


def _from_json(name: str, value: Any) -> Any:
    if name.startswith(("rate_", "residual_")):
        return Decimal(str(value))
    return tuple(value) if name == "methods" else value
