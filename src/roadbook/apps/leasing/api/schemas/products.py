"""What the API says of products. Money as decimal strings, rates as decimal fractions of one a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import StringConstraints

from roadbook.apps.documents.enums import AttachmentKind, DocumentKind
from roadbook.apps.leasing.enums import (
    DayCount,
    FeeBase,
    FeeWhen,
    Index,
    Method,
    ProductKind,
    RateKind,
    Remainder,
    RoundingMode,
)
from roadbook.apps.leasing.models import Fee, Product, ProductTerms, ProductVersion
from roadbook.apps.leasing.models.terms import (
    CHARGE_DAYS_LIMIT,
    COUNT_LIMIT,
    DECIMALS,
    EVERY_MONTHS_LIMIT,
    UNIT_LIMIT,
)
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.kit.api import Key, StrictSchema, money_in
from roadbook.kit.money import to_decimal_text

from .amounts import Amount, Rate, SignedRate

RATES = (*DECIMALS, "margin", "late_rate")
SEVERAL = ("methods", "waterfall", "documents", "attachments")
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
FeeCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)]
ProductName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
FeeName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class FeeOut(Schema):
    code: str
    name: str
    base: str
    amount: str
    share: str
    least: str
    when: str


class FeeIn(StrictSchema):
    """``amount`` under ``fixed``, else ``share`` of the base and at least ``least``; net where fees are taxed."""

    code: FeeCode
    name: FeeName
    base: FeeBase = FeeBase.FIXED
    amount: Amount = "0"
    share: Rate = "0"
    least: Amount = "0"
    when: FeeWhen = FeeWhen.ACTIVATION


class ProductTermsOut(Schema):
    method: str
    methods: list[str]
    day_count: str
    rounding: str
    every_months: int
    charge_days_before: int
    rate_min: str
    rate_max: str
    rate_default: str
    count_min: int
    count_max: int
    count_default: int
    residual_max: str
    down_payment_min: str
    in_advance: bool
    unit: int
    remainder: str
    rate_kind: str
    index: str
    margin: str
    rate_floor: str | None
    rate_cap: str | None
    fees: list[FeeOut]
    waterfall: list[str]
    late_rate: str | None
    documents: list[str]
    attachments: list[str]


class ProductOut(Schema):
    id: int
    company_id: int
    code: str
    name: str
    kind: str
    is_offered: bool
    version: int
    terms: ProductTermsOut = Field(description="Those in force on the company's business date")


class ProductVersionOut(Schema):
    effective_on: date
    created_by: str | None
    terms: ProductTermsOut


class ProductTermsIn(StrictSchema):
    """The conditions of a product; what is not sent is the usual one of the house, or stays as it is in a change.

    Rates are fractions of one a year; ``residual_max`` and ``down_payment_min`` are fractions of the price; ``unit`` is
    minor units. An empty ``waterfall`` and no ``late_rate`` mean what the law says.
    """

    method: Method = Method.ANNUITY
    methods: list[Method] = Field([Method.ANNUITY, Method.EQUAL_PRINCIPAL], min_length=1, max_length=len(Method))
    day_count: DayCount = DayCount.THIRTY_E_360
    rounding: RoundingMode = RoundingMode.HALF_UP
    every_months: int = Field(1, ge=1, le=EVERY_MONTHS_LIMIT)
    charge_days_before: int = Field(0, ge=0, le=CHARGE_DAYS_LIMIT)
    rate_min: Rate = "0"
    rate_max: Rate = "0.5"
    rate_default: Rate = "0.089"
    count_min: int = Field(2, ge=1, le=COUNT_LIMIT)
    count_max: int = Field(96, ge=1, le=COUNT_LIMIT)
    count_default: int = Field(48, ge=1, le=COUNT_LIMIT)
    residual_max: Rate = "0"
    down_payment_min: Rate = "0"
    in_advance: bool = False
    unit: int = Field(1, ge=1, le=UNIT_LIMIT)
    remainder: Remainder = Remainder.LAST
    rate_kind: RateKind = RateKind.FIXED
    index: Index | None = None
    margin: SignedRate = "0"
    rate_floor: Rate | None = None
    rate_cap: Rate | None = None
    fees: list[FeeIn] = Field([], max_length=8)
    waterfall: list[ChargeKind] = Field([], max_length=len(ChargeKind))
    late_rate: Rate | None = None
    documents: list[DocumentKind] = Field([], max_length=len(DocumentKind))
    attachments: list[AttachmentKind] = Field([], max_length=len(AttachmentKind))


class ProductIn(StrictSchema):
    company_id: Key
    code: Code
    name: ProductName
    kind: ProductKind = ProductKind.LOAN
    effective_on: date | None = Field(None, description="The company's business date when left out")
    terms: ProductTermsIn | None = Field(None, description="The usual conditions of the house when left out")


class ProductChangeIn(StrictSchema):
    """What is not sent stays. ``version`` is that of the product you read; an older one answers 409."""

    version: int = Field(ge=1, le=2**31 - 1)
    name: ProductName | None = None
    is_offered: bool | None = None
    effective_on: date | None = Field(None, description="The company's business date when left out")
    terms: ProductTermsIn | None = None


def conditions(base: ProductTerms, payload: ProductTermsIn | None, currency: str) -> ProductTerms:
    """The conditions with what was sent in their place; they are not judged here."""
    sent = payload.dict(exclude_unset=True) if payload else {}
    changed: dict[str, Any] = {
        name: None if sent[name] is None else Decimal(sent[name]) for name in RATES if name in sent
    }
    changed |= {name: tuple(dict.fromkeys(sent[name])) for name in SEVERAL if name in sent}
    if "index" in sent:
        changed["index"] = sent["index"] or ""
    if payload and "fees" in sent:
        changed["fees"] = tuple(_fee(one, currency, place) for place, one in enumerate(payload.fees))
    return replace(base, **{**sent, **changed})


def _fee(sent: FeeIn, currency: str, place: int) -> Fee:
    amounts = {
        name: money_in(getattr(sent, name), currency, field=f"terms.fees.{place}.{name}")
        for name in ("amount", "least")
    }
    return Fee(code=sent.code, name=sent.name, base=sent.base, share=Decimal(sent.share), when=sent.when, **amounts)


def product_out(row: Product) -> dict[str, Any]:
    own = ("company_id", "code", "name", "kind", "is_offered", "version")
    terms = terms_out(row.conditions, row.company.currency)
    return {**{name: getattr(row, name) for name in own}, "id": row.pk, "terms": terms}


def version_out(row: ProductVersion, currency: str) -> dict[str, Any]:
    author = str(row.created_by) if row.created_by else None
    return {
        "effective_on": row.effective_on,
        "created_by": author,
        "terms": terms_out(row.conditions, currency),
    }


def terms_out(terms: ProductTerms, currency: str) -> dict[str, Any]:
    fees = [{**fee, **_money(fee, currency)} for fee in terms.to_data()["fees"]]
    return {**terms.to_data(), "fees": fees}


def _money(fee: dict[str, Any], currency: str) -> dict[str, str]:
    return {name: to_decimal_text(fee[name], currency) for name in ("amount", "least")}
