"""What the API says of tax documents and the VAT register."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from roadbook.kit.api import Key, MoneySchema, StrictSchema, Text

TaxKind = Literal["invoice", "advance_invoice", "credit_note", "debit_note", "receipt", "interest_note"]
VatCodeName = Literal["standard", "reduced", "zero", "exempt", "out_of_scope", "reverse"]


class TaxLineOut(Schema):
    """One line; ``vat_rate`` is a fraction of one."""

    id: Key
    label: str
    quantity: str
    unit: str
    net: MoneySchema
    vat_code: VatCodeName
    vat_rate: str
    vat: MoneySchema
    gross: MoneySchema
    legal_text: str
    charge_id: Key | None
    corrects_line_id: Key | None


class TaxDocumentRow(Schema):
    """A tax document; amounts are below zero on credit notes."""

    id: Key
    kind: TaxKind
    number: str
    company_id: Key
    branch_id: Key
    buyer_id: Key
    buyer_name: str
    issued_on: date
    tax_on: date
    due_on: date
    net: MoneySchema
    vat: MoneySchema
    gross: MoneySchema
    vat_local: MoneySchema
    corrects_id: Key | None
    reason: str
    subject: str
    account_id: Key | None


class TaxDocumentOut(TaxDocumentRow):
    """With its lines, the explanation of its sums, and the documents that correct it."""

    created_at: datetime
    lines: list[TaxLineOut]
    explanations: list[dict[str, object]]
    corrections: list[Key]


class CreditIn(StrictSchema):
    """``lines`` are ids of lines; left out, all that is left of the document is taken back."""

    reason: Text = Field(min_length=1, max_length=200)
    lines: list[Key] | None = Field(None, max_length=500)


class KsefOut(Schema):
    """``xml`` is the whole e-invoice of the logical structure FA(3)."""

    xml: str


class PrintIn(StrictSchema):
    language: Literal["bg", "en", "pl", "ru"] | None = None


class PrintedOut(Schema):
    """The paper: its content is at ``/documents/{document_id}``."""

    document_id: Key
    language: str
    sha256: str


class VatSumOut(Schema):
    vat_code: VatCodeName
    vat_rate: str
    documents: int
    net: MoneySchema
    vat: MoneySchema


class VatRegisterOut(Schema):
    """Sums by tax date, in the currency of the VAT law."""

    company_id: Key
    since: date
    until: date
    sums: list[VatSumOut]
