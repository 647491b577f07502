"""Terms of which one figure is unknown: found from the instalment that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import Method, Unknown
from roadbook.apps.leasing.models import AgreedTerms, ProductTerms, TermsRefused
from roadbook.calc import schedule

from .plan import calc_terms

CALC = {
    Unknown.PRICE: schedule.Unknown.PRINCIPAL,
    Unknown.RATE: schedule.Unknown.RATE,
    Unknown.COUNT: schedule.Unknown.TERM,
    Unknown.RESIDUAL: schedule.Unknown.RESIDUAL,
}
MICRO = Decimal("0.000001")
NO_SOLUTION: Mapping[tuple[str, str], str | Promise] = {
    ("rate", "rate 0"): _("Such instalments do not even repay the financed amount."),
    ("rate", "rate 10"): _("Such instalments ask more than 1000 % a year."),
    ("residual", "zero"): _("Such instalments repay all and more."),
    ("residual", "principal"): _("Such an instalment is less than the interest."),
    ("principal", "residual"): _("Such an instalment does not even carry the residual value."),
}
HARDLY = _("Such an instalment hardly covers the interest.")
START: Mapping[str, dict[str, Any]] = {
    Unknown.PRICE: {"price": 1},
    Unknown.RATE: {"rate": Decimal(0)},
    Unknown.COUNT: {"count": 1},
    Unknown.RESIDUAL: {"residual": 0},
}
"""What stands in the place of the unknown until it is found."""


@dataclass(frozen=True)
class Known:
    """Everything but the unknown; ``payment`` is the instalment that is wanted, minor units."""

    unknown: str
    payment: int
    product: ProductTerms
    agreed: AgreedTerms


def solved(known: Known) -> AgreedTerms:
    """The terms with the unknown found. A price and a count are such that the instalment is at most the wanted one.

    :raises TermsRefused: no value fits, or the method cannot be solved backwards; ``field`` is the payment or method.
    """
    agreed = known.agreed
    if known.unknown == Unknown.PRICE:
        agreed = replace(agreed, price=agreed.down_payment + max(agreed.residual, 1))
    try:
        found = schedule.solve(calc_terms(known.product, agreed), CALC[Unknown(known.unknown)], payment=known.payment)
    except schedule.NoSolution as refusal:
        words = NO_SOLUTION.get((refusal.unknown.value, refusal.bound), HARDLY)
        raise TermsRefused(words, field="payment") from refusal
    except schedule.TermsRefused as refusal:
        raise TermsRefused(_refused(refusal.field, agreed.method), field=_field(refusal.field)) from refusal
    return PUT[Unknown(known.unknown)](agreed, found.value)


def _field(name: str) -> str:
    return {"due_on": "due_dates", "start_on": "signed_on", "principal": "price"}.get(name, name)


def _refused(field: str, method: str) -> str | Promise:
    if field == "method":
        return _("%(method)s cannot be solved backwards.") % {"method": Method(method).label}
    if field == "due_on":
        return _("The number of instalments is found for due dates by rule only.")
    return _("No schedule comes of these terms. Check dates, rate and count.")


def _rate(value: Any) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(MICRO)


PUT: Mapping[Unknown, Callable[[AgreedTerms, Any], AgreedTerms]] = {
    Unknown.PRICE: lambda agreed, value: replace(agreed, price=value + agreed.down_payment),
    Unknown.RATE: lambda agreed, value: replace(agreed, rate=_rate(value)),
    Unknown.COUNT: lambda agreed, value: replace(agreed, count=int(value)),
    Unknown.RESIDUAL: lambda agreed, value: replace(agreed, residual=value),
}
