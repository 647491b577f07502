"""Which records somebody opened last."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RecentRecord(models.Model):
    """A record of a source of the palette, by its plain key; it cascades with nothing and is thinned out."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=30)
    row_id = models.BigIntegerField()
    visited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "source", "row_id"], name="recent_record_once_per_user")]
        indexes = [models.Index(fields=["user", "-visited_at"], name="recent_record_by_user")]

    def __str__(self) -> str:
        return f"{self.source} {self.row_id}"
