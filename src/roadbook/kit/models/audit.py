"""Who did what to which row, when and from where. Append-only; personal values lie in a table that can be erased."""

from __future__ import annotations

from django.db import models

from roadbook.kit.triggers import append_only


@append_only
class AuditEntry(models.Model):
    """One act. ``subject`` is a plain key such as ``"app.model:12"``; no column is a foreign key, nothing cascades."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=40, blank=True)
    company_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    changes = models.JSONField(default=dict)
    values_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_by_subject"),
            models.Index(fields=["company_id", "-id"], name="audit_by_company"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["ip", "-id"], name="audit_by_address"),
            models.Index(fields=["at", "id"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.subject}"


class AuditValues(models.Model):
    """Personal values of an audit entry, old and new. Erasable: the entry keeps only their hash."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="personal")
    values = models.JSONField()

    def __str__(self) -> str:
        return f"values of {self.entry_id}"


@append_only
class AuditBlock(models.Model):
    """A seal over the entries after the block before, up to ``last_id``. Each block carries the hash of the one before.

    ``marks`` holds ``id:digest`` of each entry, shortened: they name the entry when the hash says that one was touched.
    """

    number = models.PositiveBigIntegerField(unique=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    marks = models.TextField()
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"block {self.number}: {self.first_id}..{self.last_id}"
