"""Kinds of debts, channels of money, classes of arrears."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChargeKind(models.TextChoices):
    PRINCIPAL = "principal", _("Principal")
    INTEREST = "interest", _("Interest")
    DOWN_PAYMENT = "down_payment", _("Down payment")
    RENT = "rent", _("Rent")
    VAT = "vat", _("VAT")
    FEE = "fee", _("Fee")
    INSURANCE = "insurance", _("Insurance")
    SERVICE = "service", _("Service")
    COST = "cost", _("Cost")
    LATE_INTEREST = "late_interest", _("Late interest")


OF_NET_INVESTMENT = frozenset({ChargeKind.PRINCIPAL, ChargeKind.DOWN_PAYMENT})
"""What becomes debt of these kinds is no longer part of the net investment that is not due."""


class Channel(models.TextChoices):
    CASH = "cash", _("Cash")
    BANK = "bank", _("Bank transfer")
    CARD = "card", _("Card")


class MovementKind(models.TextChoices):
    """What moves the balance of an account, in the order in which one day tells it."""

    CHARGE = "charge", _("Charge")
    PAYMENT = "payment", _("Payment")
    REVERSAL = "reversal", _("Reversal")
    REFUND = "refund", _("Refund")

    @property
    def place(self) -> int:
        return type(self).values.index(self.value)


class ChargeState(models.TextChoices):
    """Where a charge stands on its company's business date."""

    SETTLED = "settled", _("Settled")
    OVERDUE = "overdue", _("Overdue")
    OPEN = "open", _("Charged, not due")


class PaymentState(models.TextChoices):
    """Does the payment stand?"""

    BOOKED = "booked", _("Booked")
    REVERSED = "reversed", _("Reversed")


class AccountRole(models.TextChoices):
    DEBTOR = "debtor", _("Debtor")
    CO_DEBTOR = "co_debtor", _("Co-debtor")
    GUARANTOR = "guarantor", _("Guarantor")
    PAYER = "payer", _("Payer")


class Bucket(models.TextChoices):
    """Classes of days past due."""

    CURRENT = "0", _("Not overdue")
    DAYS_1_30 = "1-30", _("1–30 days overdue")
    DAYS_31_60 = "31-60", _("31–60 days overdue")
    DAYS_61_90 = "61-90", _("61–90 days overdue")
    DAYS_OVER_90 = "90+", _("More than 90 days overdue")
