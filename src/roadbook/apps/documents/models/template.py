"""Templates of papers: one of a company for each kind, in four languages, by versions. Else the house's holds."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import DocumentKind, VersionState
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Company

FIRST_LANGUAGE = "bg"
"""The language in which templates are written first; the others follow it."""


class DocumentTemplateQuerySet(ScopedQuerySet):
    view_permission = Permission.TEMPLATE_EDIT

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        """Templates of companies; those of the house belong to nobody and are seen through their kind."""
        return super().visible_to(user, permission).filter(company__isnull=False)

    def locked(self, pk: int) -> DocumentTemplate:
        """The row as it is now, held until the transaction ends."""
        found: DocumentTemplate = self.select_for_update(of=("self",)).get(pk=pk)
        return found


class DocumentTemplate(models.Model):
    """The template of a kind of paper: of one company, or (``company`` is null) the standard one of the house."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind.choices)
    name = models.CharField(_("name"), max_length=100)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DocumentTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind"],
                condition=Q(company__isnull=False),
                name="document_template_once_per_company_and_kind",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(company__isnull=True), name="document_template_once_of_the_house"
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="document_template_by_name")]

    def __str__(self) -> str:
        return self.name


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def visible_to(self, user: Any) -> TemplateVersionQuerySet:
        return self.filter(template__in=DocumentTemplate.objects.visible_to(user))

    def published(self) -> TemplateVersionQuerySet:
        return self.filter(state=VersionState.PUBLISHED)


class TemplateVersion(models.Model):
    """The words of a template in one language. ``follows`` is the revision of the set of languages that it says.

    A version is edited while it is a draft, of which a language has one at most; publishing retires the one before.
    """

    template = models.ForeignKey(DocumentTemplate, on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("number"))
    source = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    follows = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language", "number"], name="template_version_number_once_per_language"
            ),
            models.UniqueConstraint(
                fields=["template", "language"],
                condition=Q(state=VersionState.DRAFT),
                name="template_has_one_draft_per_language",
            ),
            models.UniqueConstraint(
                fields=["template", "language"],
                condition=Q(state=VersionState.PUBLISHED),
                name="template_has_one_published_version_per_language",
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="template_version_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT, published_at__isnull=True)
                | (~Q(state=VersionState.DRAFT) & Q(published_at__isnull=False)),
                name="template_version_beyond_draft_was_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED
