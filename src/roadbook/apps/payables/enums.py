"""What we owe, how it is paid out, and where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BillKind(models.TextChoices):
    REFUND = "refund", _("Refund to a client")


class PayoutChannel(models.TextChoices):
    """How money leaves the house; the books have an account for each."""

    BANK = "bank", _("Bank transfer")
    CASH = "cash", _("Cash")


class BillState(models.TextChoices):
    DRAFT = "draft", _("To be approved")
    APPROVED = "approved", _("To be paid")
    PAID = "paid", _("Paid out")
    CANCELLED = "cancelled", _("Cancelled")


class BillEvent(models.TextChoices):
    APPROVE = "approve", _("Approve")
    CHANGE = "change", _("Change")
    PAY = "pay", _("Record the payout")
    CANCEL = "cancel", _("Cancel")
