"""One feed for everything that happens to a party, a vehicle, a contract."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Party

from .enums import EntryKind


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: str) -> EntryQuerySet:
        return self.filter(subject=subject, removed_at__isnull=True)

    def of_party(self, party_id: int) -> EntryQuerySet:
        """What happened to a party, and to whatever else is the party's."""
        return self.filter(party_id=party_id, removed_at__isnull=True)


class Entry(models.Model):
    """``subject`` is a plain key such as ``"leasing.contract:12"``.

    ``title`` is an English message with ``params``, translated when it is read; ``text`` is what a person wrote.
    ``target`` is the key of what the entry leads to, ``audit_id`` the audit entry that holds old and new values.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    title = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_pinned = models.BooleanField(default=False)
    target = models.CharField(max_length=80, blank=True)
    audit_id = models.BigIntegerField(null=True)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_is_known"),
            models.CheckConstraint(condition=~Q(title="", text=""), name="entry_says_something"),
        ]
        indexes = [
            models.Index(fields=["subject", "-at"], name="entry_by_subject"),
            models.Index(fields=["party", "-at"], name="entry_by_party"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
