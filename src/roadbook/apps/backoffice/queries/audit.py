"""The audit log, as far as a user may read it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import Assignment
from roadbook.apps.organisation.models import Company
from roadbook.kit.models import AuditEntry


def sees_everything(user: Any, permission: str) -> bool:
    """Does the user hold the permission in every own company of this installation?"""
    return not Company.objects.exclude(pk__in=identity.scope(user, permission).company_ids).exists()


def audit_visible_to(user: Any) -> QuerySet[AuditEntry]:
    """Entries of the companies whose audit the user may see, and what their people did to their own accounts.

    What belongs to no company and nobody (such as failed sign-ins) is for who sees every company.
    """
    companies = identity.scope(user, Permission.AUDIT_VIEW).company_ids
    if sees_everything(user, Permission.AUDIT_VIEW):
        return AuditEntry.objects.all()
    people = Assignment.objects.filter(company_id__in=companies).values("user_id")
    return AuditEntry.objects.filter(Q(company_id__in=companies) | Q(company_id__isnull=True, actor_id__in=people))
