"""Steps that several tests of access take."""

from __future__ import annotations

from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity import actions
from roadbook.apps.identity.models import User, UserTemplate

PASSWORD = "a password of its own"


def template(company, *roles: tuple[str, object], name="Broker in Sofia", by=None) -> UserTemplate:
    return actions.save_template(company=company, name=name, roles=roles, by=by)


def held(user: User) -> set[tuple[str, int | None]]:
    return {(one.role, one.branch_id) for one in user.assignments.filter(ended_at=None)}


def sign_in(**more: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": "broker@example.com", "password": PASSWORD, **more})
    return client


def with_app(user: User) -> str:
    """Give the user an authenticator app; returns its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
