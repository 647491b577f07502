"""What a product allows: its conditions as a plain value, stored as JSON on each version of it.

Rates are fractions of one a year (``Decimal("0.089")`` = 8.90 %), amounts minor units.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import DayCount, FeeBase, FeeWhen, Method, RateKind, Remainder, RoundingMode
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.kit.errors import Refused

COUNT_LIMIT = 600
EVERY_MONTHS_LIMIT = 12
CHARGE_DAYS_LIMIT = 60
UNIT_LIMIT = 100_000


class TermsRefused(Refused):
    """A term is outside of what the product allows; ``field`` names it."""

    code = "terms"


@dataclass(frozen=True)
class Fee:
    """A fee: ``amount`` in minor units under FIXED, else ``share`` of the base, at least ``least`` minor units.

    Amounts are net where the fee is taxed. ``name`` is the company's own word for it.
    """

    code: str
    name: str
    base: str = FeeBase.FIXED
    amount: int = 0
    share: Decimal = Decimal(0)
    least: int = 0
    when: str = FeeWhen.ACTIVATION

    def is_sound(self) -> bool:
        """Say whether the figures belong together."""
        known = self.base in FeeBase.values and self.when in FeeWhen.values and bool(self.code and self.name)
        return known and self.amount >= 0 and self.least >= 0 and 0 <= self.share < 1


@dataclass(frozen=True)
class ProductTerms:
    """The conditions of a product. Stored as JSON on each version of the product and on each schedule version.

    ``methods``: the ones a client may choose, ``method`` the usual one. ``charge_days_before``: an instalment becomes
    debt that many days before it is due. ``residual_max`` and ``down_payment_min`` are fractions of the price.
    ``unit``: instalments are whole multiples of so many minor units, and ``remainder`` says which one takes the rest.
    ``index`` is a series of the country pack, to which ``margin`` is added, not under ``rate_floor``, not over
    ``rate_cap``. ``waterfall``: kinds of charges in the order of payment; empty is the law of the country.
    ``late_rate``: the agreed yearly rate of late interest; None is the law. ``documents`` and ``attachments``: kinds
    that must lie in the file before the contract goes live.
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
    down_payment_min: Decimal = Decimal(0)
    in_advance: bool = False
    unit: int = 1
    remainder: str = Remainder.LAST
    rate_kind: str = RateKind.FIXED
    index: str = ""
    margin: Decimal = Decimal(0)
    rate_floor: Decimal | None = None
    rate_cap: Decimal | None = None
    fees: tuple[Fee, ...] = ()
    waterfall: tuple[str, ...] = ()
    late_rate: Decimal | None = None
    documents: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

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
        yield from self._problems_of_amounts()
        yield from self._problems_of_rate()

    def _problems_of_amounts(self) -> Iterator[TermsRefused]:
        if not 0 <= self.residual_max < 1:
            yield TermsRefused(_("From 0 to less than 100 % of the price."), field="residual_max")
        if not 0 <= self.down_payment_min < 1:
            yield TermsRefused(_("From 0 to less than 100 % of the price."), field="down_payment_min")
        if not 1 <= self.unit <= UNIT_LIMIT:
            yield TermsRefused(_("From 1 to 100000 minor units."), field="unit")
        if self.remainder not in Remainder.values:
            yield TermsRefused(_("Choose which instalment takes the rest."), field="remainder")
        if len(set(self.waterfall)) < len(self.waterfall) or not set(self.waterfall) <= set(ChargeKind.values):
            yield TermsRefused(_("An order of payment names kinds of charges, each once."), field="waterfall")
        codes = [fee.code for fee in self.fees]
        if len(codes) != len(set(codes)) or not all(fee.is_sound() for fee in self.fees):
            yield TermsRefused(_("Each fee needs a code of its own, a name and figures above nothing."), field="fees")

    def _problems_of_rate(self) -> Iterator[TermsRefused]:
        if self.rate_kind not in RateKind.values:
            yield TermsRefused(_("Choose whether the rate is fixed or follows an index."), field="rate_kind")
        if (self.rate_kind == RateKind.INDEX) != bool(self.index):
            yield TermsRefused(_("A rate that follows an index needs the index; a fixed rate has none."), field="index")
        if not -1 < self.margin < 1:
            yield TermsRefused(_("The margin is between -100 % and 100 %."), field="margin")
        low, high = self.rate_floor, self.rate_cap
        if low is not None and high is not None and low > high:
            yield TermsRefused(_("The cap must not be below the floor."), field="rate_cap")
        if self.late_rate is not None and not 0 <= self.late_rate <= 1:
            yield TermsRefused(_("From 0 to 100 % a year."), field="late_rate")


def percent(rate: Decimal) -> str:
    """The rate as people write it, without trailing zeros: ``Decimal("0.089")`` -> ``"8.9"``."""
    return f"{(rate * 100).normalize():f}"


def _to_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {name: _to_json(item) for name, item in value.items()}
    return [_to_json(item) for item in value] if isinstance(value, tuple | list) else value


DECIMALS = ("rate_min", "rate_max", "rate_default", "rate_floor", "rate_cap", "residual_max", "down_payment_min")


def _from_json(name: str, value: Any) -> Any:
    if name in (*DECIMALS, "margin", "late_rate"):
        return None if value is None else Decimal(str(value))
    if name == "fees":
        return tuple(Fee(**{**one, "share": Decimal(str(one.get("share", 0)))}) for one in value)
    return tuple(value) if isinstance(value, list) else value
