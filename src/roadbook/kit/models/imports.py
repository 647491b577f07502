"""Files that people bring in: the batch, its rows, and the profiles that remember how columns were mapped."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.kit.crypto import EncryptedTextField


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")


class RowState(models.TextChoices):
    NEW = "new", _("New")
    DUPLICATE = "duplicate", _("Already there")
    CONFLICT = "conflict", _("Differs")
    ERROR = "error", _("Error")
    DONE = "done", _("Imported")
    UNDONE = "undone", _("Undone")


class ImportBatch(models.Model):
    """One uploaded file on its way through an importer. ``company_id`` is null where rows belong to no one company.

    ``reading`` is how the file is read (``tabular.Reading``), ``mapping`` leads from the place of a column to a field,
    ``counts`` says how many rows are in which state. ``file`` is its name in the vault, empty once erased.
    """

    importer = models.CharField(max_length=60)
    company_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    file = models.CharField(max_length=80, blank=True)
    file_name = models.CharField(_("file"), max_length=255)
    file_size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField()
    sheets = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    takes_changes = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    job = models.ForeignKey("kit.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("uploaded"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="import_by_time"),
            models.Index(fields=["importer", "company_id", "-created_at"], name="import_by_company"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a file. ``content`` (cells, problems) is encrypted, and erased with the file after some weeks.

    ``key`` is a keyed hash of what makes the row's thing the same thing; ``subject`` names what came of the row;
    ``place`` says where it comes when rows are taken in another order than the file's.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState.choices)
    fields = models.CharField(max_length=400, blank=True)
    key = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=20, blank=True, default="")
    subject = models.CharField(max_length=80, blank=True)
    is_new = models.BooleanField(default=False)
    content = EncryptedTextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        indexes = [
            models.Index(fields=["batch", "state", "number"], name="import_row_by_state"),
            models.Index(fields=["batch", "key"], name="import_row_by_key", condition=~Q(key="")),
            models.Index(fields=["batch", "state", "place", "number"], name="import_row_by_place"),
            models.Index(fields=["subject"], name="import_row_by_subject", condition=~Q(subject="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once_per_batch"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="import_row_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}, {self.line}"


class ImportProfile(models.Model):
    """How somebody mapped the columns of a file with this header. ``key`` says whose, for what, over which header."""

    key = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    takes_changes = models.BooleanField(default=False)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
