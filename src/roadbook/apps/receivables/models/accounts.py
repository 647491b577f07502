"""Accounts: all that one subject owes in one currency, and who stands behind it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.enums import AccountRole
from roadbook.kit import text
from roadbook.kit.money import CurrencyField
from roadbook.kit.reading import ById
from roadbook.kit.search import TrigramIndex


class AccountQuerySet(ScopedQuerySet):
    view_permission = Permission.PAYMENT_VIEW
    branch_path = "branch_id"

    def locked(self, pk: int) -> Account:
        """The account, read under its lock. On SQLite the write transaction itself is the lock."""
        return _LOCKED.get(pk)

    def open(self) -> AccountQuerySet:
        return self.filter(closed_on__isnull=True)

    def matching(self, term: str) -> AccountQuerySet:
        """Accounts whose number or whose people's names hold every word of the term."""
        found = self
        for word in text.fold(term).split()[:6]:
            found = found.filter(search_text__icontains=word)
        return found


_LOCKED: ById[Account] = ById(
    lambda pk: Account.objects.select_for_update(of=("self",), no_key=True).select_related("company").filter(pk=pk)
)


class Account(models.Model):
    """``subject`` is the plain key of what it was opened for, ``number`` what people call it by.

    ``last_money_on`` is the latest value date of any money event: nothing may be booked before it. ``waterfall`` are
    kinds of charges in the agreed order of payment; empty is the law of the country.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    currency = CurrencyField()
    subject = models.CharField(max_length=80, unique=True)
    number = models.CharField(max_length=40)
    search_text = models.TextField(blank=True)
    creditor = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    is_on_books = models.BooleanField(default=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    last_money_on = models.DateField(null=True)
    waterfall = models.JSONField(default=list)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="account_closes_after_it_opened",
            ),
        ]
        indexes = [
            models.Index(fields=["number", "company"], name="account_by_number"),
            TrigramIndex(fields=["search_text"], name="account_by_text"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class AccountParty(models.Model):
    """A person or organisation of an account, in one role."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=AccountRole.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "party", "role"], name="account_party_once_per_role")]

    def __str__(self) -> str:
        return f"{self.party} ({self.get_role_display()})"
