"""Attached files: what somebody brought for a client, a vehicle, a contract."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from roadbook.apps.documents.enums import EXPIRING, AttachmentKind, AttachmentState, LegalBasis, ScanState
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet, scope
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline import rules as timeline

OPEN_SCANS = (ScanState.NOT_SCANNED, ScanState.CLEAN)


class AttachmentQuerySet(ScopedQuerySet):
    view_permission = Permission.DOCUMENT_VIEW

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        """Live files of subjects that the user may see. Photos and own uploads need no permission to see documents.

        Scans of identity documents are for those who may see whole numbers.
        """
        return self.live().filter(self.allowed(user, permission), _subject_seen(user))

    def live(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def about(self, subject: str) -> Self:
        """The live files of one subject, by its key."""
        kind, _colon, pk = subject.partition(":")
        return self.live().filter(subject_kind=kind, subject_pk=int(pk))

    @classmethod
    def allowed(cls, user: Any, permission: str | None = None) -> Q:
        """What the user's roles open of a subject that they may see."""
        seen = Q(company_id__in=scope(user, permission or cls.view_permission).any_company_ids)
        own = Q(kind=AttachmentKind.PHOTO) | Q(uploaded_by_id=getattr(user, "pk", None))
        brought = own & Q(company_id__in=scope(user, Permission.FILE_ATTACH).any_company_ids)
        revealed = Q(company_id__in=scope(user, Permission.PARTY_REVEAL).any_company_ids)
        return (seen | brought) & (~Q(kind=AttachmentKind.ID_SCAN) | revealed)


def _subject_seen(user: Any) -> Q:
    """The subject is one that the user may see: each kind of subject asks its own table."""
    seen = Q(pk__in=[])
    for kind, rows in timeline.visible_rows(user):
        seen |= Q(Exists(rows.filter(pk=OuterRef("subject_pk"))), subject_kind=kind)
    return seen


class Attachment(models.Model):
    """One file about one subject (``subject_kind``, ``subject_pk``). Its bytes lie below ``path`` until ``erased_at``.

    ``uploaded_sha256`` is the hash of what was sent, by which a second copy is known; ``sha256`` that of what we keep
    (a picture is written anew); ``stored_sha256`` that of the bytes on the disk, sealed for identity scans.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_pk = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=AttachmentKind.choices)
    name = models.CharField(max_length=150)
    note = models.CharField(max_length=300, blank=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    uploaded_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    stored_sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=100)
    is_sealed = models.BooleanField(default=False)
    scan = models.CharField(max_length=12, choices=ScanState.choices)
    scan_note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AttachmentState.choices, default=AttachmentState.NEW)
    state_reason = models.CharField(max_length=300, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    legal_basis = models.CharField(max_length=10, choices=LegalBasis.choices, blank=True)
    expires_on = models.DateField(null=True)
    keep_until = models.DateField(null=True)
    position = models.PositiveIntegerField(default=0)
    is_main = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_reason = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_pk", "uploaded_sha256"],
                condition=Q(removed_at__isnull=True),
                name="attachment_once_per_subject_and_bytes",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_pk"],
                condition=Q(is_main=True, removed_at__isnull=True),
                name="attachment_one_main_photo_per_subject",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AttachmentKind.ID_SCAN)
                | Q(is_sealed=True, keep_until__isnull=False, legal_basis__in=LegalBasis.values),
                name="attachment_id_scan_is_sealed_with_basis_and_end",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_pk", "-id"], name="attachment_by_subject"),
            models.Index(fields=["uploaded_sha256"], name="attachment_by_upload"),
            models.Index(fields=["path"], name="attachment_by_path"),
            models.Index(fields=["company", "id"], condition=Q(state="new", removed_at=None), name="attachment_new"),
            models.Index(fields=["keep_until"], condition=Q(erased_at=None), name="attachment_by_end"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The key of what the file is about."""
        return f"{self.subject_kind}:{self.subject_pk}"

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def has_pages(self) -> bool:
        """Whether its pages can be shown."""
        return self.is_picture or self.media_type == "application/pdf"

    @property
    def is_id_scan(self) -> bool:
        return self.kind == AttachmentKind.ID_SCAN

    @property
    def is_open(self) -> bool:
        """Whether the bytes are handed out: they are there, and no scanner spoke or is about to speak against them."""
        return self.erased_at is None and self.scan in OPEN_SCANS

    @property
    def may_expire(self) -> bool:
        return self.kind in EXPIRING

    def is_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on
