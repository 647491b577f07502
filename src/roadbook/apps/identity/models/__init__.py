"""Users and roles, what is asked of them, their sessions, and the keys of programs that act for them."""

from .access import AccessPolicy, SignIn, TemplateRole, UserTemplate
from .keys import ApiKey
from .users import Assignment, User, UserManager

__all__ = [
    "AccessPolicy",
    "ApiKey",
    "Assignment",
    "SignIn",
    "TemplateRole",
    "User",
    "UserManager",
    "UserTemplate",
]
