"""Answers that were given to a request with a key, to be given again when it is repeated."""

from __future__ import annotations

from django.db import models


class IdempotencyRecord(models.Model):
    """``scope`` is whose key it is (company and caller), ``route`` which act. ``status`` is null while the first try is running."""

    scope = models.CharField(max_length=80)
    route = models.CharField(max_length=120)
    key = models.CharField(max_length=100)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "route", "key"], name="idempotency_key_used_once")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
