"""What the audit log calls the acts and things of users, roles, sessions and keys."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

from .enums import Permission, Role, SecondFactor

USER, KEY, TEMPLATE = "identity.user", "identity.apikey", "identity.usertemplate"
ROLES = {str(value): label for value, label in Role.choices}
PERMISSIONS = {str(value): label for value, label in Permission.choices}


def _role(given: Any) -> str:
    return str(ROLES.get(str(given), given))


def _role_list(given: Any) -> str:
    return ", ".join(_role(one) for one in given)


def _places(given: Any) -> str:
    """``broker@SOF`` as Broker (SOF)."""
    pairs = [str(one).partition("@") for one in given]
    return ", ".join(f"{_role(role)} ({place})" if place else _role(role) for role, _at, place in pairs)


def _second_factor(given: Any) -> str:
    return str(dict(SecondFactor.choices).get(str(given), given))


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
        "end_session": _("Sessions ended"),
        "limit": _("Last day of a role set"),
        "guessed": _("Very many wrong passwords"),
        "read_much": _("Opened very many records"),
        "probe": _("Asked for many records that are not there"),
    },
)
audit.name_actions(
    "identity.key",
    {
        "create": _("API key made"),
        "rotate": _("API key rotated"),
        "revoke": _("API key revoked"),
        "refuse": _("API key refused from this address"),
    },
)
audit.name_actions(
    "identity.factor",
    {
        "add": _("Second factor added"),
        "remove": _("Second factor removed"),
        "renew": _("Recovery codes renewed"),
        "clear": _("Second factors cleared by an administrator"),
    },
)
audit.name_subject(TEMPLATE, _("Template of users"), "identity:template_edit", audit.titles_from(TEMPLATE, "name"))
audit.name_actions(
    "identity.template", {"save": _("Template of users saved"), "remove": _("Template of users removed")}
)
audit.name_action("identity.policy.change", _("Rules of sign-in changed"))
audit.name_field(USER, "role", _("Role"), _role)
audit.name_field(KEY, "scopes", _("What it may do"), _scopes)
audit.name_fields(
    USER,
    {
        "branch": _("Branch"),
        "email": _("E-mail"),
        "last_day": _("Last day"),
        "sessions": _("Sessions"),
        "count": _("How many"),
        "kind": _("Kind"),
    },
)
audit.name_field(KEY, "replaces", _("Replaces"), str)
audit.name_field(TEMPLATE, "roles", _("Roles"), _places)
audit.name_field("organisation.company", "second_factor", _("Second factor"), _second_factor)
audit.name_field("organisation.company", "roles", _("Roles"), _role_list)
