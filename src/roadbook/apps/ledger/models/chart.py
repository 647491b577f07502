"""The chart of accounts and the rules that say which of them a movement touches."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.ledger.enums import GLKind, Purpose
from roadbook.apps.organisation.models import Company

FIRST_DAY = date(2000, 1, 1)
"""From when the rules of the standard chart hold."""


class BooksQuerySet(ScopedQuerySet):
    """What belongs to the books of the companies that the user may look into."""

    view_permission = Permission.LEDGER_VIEW


class GLAccount(models.Model):
    """One account of a company's chart. A closed one is touched by no rule any more; its history stays."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="gl_accounts")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=GLKind.choices)
    purpose = models.CharField(_("purpose"), max_length=40, choices=Purpose.choices, blank=True)
    is_open = models.BooleanField(_("in use"), default=True)

    objects = BooksQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="gl_code_once_per_company"),
            models.CheckConstraint(condition=~Q(purpose="", name=""), name="gl_account_has_a_name_or_a_purpose"),
        ]
        indexes = [models.Index(fields=["code", "id"], name="gl_account_by_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The company's own name for it, or what it is for in the reader's language."""
        return self.name or self.get_purpose_display()

    @property
    def is_proved(self) -> bool:
        """Whether positions are proved by what stands here, so that nothing of another purpose takes its place."""
        return self.purpose in self.proved_purposes()

    @staticmethod
    def proved_purposes() -> list[str]:
        return [one for one in Purpose if one.is_proved]


class PostingRule(models.Model):
    """Which two accounts a movement of this event, product kind and charge kind touches. Blank: it has none.

    It holds for what is booked from ``effective_on`` until a later rule of the same case takes its place.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="posting_rules")
    event = models.CharField(_("event"), max_length=40)
    product_kind = models.CharField(_("product"), max_length=30, blank=True)
    charge_kind = models.CharField(_("charge"), max_length=30, blank=True)
    debit = models.ForeignKey(GLAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("debits"))
    credit = models.ForeignKey(GLAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("credits"))
    effective_on = models.DateField(_("in force from"), default=FIRST_DAY)

    objects = BooksQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "event", "product_kind", "charge_kind", "effective_on"],
                name="posting_rule_is_one_per_case_and_day",
            ),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_rule_touches_two_accounts"),
        ]
        indexes = [
            models.Index(fields=["event", "id"], name="posting_rule_by_event"),
            models.Index(fields=["effective_on", "id"], name="posting_rule_by_day"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.event, self.product_kind, self.charge_kind) if part)
