"""What is due beside the financing: pure, from product kind, conditions, agreed terms and the schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext, gettext_noop

from roadbook.apps.leasing.enums import FeeBase, FeeWhen, ProductKind, VatBasis
from roadbook.apps.leasing.models import AgreedTerms, Fee, ProductTerms
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.calc.rounding import Rounding, to_units
from roadbook.calc.schedule import Schedule

DOWN_PAYMENT = gettext_noop("Down payment")
ADVANCE_RENT = gettext_noop("Advance rent")
VAT_OF_DOWN_PAYMENT = gettext_noop("VAT on the down payment")
VAT_OF_INTEREST = gettext_noop("VAT on the interest")
VAT_OF_INSTALMENT = gettext_noop("VAT on instalment %(number)s")
WITH_INSTALMENT = "vat"  # the code of the VAT of an instalment; the others stand apart
VAT_OF_FEE = gettext_noop("VAT on %(name)s")
NAMED = "%(name)s"


@dataclass(frozen=True)
class Beside:
    """A stream row to be, minor units; ``number`` 0 falls due on the day of activation, others with an instalment."""

    number: int
    kind: str
    code: str
    label: str
    amount: int
    due_on: date
    base: int = 0
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_apart(self) -> bool:
        """Is it no part of an instalment's row?"""
        return self.code != WITH_INSTALMENT

    @property
    def text(self) -> str:
        return gettext(self.label) % self.params if self.params else gettext(self.label)


def fee_of(fee: Fee, product: ProductTerms, agreed: AgreedTerms) -> int:
    """The amount of a fee, minor units, rounded as the product rounds: its share of the base, at least its least."""
    if fee.base == FeeBase.FIXED:
        return fee.amount
    base = agreed.price if fee.base == FeeBase.PRICE else agreed.financed
    return max(to_units(base * Fraction(fee.share), Rounding(product.rounding)), fee.least)


def beside(
    kind: str,
    product: ProductTerms,
    agreed: AgreedTerms,
    schedule: Schedule,
    *,
    on: date,
    rate_on: Callable[[date], Decimal] | None = None,
) -> list[Beside]:
    """Every row beside the financing, by number; ``on`` is the day of activation. Nothing is due for nothing.

    ``rate_on`` gives the VAT rate of a day, for instalments that take that of their own; without it all take the one
    that was agreed.
    """
    rows = [*_at_activation(kind, product, agreed, schedule, on), *_beside_instalments(agreed, schedule, rate_on)]
    rows += _at_closing(product, agreed, schedule)
    return [row for row in rows if row.amount]


def _at_activation(
    kind: str, product: ProductTerms, agreed: AgreedTerms, schedule: Schedule, on: date
) -> Iterator[Beside]:
    paid = agreed.down_payment
    if kind == ProductKind.OPERATING_LEASE:
        yield Beside(0, ChargeKind.RENT, "down_payment", ADVANCE_RENT, paid, on)
    elif kind != ProductKind.LOAN:
        yield Beside(0, ChargeKind.DOWN_PAYMENT, "down_payment", DOWN_PAYMENT, paid, on)
    if agreed.is_net:
        yield Beside(0, ChargeKind.VAT, "vat:down_payment", VAT_OF_DOWN_PAYMENT, agreed.vat_of(paid), on, paid)
    if agreed.vat_on_interest and agreed.vat_basis == VatBasis.AT_HAND_OVER:
        interest = schedule.total_interest
        yield Beside(0, ChargeKind.VAT, "vat:interest", VAT_OF_INTEREST, agreed.vat_of(interest), on, interest)
    for fee in product.fees:
        if fee.when == FeeWhen.ACTIVATION:
            yield from fee_rows(fee, product, agreed, on)


def _at_closing(product: ProductTerms, agreed: AgreedTerms, schedule: Schedule) -> Iterator[Beside]:
    """Fees of the end fall due with the last instalment, so that they count in the cost and are paid before closing."""
    last = schedule.rows[-1]
    for fee in product.fees:
        if fee.when == FeeWhen.CLOSING:
            yield from fee_rows(fee, product, agreed, last.due_on, number=last.number)


def fee_rows(fee: Fee, product: ProductTerms, agreed: AgreedTerms, on: date, *, number: int = 0) -> Iterator[Beside]:
    """A fee and the VAT on it: a fee follows the main supply, taxed where that is taxed."""
    amount = fee_of(fee, product, agreed)
    yield Beside(number, ChargeKind.FEE, f"fee:{fee.code}"[:20], NAMED, amount, on, params={"name": fee.name})
    if agreed.vat_basis in (VatBasis.AT_HAND_OVER, VatBasis.EACH_INSTALMENT):
        vat, params = agreed.vat_of(amount), {"name": fee.name}
        yield Beside(number, ChargeKind.VAT, f"vat:{fee.code}"[:20], VAT_OF_FEE, vat, on, amount, params)


def _beside_instalments(
    agreed: AgreedTerms, schedule: Schedule, rate_on: Callable[[date], Decimal] | None
) -> Iterator[Beside]:
    if not agreed.is_net:
        return
    for row in schedule.rows:
        if row.number:
            of_row, params = (row.number, ChargeKind.VAT, WITH_INSTALMENT), {"number": row.number}
            rate = rate_on(row.due_on) if rate_on else agreed.vat_rate
            vat = to_units(row.total * Fraction(rate), Rounding.HALF_UP)
            yield Beside(*of_row, VAT_OF_INSTALMENT, vat, row.due_on, row.total, params)
