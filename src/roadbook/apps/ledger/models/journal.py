"""Months and the journal. It knows no business nouns, only keys."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.money import CurrencyField, MoneyField
from roadbook.kit.triggers import append_only, no_more_once

from .chart import BooksQuerySet, GLAccount


class Period(models.Model):
    """A month of a company's books. Closed ones accept nothing."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="periods")
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("closed by")
    )

    objects = BooksQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "year", "month"], name="period_once_per_company"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="period_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


@no_more_once("period", "closed_at")
@append_only
class JournalRow(models.Model):
    """One movement between two accounts: balanced by construction. ``source`` and ``leg`` are its idempotency key.

    ``event_key`` is shared by all rows of one act; ``account_id`` and ``charge_id`` are plain keys of receivables.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="rows")
    debit = models.ForeignKey(GLAccount, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(GLAccount, on_delete=models.PROTECT, related_name="credits")
    amount = MoneyField()
    currency = CurrencyField()
    value_on = models.DateField()
    booked_on = models.DateField()
    booked_at = models.DateTimeField()
    event_key = models.CharField(max_length=80)
    account_id = models.BigIntegerField(null=True)
    charge_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=80)
    leg = models.PositiveSmallIntegerField(default=0)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    objects = BooksQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "leg"], name="journal_row_once_per_source_and_leg"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="journal_amount_is_above_zero"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="journal_row_touches_two_accounts"),
            models.CheckConstraint(condition=Q(value_on__lte=F("booked_on")), name="journal_value_date_is_not_ahead"),
        ]
        indexes = [
            models.Index(fields=["account_id", "id"], name="journal_by_account"),
            models.Index(fields=["company", "booked_on"], name="journal_by_booking"),
            models.Index(fields=["booked_on", "id"], name="journal_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.leg}"
