"""What one client agreed to: a plain value, and the rule between it and the product.

Rates are fractions of one a year (``Decimal("0.089")`` = 8.90 %), amounts minor units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import Method, VatBasis
from roadbook.calc.rounding import Rounding, to_units

from .terms import ProductTerms, TermsRefused, percent


@dataclass(frozen=True)
class AgreedTerms:
    """What the client agrees to: amounts in minor units of ``currency``, ``rate`` a fraction of one a year.

    Interest runs from ``starts_on``; instalment k is due ``(k - 1) * every_months`` months after ``first_due_on``, or
    on the k-th of ``due_dates``. ``residual`` is the balloon that falls due with the last instalment; where the vehicle
    ``is_returned`` it is never charged. ``amounts`` are the totals of the instalments under given amounts; the last
    may be left out. ``vat_rate`` is a fraction of one. Under ``each_instalment`` price, down payment and residual are
    net, else gross. ``vat_on_interest``: at hand-over the interest is taxed, too.
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
    in_advance: bool = False
    due_dates: tuple[date, ...] = ()
    amounts: tuple[int, ...] = ()
    vat_basis: str = VatBasis.EXEMPT
    vat_rate: Decimal = Decimal(0)
    vat_on_interest: bool = False
    is_returned: bool = False

    @property
    def financed(self) -> int:
        return self.price - self.down_payment

    @property
    def is_net(self) -> bool:
        """Whether the amounts are without VAT, which is due with each instalment."""
        return self.vat_basis == VatBasis.EACH_INSTALMENT

    @property
    def vat_contained(self) -> int:
        """The VAT inside the price where it is due whole at hand-over, half up: price x rate / (1 + rate)."""
        if self.vat_basis != VatBasis.AT_HAND_OVER:
            return 0
        rate = Fraction(self.vat_rate)
        return to_units(self.price * rate / (1 + rate), Rounding.HALF_UP)

    def vat_of(self, net: int) -> int:
        """The VAT on a net amount, half up."""
        return to_units(net * Fraction(self.vat_rate), Rounding.HALF_UP)


def problems(agreed: AgreedTerms, product: ProductTerms) -> Iterator[TermsRefused]:
    """Every term that the product does not allow, named by its field. Nothing yielded = agreed."""
    yield from _problems_of_amounts(agreed, product)
    if not product.rate_min <= agreed.rate <= product.rate_max:
        limits = {"low": percent(product.rate_min), "high": percent(product.rate_max)}
        yield TermsRefused(_("From %(low)s %% to %(high)s %% with this product.") % limits, field="rate")
    if not product.count_min <= agreed.count <= product.count_max:
        counts = {"low": product.count_min, "high": product.count_max}
        yield TermsRefused(_("From %(low)s to %(high)s instalments with this product.") % counts, field="count")
    if agreed.method not in product.methods:
        yield TermsRefused(_("This product does not offer that method."), field="method")
    if not agreed.in_advance and agreed.first_due_on <= agreed.starts_on:
        yield TermsRefused(_("The first due date must be after the signing date."), field="first_due_on")
    if agreed.in_advance and agreed.first_due_on != agreed.starts_on:
        yield TermsRefused(_("Paid in advance, the first instalment is due on the signing date."), field="first_due_on")
    yield from _problems_by_hand(agreed)


def _problems_of_amounts(agreed: AgreedTerms, product: ProductTerms) -> Iterator[TermsRefused]:
    if agreed.price <= 0:
        yield TermsRefused(_("The price must be more than nothing."), field="price")
    elif not 0 <= agreed.down_payment < agreed.price:
        yield TermsRefused(_("The down payment must be less than the price."), field="down_payment")
    elif agreed.down_payment < agreed.price * product.down_payment_min:
        least = {"least": percent(product.down_payment_min)}
        yield TermsRefused(_("At least %(least)s %% of the price with this product.") % least, field="down_payment")
    elif not 0 <= agreed.residual <= min(int(agreed.price * product.residual_max), agreed.financed - 1):
        yield TermsRefused(_("This product allows no residual value of that size."), field="residual")


def _problems_by_hand(agreed: AgreedTerms) -> Iterator[TermsRefused]:
    """Dates and amounts that were typed or pasted."""
    days = agreed.due_dates
    if days and len(days) != agreed.count:
        yield TermsRefused(
            _("%(count)d due dates are needed, %(given)d are given.") % {"count": agreed.count, "given": len(days)},
            field="due_dates",
        )
    elif days and (days[0] != agreed.first_due_on or any(one >= after for one, after in pairwise(days))):
        yield TermsRefused(_("The due dates must rise, and begin with the first due date."), field="due_dates")
    if (agreed.method == Method.GIVEN) != bool(agreed.amounts):
        yield TermsRefused(_("Given amounts are needed with that method, and with no other."), field="amounts")
    elif agreed.amounts and len(agreed.amounts) not in (agreed.count, agreed.count - 1):
        yield TermsRefused(
            _("%(count)d amounts are needed, %(given)d are given.")
            % {"count": agreed.count, "given": len(agreed.amounts)},
            field="amounts",
        )
