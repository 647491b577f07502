"""VAT by country, subject and day: rates, when a supply is taxed, which document it needs, which e-invoice it owes.

The laws (each row of ``data/vat`` names its articles):

- Bulgaria, ЗДДС: a lease that passes title and a sale in instalments are a supply of goods, taxed whole at hand-over,
  interest exempt; an operating lease is a service, taxed with each instalment; a loan is exempt.
- Poland, Ustawa o VAT: the same, but interest belongs to the base of a finance lease.
- Russia, НК РФ глава 21: every lease payment is taxed whole at the rate of its own day (20 %, from 2026-01-01 22 %).
- The Union as such has no rate: each member state has its own, so the pack EU refuses.

Late interest and costs of recovery are compensation, outside the scope. A fee follows the main supply.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.calc.rounding import Rounding
from roadbook.kit.errors import Refused

from . import dated


class VatUnknown(Refused, LookupError):  # noqa: N818 - reads as a sentence
    """The packs hold no VAT rate or treatment for this country, subject and day."""

    code = "vat_unknown"


class VatBasis(StrEnum):
    """When a supply is taxed: whole at hand-over, with each instalment (or fee) as it is charged, or not at all."""

    AT_HAND_OVER = "at_hand_over"
    EACH_INSTALMENT = "each_instalment"
    EXEMPT = "exempt"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class FixedRate:
    """What one unit of a currency is worth in that of the VAT, fixed by ``law``."""

    rate: Decimal
    law: str


PRODUCT_KINDS = ("finance_lease", "operating_lease", "instalment_sale", "loan")
FOLLOWERS = {"fee"}
STANDALONE = ("late_interest", "recovery_cost")


@dataclass(frozen=True, kw_only=True)
class VatRate:
    """A rate of VAT, a fraction of one, from ``valid_from`` up to and including ``valid_until``."""

    country: str
    code: str
    rate: Fraction
    valid_from: date
    valid_until: date | None
    law: str
    confidence: str

    @property
    def basis_points(self) -> int:
        """The rate in hundredths of a percent: 2,300 for 23 %."""
        return int(self.rate * 10_000)


@dataclass(frozen=True, kw_only=True)
class VatTreatment:
    """How VAT meets a subject on a day.

    ``rate`` is None where nothing is taxed. ``interest`` says what becomes of the interest in an instalment:
    ``in_base``, ``exempt`` or ``out_of_scope``. ``documents`` are the papers that the supply needs, the first invoice
    within ``issue_days`` of the tax event where the law counts in days. ``tax_point``: the tax date of what is taxed
    with each instalment, ``due`` (the day on which it is to be paid) or ``invoice`` (the day of issue). VAT stands in
    ``currency``, rounded by ``rounding`` to its minor unit.
    """

    country: str
    subject: str
    basis: VatBasis
    rate: VatRate | None
    interest: str
    documents: tuple[str, ...]
    issue_days: int | None
    tax_point: str
    currency: str
    rounding: Rounding
    law: str
    confidence: str
    as_of: date

    @property
    def is_taxed(self) -> bool:
        return self.rate is not None

    @property
    def follows_the_law(self) -> bool:
        """Whether a later instalment of a running contract takes the rate of its own day, not that of the contract.

        True where each instalment is a supply of its own (every Russian lease payment, every rent); what was taxed
        whole at hand-over keeps the rate of that day.
        """
        return self.is_taxed and self.basis is VatBasis.EACH_INSTALMENT


@dataclass(frozen=True, kw_only=True)
class EInvoiceDuty:
    """From which day invoices to firms go through a state's system, in which format, and for whom.

    The row counts for taxpayers whose sales of ``sales_year`` with VAT (minor units) exceeded ``sales_above``.
    """

    country: str
    system: str
    format: str
    valid_from: date
    sales_above: int
    sales_year: int | None
    law: str
    confidence: str


@dataclass(frozen=True, kw_only=True)
class ReceiptDuty:
    """Means of payment for which a fiscal receipt is due."""

    country: str
    audience: str
    means: tuple[str, ...]
    law: str
    confidence: str


def _data(country: str) -> dict[str, Any]:
    try:
        return dated.read("vat", country)
    except LookupError as error:
        raise VatUnknown(_("There are no VAT rules for %(country)s.") % {"country": country}) from error


def _in_force(rows: list[dict[str, Any]], on: date) -> dict[str, Any] | None:
    return next((row for row in rows if dated.covers(dated.day(row["from"]), dated.day(row["to"]), on)), None)


@cache
def vat_rate(country: str, on: date, code: str = "standard") -> VatRate:
    """The rate of a code (``standard``, ``reduced``, in Poland also ``reduced_2``) on a day.

    :raises VatUnknown: the packs hold none.
    """
    row = _in_force([one for one in _data(country)["rates"] if one["code"] == code], on)
    if row is None:
        raise VatUnknown(
            _("There is no %(code)s VAT rate of %(country)s for %(day)s.")
            % {"code": code, "country": country, "day": on.isoformat()}
        )
    return VatRate(
        country=country,
        code=code,
        rate=Fraction(row["percent"]) / 100,
        valid_from=date.fromisoformat(row["from"]),
        valid_until=dated.day(row["to"]),
        law=row["law"],
        confidence=row["confidence"],
    )


@cache
def vat_treatment(country: str, subject: str, on: date, *, product_kind: str = "") -> VatTreatment:
    """How VAT meets a product kind, or a charge beside it (``late_interest``, ``recovery_cost``, ``fee``), on a day.

    A fee needs ``product_kind``: it follows the main supply, taxed as it is charged, or exempt with it.

    :raises VatUnknown: the packs hold no rule for the country, the subject or the day.
    """
    if subject in FOLLOWERS:
        return _following(vat_treatment(country, product_kind, on), subject)
    data = _data(country)
    row = _in_force([one for one in data["treatments"] if one["subject"] == subject], on)
    if row is None:
        raise VatUnknown(
            _("There is no VAT rule of %(country)s for %(subject)s on %(day)s.")
            % {"country": country, "subject": subject or "-", "day": on.isoformat()}
        )
    currency = _in_force(data["currencies"], on) or {}
    return VatTreatment(
        country=country,
        subject=subject,
        basis=VatBasis(row["basis"]),
        rate=vat_rate(country, on, row["rate"]) if row["rate"] else None,
        interest=row["interest"],
        documents=tuple(row["documents"]),
        issue_days=row["issue_days"],
        tax_point=row.get("tax_point", "due"),
        currency=currency["currency"],
        rounding=Rounding(data["rounding"]["mode"]),
        law=row["law"],
        confidence=row["confidence"],
        as_of=date.fromisoformat(data["as_of"]),
    )


def _following(main: VatTreatment, subject: str) -> VatTreatment:
    if not main.is_taxed:
        return replace(main, subject=subject)
    documents = ("invoice_each_instalment",)
    return replace(main, subject=subject, basis=VatBasis.EACH_INSTALMENT, interest="in_base", documents=documents)


def e_invoice_duty(country: str, on: date, *, sales: int = 0) -> EInvoiceDuty | None:
    """The duty to send invoices through a state's system that counts on a day; None where there is none yet.

    ``sales`` (minor units of the country's currency, VAT included) are those of the year that the law compares with.

    :raises VatUnknown: the packs hold no VAT rules for the country.
    """
    for row in _data(country)["e_invoices"]:
        is_meant = sales > row["sales_above"] or row["sales_above"] == 0
        if is_meant and dated.covers(dated.day(row["from"]), dated.day(row["to"]), on):
            return EInvoiceDuty(
                country=country,
                system=row["system"],
                format=row["format"],
                valid_from=date.fromisoformat(row["from"]),
                sales_above=row["sales_above"],
                sales_year=row["sales_year"],
                law=row["law"],
                confidence=row["confidence"],
            )
    return None


def receipt_duty(country: str, on: date, *, means: str, commercial: bool = False) -> ReceiptDuty | None:
    """The duty to print a fiscal receipt for a means of payment (``cash``, ``card``, ``transfer``); None without one.

    :raises VatUnknown: the packs hold no VAT rules for the country.
    """
    audiences = {"any", "commercial" if commercial else "consumer"}
    rows = [one for one in _data(country)["receipts"] if one["audience"] in audiences and means in one["means"]]
    row = _in_force(rows, on)
    if row is None:
        return None
    return ReceiptDuty(
        country=country,
        audience=row["audience"],
        means=tuple(row["means"]),
        law=row["law"],
        confidence=row["confidence"],
    )


def fixed_rate(country: str, currency: str, on: date) -> FixedRate | None:
    """The rate that the law fixes between a currency and that of the country's VAT on a day, where it fixes one."""
    row = _in_force(_data(country)["currencies"], on) or {}
    rate = row.get("fixed", {}).get(currency)
    return FixedRate(Decimal(rate), row["fixed_law"]) if rate else None
