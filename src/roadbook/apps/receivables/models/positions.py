"""Positions: what an account amounts to today, in one narrow row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roadbook.apps.receivables.enums import Bucket
from roadbook.kit.money import MoneyField

from .accounts import Account


class AccountPosition(models.Model):
    """Sums of an account in its currency, true for ``as_of``; kept by every money act and by the close of day.

    Due before ``as_of`` and unpaid is overdue; ``overdue_other`` is what is neither principal nor interest.
    ``principal_not_due`` is what the journal says, not the plan.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="position")
    principal_not_due = MoneyField(default=0)
    billed_not_due = MoneyField(default=0)
    overdue_principal = MoneyField(default=0)
    overdue_interest = MoneyField(default=0)
    overdue_other = MoneyField(default=0)
    unapplied = MoneyField(default=0)
    days_past_due = models.PositiveIntegerField(default=0)
    bucket = models.CharField(max_length=5, choices=Bucket.choices, default=Bucket.CURRENT)
    oldest_due_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_not_due__gte=0)
                & Q(billed_not_due__gte=0)
                & Q(overdue_principal__gte=0)
                & Q(overdue_interest__gte=0)
                & Q(overdue_other__gte=0)
                & Q(unapplied__gte=0),
                name="position_has_no_negative_sum",
            ),
            models.CheckConstraint(
                condition=Q(oldest_due_on__isnull=True, days_past_due=0)
                | Q(oldest_due_on__isnull=False, days_past_due__gt=0),
                name="position_is_past_due_since_its_oldest_due_date",
            ),
        ]
        indexes = [models.Index(fields=["account"], name="position_with_credit", condition=Q(unapplied__gt=0))]

    def __str__(self) -> str:
        return f"{self.account_id} on {self.as_of}"

    @property
    def overdue(self) -> int:
        return self.overdue_principal + self.overdue_interest + self.overdue_other

    @property
    def owed(self) -> int:
        """What has been charged and not paid, due or not."""
        return self.billed_not_due + self.overdue
