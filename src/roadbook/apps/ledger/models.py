"""The books: chart, posting rules, periods and the journal. Knows no business nouns, only keys."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.money import CurrencyField, MoneyField
from roadbook.kit.triggers import append_only

from .enums import GLKind, Purpose


class BooksQuerySet(ScopedQuerySet):
    """What belongs to the books of the companies that the user may look into."""

    view_permission = Permission.LEDGER_VIEW


class GLAccount(models.Model):
    """One account of a company's chart."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="gl_accounts")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=GLKind.choices)
    purpose = models.CharField(max_length=40, choices=Purpose.choices)

    objects = BooksQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="gl_code_once_per_company")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The company's own name for it, or what it is for in the reader's language."""
        return self.name or self.get_purpose_display()


class PostingRule(models.Model):
    """Which two accounts a movement of this event, product kind and charge kind touches. Blank: it has none."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="posting_rules")
    event = models.CharField(max_length=40)
    product_kind = models.CharField(max_length=30, blank=True)
    charge_kind = models.CharField(max_length=30, blank=True)
    debit = models.ForeignKey(GLAccount, on_delete=models.PROTECT, related_name="+")
    credit = models.ForeignKey(GLAccount, on_delete=models.PROTECT, related_name="+")

    objects = BooksQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "event", "product_kind", "charge_kind"], name="posting_rule_is_one_per_case"
            ),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_rule_touches_two_accounts"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.event, self.product_kind, self.charge_kind) if part)


class Period(models.Model):
    """A month of a company's books. Closed ones accept nothing."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="periods")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "year", "month"], name="period_once_per_company"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="period_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


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
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.leg}"
