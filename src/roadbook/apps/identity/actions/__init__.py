"""Every write to users, assignments, templates, sessions, second factors and API keys."""

from .assigning import UserRefused, assign, copy_roles, end_assignment, end_due
from .factors import note_factor, remove_factors, set_policy
from .keys import KeyRefused, create_key, networks, revoke_key, rotate_key, secret_hash, use_key, works_from
from .opening import first_roles, forget_first_roles
from .sessions import (
    close_session,
    end_session,
    end_sessions,
    note_seen,
    note_sign_in,
    note_sign_in_refused,
    open_session,
    sign_out_elsewhere,
)
from .templates import TemplateRefused, remove_template, save_template
from .users import (
    PREFERENCES,
    add_user,
    add_user_from_template,
    change_preferences,
    deactivate_user,
    one_time_password,
    reactivate_user,
    reset_password,
    set_password,
)
from .watching import mark_alerts_read, note_guessing, note_missing, note_opening

__all__ = [
    "PREFERENCES",
    "KeyRefused",
    "TemplateRefused",
    "UserRefused",
    "add_user",
    "add_user_from_template",
    "assign",
    "change_preferences",
    "close_session",
    "copy_roles",
    "create_key",
    "deactivate_user",
    "end_assignment",
    "end_due",
    "end_session",
    "end_sessions",
    "first_roles",
    "forget_first_roles",
    "mark_alerts_read",
    "networks",
    "note_factor",
    "note_guessing",
    "note_missing",
    "note_opening",
    "note_seen",
    "note_sign_in",
    "note_sign_in_refused",
    "one_time_password",
    "open_session",
    "reactivate_user",
    "remove_factors",
    "remove_template",
    "reset_password",
    "revoke_key",
    "rotate_key",
    "save_template",
    "secret_hash",
    "set_password",
    "set_policy",
    "sign_out_elsewhere",
    "use_key",
    "works_from",
]
