"""How VAT meets a contract: the country pack's answer, kept with what was agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from roadbook.apps.jurisdictions import queries as jurisdictions
from roadbook.apps.jurisdictions.queries import VatTreatment
from roadbook.apps.leasing.enums import ProductKind, VatBasis
from roadbook.apps.leasing.models import AgreedTerms


def vat_of(country: str, kind: str, on: date) -> VatTreatment | None:
    """The treatment of a product kind on a day; None for a loan where the pack has no VAT at all.

    :raises VatUnknown: the pack has no rule for it.
    """
    try:
        return jurisdictions.vat_treatment(country, kind, on)
    except jurisdictions.VatUnknown:
        if kind == ProductKind.LOAN:
            return None
        raise


def taxed(agreed: AgreedTerms, *, country: str, kind: str) -> AgreedTerms:
    """The agreed terms with the VAT that is law on the signing date; what an operating lease leaves comes back.

    :raises VatUnknown: the pack has no rule for it.
    """
    agreed = replace(agreed, is_returned=kind == ProductKind.OPERATING_LEASE)
    found = vat_of(country, kind, agreed.starts_on)
    if found is None:
        return replace(agreed, vat_basis=VatBasis.EXEMPT, vat_rate=Decimal(0), vat_on_interest=False)
    rate = _fraction(found)
    return replace(
        agreed, vat_basis=str(found.basis), vat_rate=rate, vat_on_interest=found.interest == "in_base" and bool(rate)
    )


def rates(country: str, kind: str) -> Callable[[date], Decimal]:
    """The VAT rate of a product kind by day, as far as the law is known: each payment takes that of its own day."""
    return lambda on: _fraction(vat_of(country, kind, on))


def _fraction(found: VatTreatment | None) -> Decimal:
    return Decimal(found.rate.basis_points) / 10_000 if found and found.rate else Decimal(0)
