"""Documents: generated files with the data that they were made of."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from roadbook.apps.documents.enums import DocumentKind, PaperFormat
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet, permissions, scope
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.crypto import EncryptedTextField

from .template import TemplateVersion

MEDIA_TYPES = {
    PaperFormat.PDF: "application/pdf",
    PaperFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class DocumentQuerySet(ScopedQuerySet):
    view_permission = Permission.DOCUMENT_VIEW
    branch_path = "branch_id"

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        """Documents that the user may see because they may see documents there, and the subject too."""
        subject = Q(pk__in=[])
        for held in permissions(user):
            where = scope(user, held)
            place = Q(company_id__in=where.company_ids) | Q(branch_id__in=where.branch_ids)
            subject |= Q(subject_permission=held) & place
        return super().visible_to(user, permission).filter(subject)


class Document(models.Model):
    """One stored paper about one subject (a plain key). Template version and data make the same bytes again.

    A paper made from a template of ours keeps its ``version`` and its data as JSON in ``sealed``, because contracts
    carry national numbers; one made from a drawn form (a receipt) keeps ``data``.

    ``subject_permission`` is what one needs to see the subject; who may not see that does not see its papers.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=80)
    subject_permission = models.CharField(max_length=30)
    title = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    template_version = models.CharField(max_length=64)
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, null=True, related_name="documents")
    form = models.CharField(max_length=4, choices=PaperFormat.choices, default=PaperFormat.PDF)
    data = models.JSONField(default=dict)
    sealed = EncryptedTextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "language", "sha256"], name="document_once_per_subject_and_bytes"
            ),
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="document_by_subject")]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return f"{self.title}.{self.form}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[PaperFormat(self.form)]
