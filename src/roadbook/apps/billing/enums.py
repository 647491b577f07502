"""Kinds of tax documents, and how a line stands to VAT."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.organisation.enums import SeriesKind


class TaxDocumentKind(models.TextChoices):
    """Each kind is numbered in a series of its own (``SERIES``)."""

    INVOICE = "invoice", _("Invoice")
    ADVANCE_INVOICE = "advance_invoice", _("Advance invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    DEBIT_NOTE = "debit_note", _("Debit note")
    RECEIPT = "receipt", pgettext_lazy("tax document", "Sales receipt")
    INTEREST_NOTE = "interest_note", _("Interest note")


SERIES = {
    TaxDocumentKind.INVOICE: SeriesKind.INVOICE,
    TaxDocumentKind.ADVANCE_INVOICE: SeriesKind.ADVANCE_INVOICE,
    TaxDocumentKind.CREDIT_NOTE: SeriesKind.CREDIT_NOTE,
    TaxDocumentKind.DEBIT_NOTE: SeriesKind.DEBIT_NOTE,
    TaxDocumentKind.RECEIPT: SeriesKind.TAX_RECEIPT,
    TaxDocumentKind.INTEREST_NOTE: SeriesKind.INTEREST_NOTE,
}
CORRECTING = (TaxDocumentKind.CREDIT_NOTE, TaxDocumentKind.DEBIT_NOTE)


class VatCode(models.TextChoices):
    STANDARD = "standard", _("Standard rate")
    REDUCED = "reduced", _("Reduced rate")
    ZERO = "zero", _("Zero rate")
    EXEMPT = "exempt", _("Exempt")
    OUT_OF_SCOPE = "out_of_scope", _("Outside the scope of VAT")
    REVERSE = "reverse", _("Reverse charge")


TAXED = (VatCode.STANDARD, VatCode.REDUCED)
NEEDS_LAW = (VatCode.EXEMPT, VatCode.OUT_OF_SCOPE, VatCode.REVERSE)
"""Codes under which a document must say by which law there is no VAT."""
