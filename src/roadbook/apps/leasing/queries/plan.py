"""From what was agreed to the plan: the mapping on ``calc.schedule``, pure."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.models import AgreedTerms, ProductTerms, ScheduleVersion, TermsRefused
from roadbook.apps.leasing.models.agreed import problems
from roadbook.calc import schedule
from roadbook.calc.daycount import DayCount
from roadbook.calc.rounding import Rounding
from roadbook.kit import figures

FIELD_OF = {"principal": "price", "start_on": "signed_on"}


def calc_terms(product: ProductTerms, agreed: AgreedTerms) -> schedule.Terms:
    """The terms as arithmetic knows them: the balloon falls due with the last instalment, or stays in the vehicle.

    Under equal periods a first period that is no whole period counts by its days.
    """
    return schedule.Terms(
        principal=agreed.financed,
        rate=Fraction(agreed.rate),
        count=agreed.count,
        start_on=agreed.starts_on,
        first_due_on=agreed.first_due_on,
        method=schedule.Method(agreed.method),
        every_months=product.every_months,
        day_count=DayCount(product.day_count),
        residual=agreed.residual,
        residual_due=schedule.ResidualDue.STAYS if agreed.is_returned else schedule.ResidualDue.WITH_LAST,
        rounding=Rounding(product.rounding),
        unit=product.unit,
        remainder=schedule.Remainder(product.remainder),
        advance=agreed.in_advance,
        due_on=agreed.due_dates,
        payments=agreed.amounts,
        odd_first=schedule.OddPeriod.BY_DAYS,
    )


def plan(product: ProductTerms, agreed: AgreedTerms) -> schedule.Schedule:
    """The schedule of the agreed terms.

    :raises TermsRefused: no schedule comes of them, say because the first period earns more than an instalment pays.
    """
    try:
        return schedule.build(calc_terms(product, agreed))
    except schedule.TermsRefused as refusal:
        field = FIELD_OF.get(refusal.field, refusal.field)
        raise TermsRefused(
            _("No schedule comes of these terms. Check dates, rate and count."), field=field
        ) from refusal


def checked_plan(product: ProductTerms, agreed: AgreedTerms) -> schedule.Schedule:
    """The schedule, once the product allows the terms.

    :raises TermsRefused: naming the first term that it does not allow.
    """
    for problem in problems(agreed, product):
        raise problem
    return plan(product, agreed)


def plan_data(product: ProductTerms, agreed: AgreedTerms) -> dict[str, Any]:
    """Conditions and agreed figures as JSON, enough to compute the plan again; read back by ``frozen_plan``."""
    return {
        "product": product.to_data(),
        "agreed": {name: _plain(value) for name, value in dataclasses.asdict(agreed).items()},
    }


def frozen_plan(version: ScheduleVersion) -> schedule.Schedule:
    """The plan of a stored version, computed again from the terms that it keeps."""
    return plan(ProductTerms.from_data(version.terms["product"]), frozen_terms(version))


def frozen_terms(version: ScheduleVersion) -> AgreedTerms:
    """The agreed figures that a stored version keeps."""
    agreed = dict(version.terms["agreed"])
    days = {name: date.fromisoformat(agreed[name]) for name in ("starts_on", "first_due_on")}
    rates = {name: Decimal(agreed.get(name, "0")) for name in ("rate", "vat_rate")}
    by_hand = {
        "due_dates": tuple(date.fromisoformat(one) for one in agreed.get("due_dates", ())),
        "amounts": tuple(agreed.get("amounts", ())),
    }
    return AgreedTerms(**{**agreed, **days, **rates, **by_hand})


def _plain(value: Any) -> Any:
    """JSON: decimals as strings, dates in ISO form, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | str) else value


def rate_span(product: ProductTerms) -> str:
    """The yearly rates that a product allows: ``4,50 % – 12,00 %``."""
    return f"{figures.percent(product.rate_min)} – {figures.percent(product.rate_max)}"
