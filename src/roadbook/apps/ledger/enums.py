"""Kinds of GL accounts, what the standard chart uses them for, and what is booked on them."""

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
    OPENING = "opening", _("Opening balances taken over")

    @property
    def is_proved(self) -> bool:
        """Whether positions of receivables are proved by what stands on accounts of this purpose."""
        return self in (Purpose.NOT_DUE, Purpose.CREDIT) or self.startswith("owed:")


class Event(models.TextChoices):
    """What is booked, as the reader of the rules calls it. A rule may speak of others; these have words."""

    ACTIVATION = "activation", _("Activation")
    CHARGE = "charge", _("Charge")
    PAYMENT_CASH = "payment/cash", _("Payment in cash")
    PAYMENT_BANK = "payment/bank", _("Payment by bank")
    PAYMENT_CARD = "payment/card", _("Payment by card")
    ALLOCATION = "allocation", _("Payment applied to a charge")
    REFUND = "refund", _("Refund owed to the client")
    PAYOUT_CASH = "payout/cash", _("Refund paid in cash")
    PAYOUT_BANK = "payout/bank", _("Refund paid by bank")
    RETURN = "return", _("Vehicle returned")
    TAKEOVER = "takeover", _("Balance taken over")
    TAKEOVER_CREDIT = "takeover/credit", _("Credit taken over")
