"""Kinds of GL accounts and what the standard chart uses them for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class GLKind(models.TextChoices):
    ASSET = "asset", _("Asset")
    LIABILITY = "liability", _("Liability")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")


class Purpose(models.TextChoices):
    """What an account is for, whatever its code; also its name where the company gives none."""

    NOT_DUE = "not_due", _("Loan principal not due")
    PAYABLE = "payable", _("Disbursement payable")
    OWED_PRINCIPAL = "owed:principal", _("Principal receivable")
    OWED_INTEREST = "owed:interest", _("Interest receivable")
    CREDIT = "credit", _("Clients’ unapplied credit")
    CASH = "cash", _("Cash")
    BANK = "bank", _("Bank")
    CARD = "card", _("Card clearing")
    INCOME = "income", _("Interest income")
