"""Where scans of identity documents may be kept at all. Without a row: nowhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Branch, Company


class IdScanPermitQuerySet(ScopedQuerySet):
    view_permission = Permission.COMPANY_VIEW


class IdScanPermit(models.Model):
    """Identity scans are allowed in a company, or in one branch of it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = IdScanPermitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(branch__isnull=True), name="id_scan_permit_once_per_company"
            ),
            models.UniqueConstraint(
                fields=["branch"], condition=Q(branch__isnull=False), name="id_scan_permit_once_per_branch"
            ),
        ]

    def __str__(self) -> str:
        return str(self.branch or self.company)
