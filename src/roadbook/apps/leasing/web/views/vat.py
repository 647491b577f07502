"""What the country pack says of the VAT on a kind of product, for screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from roadbook.apps.jurisdictions.queries import VatUnknown
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import ProductKind, VatBasis
from roadbook.kit import figures


@dataclass(frozen=True)
class VatTold:
    """When VAT is due and at which rate (empty: none); what becomes of the interest; which law, seen on which day."""

    basis: str
    rate: str
    interest: str
    law: str
    as_of: date | None = None


def vat_told(company: Any, kind: str, on: date) -> VatTold | None:
    """The treatment in words; None where the kind is unknown to the pack."""
    if kind not in ProductKind.values:
        return None
    try:
        found = queries.vat_of(company.country, kind, on)
    except VatUnknown:
        return None
    if found is None:
        return VatTold(str(VatBasis.EXEMPT.label), "", "", "")
    interest = {
        "in_base": _("Interest is taxed, too."),
        "exempt": _("Interest is exempt."),
        "out_of_scope": _("Interest is outside the scope of VAT."),
    }
    return VatTold(
        basis=str(VatBasis(str(found.basis)).label),
        rate=figures.percent(found.rate.rate) if found.rate else "",
        interest=interest.get(found.interest, ""),
        law=found.law,
        as_of=found.as_of,
    )
