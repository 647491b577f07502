"""Writes about second factors: what a company asks, and removing one that is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from roadbook.apps.identity import rules
from roadbook.apps.identity.enums import Permission, Role, SecondFactor, SessionEnd
from roadbook.apps.identity.models import AccessPolicy, Assignment, User
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit

from .sessions import end_all
from .users import require_whole


@transaction.atomic
def set_policy(*, company: Company, second_factor: str, roles: Sequence[str], by: Any) -> AccessPolicy:
    """What the company asks of its people when they sign in; it counts from their next request on.

    :raises Forbidden: ``by`` does not manage users of the whole company.
    """
    rules.require_company(by, Permission.USER_MANAGE, company.pk)
    policy, _new = AccessPolicy.objects.select_for_update().get_or_create(company=company)
    named = sorted({Role(one) for one in roles}) if second_factor == SecondFactor.ROLES else []
    new = {"second_factor": SecondFactor(second_factor), "roles": [str(one) for one in named]}
    changes = audit.diff({name: getattr(policy, name) for name in new}, new)
    if changes:
        for name, value in new.items():
            setattr(policy, name, value)
        policy.save()
        people = Assignment.objects.filter(company=company, ended_at__isnull=True).values("user_id")
        User.objects.filter(pk__in=people).update(access_epoch=F("access_epoch") + 1)
        audit.record(action="identity.policy.change", subject=company, by=by, company_id=company.pk, changes=changes)
    return policy


def note_factor(*, user: User, act: str, kind: str) -> None:
    """Write to the audit that a user added, removed or renewed a second factor of their own."""
    audit.record(action=f"identity.factor.{act}", subject=user, by=user, changes={"kind": [None, kind]})


@transaction.atomic
def remove_factors(*, user: User, by: Any) -> int:
    """Remove every second factor of a user who lost them, and end their sessions; returns how many there were.

    The user signs in by password alone and, where the company asks for it, must set up a new one at once.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    """
    require_whole(by, user)
    removed = int(Authenticator.objects.filter(user=user).delete()[0])
    if removed:
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        end_all(user, SessionEnd.ADMINISTRATOR)
        audit.record(action="identity.factor.clear", subject=user, by=by, changes={"count": [removed, 0]})
    return removed
