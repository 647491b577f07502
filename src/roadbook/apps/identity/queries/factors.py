"""Second factors that count, and what was lately done to a user."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from roadbook.apps.identity.models import User
from roadbook.kit import audit
from roadbook.kit.models import AuditEntry

COUNTED = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def counting_factors(user: User) -> QuerySet[Any]:
    """Apps and passkeys of a user. Recovery codes alone are no second factor."""
    found: QuerySet[Any] = Authenticator.objects.filter(user=user, type__in=COUNTED)
    return found


def acts_on(person: User) -> QuerySet[AuditEntry]:
    """The entries of the audit log about a user, newest first. The caller has checked who may see the user."""
    return AuditEntry.objects.filter(subject=audit.key(person)).order_by("-pk")
