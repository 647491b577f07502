"""Countries that an own company may be of, and what is numbered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    BULGARIA = "BG", _("Bulgaria")
    POLAND = "PL", _("Poland")
    RUSSIA = "RU", _("Russia")


class AccountPurpose(models.TextChoices):
    OPERATING = "operating", _("Everyday business")
    RECEIPTS = "receipts", _("Payments of clients")
    PAYOUTS = "payouts", _("Payouts")
    SAVINGS = "savings", _("Savings and deposits")
    CARD = "card", _("Card terminal")


class SeriesKind(models.TextChoices):
    CONTRACT = "contract", _("Contracts")
    RECEIPT = "receipt", _("Receipts")
    CLIENT = "client", _("Clients")
    PAYMENT = "payment", _("Payments")
    DOCUMENT = "document", _("Documents")
    INVOICE = "invoice", _("Invoices")
    ADVANCE_INVOICE = "advance_invoice", _("Advance invoices")
    CREDIT_NOTE = "credit_note", _("Credit notes")
    DEBIT_NOTE = "debit_note", _("Debit notes")
    TAX_RECEIPT = "tax_receipt", _("Sales receipts")
    INTEREST_NOTE = "interest_note", _("Interest notes")
    BILL = "bill", _("Refunds and other payables")


SERIES_PREFIX = {
    SeriesKind.CONTRACT: "L",
    SeriesKind.RECEIPT: "R",
    SeriesKind.CLIENT: "C",
    SeriesKind.PAYMENT: "P",
    SeriesKind.DOCUMENT: "D",
    SeriesKind.INVOICE: "I",
    SeriesKind.ADVANCE_INVOICE: "AI",
    SeriesKind.CREDIT_NOTE: "CN",
    SeriesKind.DEBIT_NOTE: "DN",
    SeriesKind.TAX_RECEIPT: "SR",
    SeriesKind.INTEREST_NOTE: "IN",
    SeriesKind.BILL: "B",
}
