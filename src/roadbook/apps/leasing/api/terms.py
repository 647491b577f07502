"""The terms of a contract as the API sends them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import Unknown
from roadbook.apps.leasing.models import AgreedTerms, Product, TermsRefused
from roadbook.kit.api import money_in

from .schemas import contracts as schemas

AMOUNTS = ("price", "down_payment", "residual")


def agreed_terms(payload: schemas.TermsIn, product: Product) -> AgreedTerms:
    """The terms, the unknown among them found.

    :raises TermsRefused: the unknown cannot be found.
    """
    currency = product.company.currency
    agreed = AgreedTerms(
        currency=currency,
        price=money_in(payload.price, currency, field="price"),
        down_payment=money_in(payload.down_payment, currency, field="down_payment"),
        residual=money_in(payload.residual, currency, field="residual"),
        rate=Decimal(payload.rate),
        count=payload.count,
        method=payload.method or product.conditions.method,
        starts_on=payload.signed_on,
        first_due_on=payload.first_due_on,
        in_advance=payload.in_advance,
        due_dates=tuple(payload.due_dates),
        amounts=_amounts(payload.amounts, currency),
    )
    if payload.solve_for == Unknown.PAYMENT:
        return agreed
    if payload.payment is None:
        raise TermsRefused(_("Which instalment is wanted?"), field="payment")
    payment = money_in(payload.payment, currency, field="payment")
    conditions = product.conditions_on(payload.signed_on)
    return queries.solved(queries.Known(payload.solve_for, payment, conditions, agreed))


def _amounts(sent: list[str], currency: str) -> tuple[int, ...]:
    return tuple(money_in(one, currency, field=f"amounts.{place}") for place, one in enumerate(sent))


def changed_terms(agreed: AgreedTerms, sent: dict[str, Any]) -> AgreedTerms:
    """The agreed terms with what was sent in their place."""
    changed: dict[str, Any] = {
        name: money_in(sent[name], agreed.currency, field=name) for name in AMOUNTS if name in sent
    }
    changed |= {name: sent[name] for name in ("count", "method", "first_due_on", "in_advance") if name in sent}
    if "due_dates" in sent:
        changed["due_dates"] = tuple(sent["due_dates"])
    if "amounts" in sent:
        changed["amounts"] = _amounts(sent["amounts"], agreed.currency)
    if "rate" in sent:
        changed["rate"] = Decimal(sent["rate"])
    if "signed_on" in sent:
        changed["starts_on"] = sent["signed_on"]
    return replace(agreed, **changed)
