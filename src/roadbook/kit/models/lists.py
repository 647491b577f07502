"""What people keep of lists: saved views, the view that a list opens with, and acts on many rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from .jobs import Job


class SavedView(models.Model):
    """A named address of a list. ``query`` is canonical and names no page; ``table`` is the list's key.

    ``audience`` is whom it is shared with, a code that the context of users understands; empty means nobody.
    ``is_default`` opens the list with this view for everybody in the audience who has not chosen otherwise.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    audience = models.CharField(max_length=60, blank=True)
    company_id = models.BigIntegerField(null=True)
    is_default = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "table", "name"], name="view_named_once_by_its_owner"),
            models.UniqueConstraint(
                fields=["table", "audience"],
                condition=Q(is_default=True),
                name="view_default_once_per_audience",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="view_has_a_name"),
            models.CheckConstraint(condition=Q(is_default=False) | ~Q(audience=""), name="view_default_is_shared"),
        ]
        indexes = [models.Index(fields=["table", "audience"], name="view_by_audience")]

    def __str__(self) -> str:
        return self.name


class OpeningView(models.Model):
    """What a list opens with for one user: a view, or with ``view`` empty all rows, whatever the audience's default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=60)
    view = models.ForeignKey(SavedView, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "table"], name="opening_view_once_per_list")]

    def __str__(self) -> str:
        return f"{self.table}: {self.view_id}"


class BulkRun(models.Model):
    """An act on every row that an address finds, run by a job. ``cursor`` is the last row that was tried.

    Rows above ``last_id`` came after the preview and are left alone. ``refused`` lists the first rows that the act
    refused, with the reason; ``reasons`` counts all of them by reason.
    """

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="bulk_run")
    table = models.CharField(max_length=60)
    action = models.CharField(max_length=40)
    query = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    last_id = models.BigIntegerField()
    cursor = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.table} {self.action}"

    @cached_property
    def failed(self) -> int:
        """How many rows were refused."""
        counts: dict[str, Any] = self.reasons
        return sum(counts.values())
