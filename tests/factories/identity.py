"""Users with roles for tests, made through actions."""

from __future__ import annotations

from itertools import count
from typing import Any

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Branch, Company

_numbers = count(1)


def user(**fields: Any) -> User:
    """A user without any role."""
    number = next(_numbers)
    return User.objects.create_user(
        fields.pop("email", f"user{number}@example.com"), None, **{"name": f"User {number}", **fields}
    )


def staff(company: Company, *roles: str, branch: Branch | None = None, **fields: Any) -> User:
    """A user with these roles (administrator unless given) in the company, or in one branch of it."""
    one = user(**fields)
    for role in roles or (Role.ADMINISTRATOR,):
        actions.assign(user=one, role=role, company=company, branch=branch, by=None)
    return one


def everything(company: Company) -> User:
    """A user with every role in the company, for tests that are not about access."""
    return staff(company, *Role.values)
