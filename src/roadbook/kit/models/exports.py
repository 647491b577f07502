"""Files that people fetch: one row for each export of a list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExportFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"


class Export(models.Model):
    """A list as it was asked for: ``table`` is its key, ``query`` its address. ``file`` is its name in the vault.

    It belongs to who asked for it, nobody else fetches it, and after ``expires_at`` nobody does.
    """

    table = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    query = models.TextField(blank=True)
    has_all_columns = models.BooleanField(default=False)
    format = models.CharField(max_length=4, choices=ExportFormat.choices)
    language = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=50, default="UTC")
    job = models.OneToOneField("kit.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=80, blank=True)
    file_name = models.CharField(max_length=255)
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [
            models.Index(fields=["created_by", "-id"], name="export_by_owner"),
            models.Index(fields=["expires_at"], name="export_by_expiry", condition=~Q(file="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(format__in=ExportFormat.values), name="export_format_is_known"),
        ]

    def __str__(self) -> str:
        return self.file_name
