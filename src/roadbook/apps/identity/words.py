"""What the audit log calls the acts and things of users, roles, sessions and keys."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

from .enums import Permission, Role

USER, KEY = "identity.user", "identity.apikey"
ROLES = {str(value): label for value, label in Role.choices}
PERMISSIONS = {str(value): label for value, label in Permission.choices}


def _role(given: Any) -> str:
    return str(ROLES.get(str(given), given))


def _scopes(given: Any) -> str:
    listed = given if isinstance(given, list) else [given]
    return ", ".join(str(PERMISSIONS.get(str(one), one)) for one in listed)


audit.name_subject(USER, _("User"), "identity:user_show", audit.titles_from(USER, "name"))
audit.name_subject(KEY, _("API key"), titles=audit.titles_from(KEY, "name"))
audit.name_actions(
    USER,
    {
        "add": _("User added"),
        "assign": _("Role given"),
        "unassign": _("Role taken away"),
        "deactivate": _("User deactivated"),
        "reactivate": _("User reactivated"),
        "reset_password": _("One-time password made"),
        "change_password": _("Password changed"),
        "change_preferences": _("Preferences changed"),
        "sign_in": _("Signed in"),
        "sign_in_refused": _("Sign-in refused"),
        "sign_out_elsewhere": _("Signed out everywhere else"),
    },
)
audit.name_actions("identity.key", {"create": _("API key made"), "revoke": _("API key revoked")})
audit.name_field(USER, "role", _("Role"), _role)
audit.name_field(KEY, "scopes", _("What it may do"), _scopes)
audit.name_fields(USER, {"branch": _("Branch"), "email": _("E-mail")})
