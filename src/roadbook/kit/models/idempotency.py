"""Answers that were given to a request with a key, to be given again when it is repeated."""

from __future__ import annotations

from django.db import models

from roadbook.kit.crypto import EncryptedTextField


class IdempotencyRecord(models.Model):
    """``scope`` is whose key it is, ``route`` which act. ``status`` is null while the first try is running.

    ``claimed_at`` tells the tries of one key apart: who finishes must still hold the claim that it began with.
    """

    scope = models.CharField(max_length=80)
    route = models.CharField(max_length=120)
    key = models.CharField(max_length=100)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = EncryptedTextField(blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["claimed_at"], name="idempotency_by_age")]
        constraints = [models.UniqueConstraint(fields=["scope", "route", "key"], name="idempotency_key_used_once")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
