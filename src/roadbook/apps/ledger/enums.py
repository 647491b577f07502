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

    LEASED = "leased", _("Leased vehicles")
    NOT_DUE = "not_due", _("Net investment, not due")
    RETURNED = "returned", _("Returned vehicles")
    PAYABLE = "payable", _("Payable to suppliers")
    REFUNDS = "refunds", _("Refunds payable")
    OWED_PRINCIPAL = "owed:principal", _("Principal receivable")
    OWED_INTEREST = "owed:interest", _("Interest receivable")
    OWED_DOWN_PAYMENT = "owed:down_payment", _("Down payments receivable")
    OWED_VAT = "owed:vat", _("VAT receivable from clients")
    OWED_RENT = "owed:rent", _("Rent receivable")
    OWED_FEE = "owed:fee", _("Fees receivable")
    OWED_INSURANCE = "owed:insurance", _("Insurance receivable")
    OWED_SERVICE = "owed:service", _("Services receivable")
    OWED_COST = "owed:cost", _("Costs receivable")
    OWED_LATE_INTEREST = "owed:late_interest", _("Late interest receivable")
    CREDIT = "credit", _("Clients’ unapplied credit")
    OUTPUT_VAT = "output_vat", _("Output VAT")
    CASH = "cash", _("Cash")
    BANK = "bank", _("Bank")
    CARD = "card", _("Card clearing")
    INCOME = "income", _("Interest income")
    INCOME_RENT = "income:rent", _("Rent income")
    INCOME_FEE = "income:fee", _("Fee income")
    INCOME_LATE_INTEREST = "income:late_interest", _("Late interest income")
    INCOME_RECHARGE = "income:recharge", _("Recharged costs")
