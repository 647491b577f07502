"""Bills: what we owe to somebody, who proposed it, who approved it, what was paid."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.apps.payables.enums import BillKind, BillState, PayoutChannel
from roadbook.apps.receivables.models import Account
from roadbook.kit.money import CurrencyField, MoneyField
from roadbook.kit.search import TrigramIndex

PAYLOAD = (
    *("id", "revision", "kind", "account_id", "payee_id", "payee_name", "payee_account", "amount", "currency"),
    *("channel", "reason"),
)
"""What is approved and what is paid: the fields whose hash must be the same."""


class BillQuerySet(ScopedQuerySet):
    view_permission = Permission.BILL_VIEW
    branch_path = "branch_id"

    def locked(self, pk: int) -> Bill:
        """The bill, read under its lock. On SQLite the write transaction itself is the lock."""
        row: Bill = self.select_for_update(of=("self",), no_key=True).select_related("company", "account").get(pk=pk)
        return row


class Bill(models.Model):
    """``made_by`` gave it its present contents (``revision`` counts them, ``amount_revision``
    is the one that set the amount); nobody approves what he made himself.

    ``approved_hash`` and ``paid_hash`` are SHA-256 over ``payload``, when it was approved and when it was paid.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=BillKind.choices)
    state = models.CharField(max_length=10, choices=BillState.choices, default=BillState.DRAFT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    payee_name = models.CharField(max_length=200)
    payee_account = models.CharField(max_length=34, blank=True)
    amount = MoneyField()
    currency = CurrencyField()
    channel = models.CharField(max_length=8, choices=PayoutChannel.choices)
    reason = models.CharField(max_length=200)
    revision = models.PositiveIntegerField(default=1)
    amount_revision = models.PositiveIntegerField(default=1)
    drafted_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    paid_on = models.DateField(null=True)
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True)
    paid_hash = models.CharField(max_length=64, blank=True)
    payout_reference = models.CharField(max_length=140, blank=True)
    search_text = models.TextField(blank=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="bill_number_once_per_company"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bill_amount_is_above_zero"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(made_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="bill_is_approved_by_another_than_its_maker",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"], approved_hash="")
                | Q(state__in=["approved", "paid"], approved_by__isnull=False) & ~Q(approved_hash=""),
                name="bill_to_be_paid_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False, paid_hash=F("approved_hash"))
                | ~Q(state="paid") & Q(paid_on__isnull=True, paid_hash=""),
                name="bill_paid_is_what_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(channel="bank") | ~Q(payee_account=""), name="bill_by_bank_names_an_account"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "id"], name="bill_by_account"),
            models.Index(fields=["number", "id"], name="bill_by_number"),
            models.Index(fields=["amount", "id"], name="bill_by_amount"),
            models.Index(fields=["payee_name", "id"], name="bill_by_payee"),
            models.Index(fields=["drafted_on", "id"], name="bill_by_draft_date"),
            models.Index(fields=["paid_on", "id"], name="bill_by_payout_date"),
            models.Index(fields=["state", "id"], name="bill_grouped_by_state"),
            TrigramIndex(fields=["search_text"], name="bill_by_text"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def source(self) -> str:
        """The key under which receivables has set the amount aside."""
        return f"payables:bill:{self.pk}:{self.amount_revision}"

    @property
    def payload(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in PAYLOAD}

    @property
    def payload_hash(self) -> str:
        text = json.dumps(self.payload, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
