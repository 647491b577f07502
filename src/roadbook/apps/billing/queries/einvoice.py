"""A tax document of a Polish company as the values of a KSeF invoice."""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing.enums import TaxDocumentKind, VatCode
from roadbook.apps.billing.gateways import ksef
from roadbook.apps.billing.models import TaxDocument, TaxLine
from roadbook.kit.errors import Refused
from roadbook.kit.money import to_decimal_text

KINDS = {
    TaxDocumentKind.INVOICE: "VAT",
    TaxDocumentKind.ADVANCE_INVOICE: "ZAL",
    TaxDocumentKind.CREDIT_NOTE: "KOR",
    TaxDocumentKind.DEBIT_NOTE: "KOR",
}
CODES = {
    VatCode.ZERO: "0 KR",
    VatCode.EXEMPT: "zw",
    VatCode.OUT_OF_SCOPE: "np I",
    VatCode.REVERSE: "oo",
}
NIP = re.compile(r"[1-9][0-9]{9}")
NOT_DIGITS = re.compile(r"[^0-9]")


class EInvoiceRefused(Refused):
    """No e-invoice is made of this document."""

    code = "e_invoice"


def has_e_invoice(document: TaxDocument) -> bool:
    """Is it a document of a Polish seller of a kind that goes through KSeF?"""
    return document.seller_details["country"] == "PL" and document.kind in KINDS


def e_invoice(document: TaxDocument) -> bytes:
    """The XML of FA(3); lines, register rows and what it corrects are at hand.

    :raises EInvoiceRefused: not for KSeF, without the seller's NIP, or against the schema, with what it says.
    """
    if not has_e_invoice(document):
        raise EInvoiceRefused(_("Only invoices and corrections of a Polish company go through KSeF."))
    xml = ksef.write(_invoice(document))
    found = ksef.faults(xml)
    if found:
        raise EInvoiceRefused(_("KSeF would not take it: %(fault)s") % {"fault": found[0]}, code="e_invoice_schema")
    return xml


def _invoice(document: TaxDocument) -> ksef.Invoice:
    lines = list(document.lines.all())
    exempt = next((one.legal_text for one in lines if one.vat_code == VatCode.EXEMPT), "")
    return ksef.Invoice(
        kind=_kind(document),
        number=document.number,
        currency=document.currency,
        created_at=document.created_at,
        issued_on=document.issued_on,
        tax_on=document.tax_on,
        due_on=document.due_on,
        seller=_seller(document.seller_details),
        buyer=_buyer(document.buyer_details),
        lines=[_line(one, document.currency) for one in lines],
        sums=[_sum(one, document) for one in document.vat_entries.all()],
        gross=to_decimal_text(document.gross, document.currency),
        exempt_by=exempt,
        is_reverse=any(one.vat_code == VatCode.REVERSE for one in lines),
        account=document.seller_details["account"],
        corrected=_corrected(document),
    )


def _kind(document: TaxDocument) -> str:
    corrects_advance = document.corrects is not None and document.corrects.kind == TaxDocumentKind.ADVANCE_INVOICE
    return "KOR_ZAL" if corrects_advance else KINDS[TaxDocumentKind(document.kind)]


def _corrected(document: TaxDocument) -> ksef.Corrected | None:
    about = document.corrects
    return ksef.Corrected(about.number, about.issued_on, document.reason) if about else None


def _seller(details: dict[str, Any]) -> ksef.Person:
    nip = _nip(details["vat_number"]) or _nip(details["tax_number"])
    if not nip:
        raise EInvoiceRefused(_("The company needs its NIP for an e-invoice."), field="tax_number")
    lines = [line for line in (details["street"], details["city"]) if line]
    return ksef.Person(name=details["name"], nip=nip, country="PL", address=tuple(lines[:2]))


def _buyer(details: dict[str, Any]) -> ksef.Person:
    """A firm with its NIP or the number it has elsewhere; a person bears none."""
    numbers = details["numbers"]
    nip = next((found for one in numbers if one["country"] == "PL" and (found := _nip(one["value"]))), "")
    foreign = "" if nip else next((one["value"] for one in numbers if one["country"] != "PL"), "")
    address = (details["address"],) if details["address"] else ()
    return ksef.Person(
        name=details["name"], nip=nip, foreign=foreign, country=details["country"] or "PL", address=address
    )


def _nip(value: str) -> str:
    digits = NOT_DIGITS.sub("", value or "")
    return digits if NIP.fullmatch(digits) else ""


def _rate(one: Any) -> str:
    code = CODES.get(VatCode(one.vat_code))
    return code or f"{(one.vat_rate * 100).normalize():f}"


def _line(one: TaxLine, currency: str) -> ksef.Line:
    with translation.override("pl"):
        title = one.title
    return ksef.Line(
        text=title,
        quantity=f"{one.quantity.normalize():f}",
        net=to_decimal_text(one.net, currency),
        vat=to_decimal_text(one.vat, currency),
        rate=_rate(one),
        unit=one.unit,
    )


def _sum(one: Any, document: TaxDocument) -> ksef.RateSum:
    is_foreign = document.currency != document.local_currency
    return ksef.RateSum(
        rate=_rate(one),
        net=to_decimal_text(one.net, document.currency),
        vat=to_decimal_text(one.vat, document.currency),
        vat_pln=to_decimal_text(one.local_vat, document.local_currency) if is_foreign else "",
    )
