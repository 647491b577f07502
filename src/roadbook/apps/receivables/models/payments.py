"""Payments and what they settled. Neither is ever changed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.enums import Channel
from roadbook.kit.money import CurrencyField, MoneyField
from roadbook.kit.search import TrigramIndex
from roadbook.kit.triggers import append_only

from .accounts import Account
from .charges import Charge


class PaymentQuerySet(ScopedQuerySet):
    view_permission = Permission.PAYMENT_VIEW
    branch_path = "account__branch_id"

    def standing(self) -> Self:
        """Those that nobody reversed."""
        return self.filter(reversal__isnull=True)


@append_only
class Payment(models.Model):
    """Money that arrived. ``instructions`` are the ids of the charges that the payer or the cashier named."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    payer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    payer_name = models.CharField(max_length=200)
    amount = MoneyField()
    currency = CurrencyField()
    received_on = models.DateField()
    value_on = models.DateField()
    booked_on = models.DateField()
    reference = models.CharField(max_length=140, blank=True)
    instructions = models.JSONField(default=list)
    search_text = models.TextField(blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="payment_number_once_per_company"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_is_above_zero"),
            models.CheckConstraint(condition=Q(value_on__lte=F("booked_on")), name="payment_value_date_is_not_ahead"),
        ]
        indexes = [
            models.Index(fields=["account", "value_on"], name="payment_by_account"),
            models.Index(fields=["value_on", "id"], name="payment_by_value_date"),
            models.Index(fields=["channel", "id"], name="payment_grouped_by_channel"),
            models.Index(fields=["company", "id"], name="payment_grouped_by_company"),
            models.Index(fields=["amount", "id"], name="payment_by_amount"),
            models.Index(fields=["payer_name", "id"], name="payment_by_payer"),
            models.Index(fields=["number", "id"], name="payment_by_number"),
            TrigramIndex(fields=["search_text"], name="payment_by_text"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversal")


@append_only
class Allocation(models.Model):
    """The part of a payment that settled a charge, the rule that chose it and the reasoning (``calc.explain`` data).

    Taken back it stands, and a counter row below zero points at it: sums over both are what is settled now.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="allocations")
    amount = MoneyField()
    rule = models.CharField(max_length=60)
    reason = models.JSONField()
    value_on = models.DateField()
    booked_on = models.DateField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverses__isnull=True) | Q(amount__lt=0, reverses__isnull=False),
                name="allocation_is_above_zero_or_takes_one_back",
            ),
            models.CheckConstraint(
                condition=Q(value_on__lte=F("booked_on")), name="allocation_value_date_is_not_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} -> {self.charge_id}: {self.amount}"

    @property
    def available(self) -> int | None:
        """What was left of the payment before this allocation, minor units."""
        return self._operand("available")

    @property
    def was_open(self) -> int | None:
        """What was open on the charge before this allocation, minor units."""
        return self._operand("open")

    def _operand(self, name: str) -> int | None:
        return next((one["value"] for one in self.reason["operands"] if one["name"] == name), None)

    @property
    def rule_text(self) -> str:
        """The rule in words of the reader's language."""
        if self.rule == "settlement.instruction":
            return gettext("The payer named this item: it goes first.")
        if self.rule == "settlement.reversal":
            return gettext("The payment was reversed: what it settled is owed again.")
        if self.rule == "settlement.waterfall.product":
            return gettext(
                "By the product’s conditions: the oldest due instalment first, its parts in the agreed order."
            )
        return gettext("By law and contract: the oldest due instalment first, its interest before its principal.")
