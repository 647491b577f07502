"""What undoes or takes out money that arrived. Rows are added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadbook.kit.money import MoneyField
from roadbook.kit.triggers import append_only

from .payments import Payment


@append_only
class PaymentReversal(models.Model):
    """The payment is none any more as of ``value_on``. Its allocations have counter rows; nothing of it is left."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="reversal")
    reason = models.CharField(max_length=200)
    value_on = models.DateField()
    booked_on = models.DateField()
    reversed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reversed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="payment_reversal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(value_on__lte=F("booked_on")), name="payment_reversal_value_date_is_not_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} reversed on {self.value_on}"


@append_only
class Withdrawal(models.Model):
    """The part of what a payment left that was set aside to be paid back; a counter row below zero gives it back.

    ``source`` is the plain key of what it was set aside for.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="withdrawals")
    amount = MoneyField()
    source = models.CharField(max_length=80)
    value_on = models.DateField()
    booked_on = models.DateField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverses__isnull=True) | Q(amount__lt=0, reverses__isnull=False),
                name="withdrawal_is_above_zero_or_gives_one_back",
            ),
            models.UniqueConstraint(
                fields=["source", "payment"],
                condition=Q(reverses__isnull=True),
                name="withdrawal_once_per_source_and_payment",
            ),
            models.CheckConstraint(
                condition=Q(value_on__lte=F("booked_on")), name="withdrawal_value_date_is_not_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount} of payment {self.payment_id}"
