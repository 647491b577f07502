"""Charges: what is owed."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.kit.money import MoneyField

from .accounts import Account


class ChargeQuerySet(ScopedQuerySet):
    view_permission = Permission.PAYMENT_VIEW
    company_path = "account__company_id"
    branch_path = "account__branch_id"

    def open(self) -> ChargeQuerySet:
        """With something still to pay."""
        return self.filter(open__gt=0)

    def charged(self, *, on: date) -> ChargeQuerySet:
        """Debt since the date or before it, due or not."""
        return self.filter(charged_on__lte=on)


class Charge(models.Model):
    """One open item. The amount never changes; ``open`` is what allocations have left of it (I3 compares the two).

    ``label`` is an English message for gettext, with ``label_params``.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="charges")
    product_kind = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=ChargeKind.choices)
    amount = MoneyField()
    open = MoneyField()
    charged_on = models.DateField()
    due_on = models.DateField()
    source = models.CharField(max_length=80, unique=True)
    label = models.CharField(max_length=120)
    label_params = models.JSONField(default=dict)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_amount_is_above_zero"),
            models.CheckConstraint(
                condition=Q(open__gte=0) & Q(open__lte=F("amount")), name="charge_open_is_within_its_amount"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "due_on"], name="charge_open_by_account", condition=Q(open__gt=0)),
            models.Index(fields=["due_on"], name="charge_open_by_due_date", condition=Q(open__gt=0)),
            models.Index(fields=["account", "id"], name="charge_by_account"),
            models.Index(fields=["due_on", "id"], name="charge_by_due_date"),
            models.Index(fields=["charged_on", "id"], name="charge_by_charge_date"),
            models.Index(fields=["amount", "id"], name="charge_by_amount"),
            models.Index(fields=["open", "id"], name="charge_by_open_part"),
            models.Index(fields=["kind", "id"], name="charge_grouped_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.amount}"

    @property
    def title(self) -> str:
        """The label in the reader's language."""
        return gettext(self.label) % self.label_params if self.label_params else gettext(self.label)

    @property
    def settled(self) -> int:
        return self.amount - self.open
