"""Demo mode: a login for each role, with a password of this run, shown on the sign-in page; loopback only."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def require_loopback(hosts: list[str]) -> None:
    """Refuse to start: logins that everybody can read belong on this machine only.

    :raises ImproperlyConfigured: demo mode would answer to another host name.
    """
    if foreign := set(hosts) - LOOPBACK:
        raise ImproperlyConfigured(f"demo mode answers on loopback only, not on {', '.join(sorted(foreign))}")


def new_password() -> str:
    """A password for this run of the demo."""
    return "-".join(secrets.token_hex(2) for _n in range(3))


def set_passwords(password: str) -> None:
    """Let everybody of the demo book sign in with this password."""
    from django.contrib.auth.hashers import make_password

    from roadbook.apps.identity.models import User

    User.objects.update(password=make_password(password), is_password_temporary=False)


def logins(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``demo_logins`` on the sign-in page of demo mode, nothing anywhere else."""
    match = request.resolver_match
    if not settings.DEMO or not settings.DEMO_PASSWORD or match is None or match.url_name != "account_login":
        return {}
    from roadbook.apps.identity.models import Assignment

    rows = Assignment.objects.select_related("user", "company").order_by("company_id", "pk")
    firsts = {row.user_id: row for row in reversed(rows)}
    shown = sorted(firsts.values(), key=lambda row: row.pk)
    return {
        "demo_password": settings.DEMO_PASSWORD,
        "demo_logins": [
            {
                "email": row.user.email,
                "name": row.user.name,
                "role": row.get_role_display(),
                "company": row.company.code,
                "password": settings.DEMO_PASSWORD,
            }
            for row in shown
        ],
    }
