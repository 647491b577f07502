"""The VAT register of a company: rows for the list, sums by code and rate for a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from roadbook.apps.billing.enums import VatCode
from roadbook.apps.billing.models import VatEntry
from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company


def vat_entries(user: Any) -> QuerySet[VatEntry]:
    """Rows of the VAT register that the user may see."""
    rows: QuerySet[VatEntry] = VatEntry.objects.visible_to(user).select_related("document", "company")
    return rows


def companies(user: Any) -> QuerySet[Company]:
    """The companies whose VAT register the user may see."""
    return identity.companies(user, Permission.TAX_VIEW)


@dataclass(frozen=True)
class RateSum:
    """All documents of a period under one code and rate, minor units of the currency of the VAT law."""

    vat_code: str
    vat_rate: Decimal
    currency: str
    documents: int
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat

    @property
    def label(self) -> str:
        return str(VatCode(self.vat_code).label)


@dataclass(frozen=True)
class VatRegister:
    """The register of a company from ``since`` up to and including ``until``, by tax date."""

    company: Company
    since: date
    until: date
    sums: tuple[RateSum, ...]

    @property
    def totals(self) -> tuple[RateSum, ...]:
        """One sum for each currency: more than one only where the law changed it within the period."""
        found = []
        for currency in sorted({one.currency for one in self.sums}):
            mine = [one for one in self.sums if one.currency == currency]
            net, vat = sum(one.net for one in mine), sum(one.vat for one in mine)
            found.append(RateSum(VatCode.STANDARD, Decimal(0), currency, sum(one.documents for one in mine), net, vat))
        return tuple(found)


def vat_register(user: Any, company: Company, since: date, until: date) -> VatRegister:
    """The sums of a company's documents by code and rate, as far as the user may see them. One statement."""
    rows = VatEntry.objects.visible_to(user).filter(company=company, tax_on__gte=since, tax_on__lte=until)
    found = (
        rows.order_by("local_currency", "-vat_rate", "vat_code")
        .values_list("vat_code", "vat_rate", "local_currency")
        .annotate(documents=Count("pk"), net=Sum("local_net"), vat=Sum("local_vat"))
    )
    return VatRegister(company, since, until, tuple(RateSum(*row) for row in found))
