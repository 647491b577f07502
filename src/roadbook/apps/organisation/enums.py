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


SERIES_PREFIX = {
    SeriesKind.CONTRACT: "L",
    SeriesKind.RECEIPT: "R",
    SeriesKind.CLIENT: "C",
    SeriesKind.PAYMENT: "P",
    SeriesKind.DOCUMENT: "D",
}
