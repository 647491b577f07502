"""The role that whoever opens a company gets in it, and its end where the company is taken back by an import."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import Assignment
from roadbook.kit import audit
from roadbook.kit.models import AuditEntry

from .assigning import touch

COMPANY = "organisation.company:"


def first_roles() -> Q:
    """Which assignments nobody gave: the running administration that the house itself wrote down for who opened."""
    opened = AuditEntry.objects.filter(
        action="organisation.company.create", company_id=OuterRef("company_id"), actor_id=OuterRef("user_id")
    )
    given = AuditEntry.objects.filter(
        action="identity.user.assign",
        actor_id__isnull=True,
        company_id=OuterRef("company_id"),
        subject=Concat(Value("identity.user:"), Cast(OuterRef("user_id"), CharField())),
    )
    return Q(
        Exists(opened),
        Exists(given),
        role=Role.ADMINISTRATOR,
        branch__isnull=True,
        ended_at__isnull=True,
        last_day__isnull=True,
    )


@transaction.atomic
def forget_first_roles(subjects: Sequence[str]) -> None:
    """Remove these roles in the companies among these plain keys: the companies go in the same transaction."""
    companies = [int(one.removeprefix(COMPANY)) for one in subjects if one.startswith(COMPANY)]
    for row in Assignment.objects.filter(first_roles(), company__in=companies).select_related("user").order_by("pk"):
        changes = {"role": [row.role, None]}
        audit.record(
            action="identity.user.unassign", subject=row.user, by=None, company_id=row.company_id, changes=changes
        )
        touch(row.user)
        row.delete()
