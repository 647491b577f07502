"""Second factors, by allauth: secrets encrypted, every change in the audit, and whoever must have one is led to it."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.dispatch import receiver
from django.http import HttpRequest

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.models import User
from roadbook.kit import crypto

MUST_ENROL = "must_enrol"
ENCRYPTED = "gAAAA"  # how every token of kit.crypto begins; a plain secret of an app is in capital letters


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth comes without types
    """Secrets of authenticator apps and recovery codes lie encrypted. Who must have a factor keeps the last one."""

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text) if encrypted_text.startswith(ENCRYPTED) else encrypted_text

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        others = queries.counting_factors(user).exclude(pk=authenticator.pk)
        return others.exists() or not rules.second_factor_due(user)


def has_factor(user: User) -> bool:
    """Recovery codes alone are no second factor."""
    return queries.counting_factors(user).exists()


def look_again(request: HttpRequest, user: User) -> None:
    """Note in the session whether the user must set up a second factor before anything else."""
    if rules.second_factor_due(user) and not has_factor(user):
        request.session[MUST_ENROL] = True
    else:
        request.session.pop(MUST_ENROL, None)


@receiver(signals.authenticator_added, dispatch_uid="roadbook-factor-added")
def _added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    actions.note_factor(user=user, act="add", kind=str(authenticator.type))
    look_again(request, user)


@receiver(signals.authenticator_removed, dispatch_uid="roadbook-factor-removed")
def _removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    actions.note_factor(user=user, act="remove", kind=str(authenticator.type))
    look_again(request, user)


@receiver(signals.authenticator_reset, dispatch_uid="roadbook-factor-reset")
def _renewed(user: User, authenticator: Authenticator, **_: Any) -> None:
    actions.note_factor(user=user, act="renew", kind=str(authenticator.type))
