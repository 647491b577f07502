"""Who may see and change a company.

Users and roles live above organisation (identity), so the answer is asked of a policy that identity installs when it is
ready. Without a policy nobody but the machine may do anything.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from roadbook.kit.errors import Forbidden

VIEW, EDIT, CLOSE_DAY, REVEAL = "company.view", "company.edit", "day.close", "party.reveal"


class Policy(Protocol):
    def may(self, user: Any, permission: str, company_id: int | None) -> bool:
        """``company_id=None`` asks whether the user may do it for a company that does not exist yet."""

    def company_ids(self, user: Any, permission: str) -> Collection[int]:
        """The companies in which the user holds the permission."""


class Nobody:
    """The policy before identity is ready: refuse."""

    def may(self, user: Any, permission: str, company_id: int | None) -> bool:  # noqa: ARG002 - Policy's signature
        return False

    def company_ids(self, user: Any, permission: str) -> Collection[int]:  # noqa: ARG002 - Policy's signature
        return ()


_policy: list[Policy] = [Nobody()]


def install(policy: Policy) -> None:
    _policy[:] = [policy]


def policy() -> Policy:
    return _policy[0]


def require(by: Any, permission: str, *, company_id: int | None) -> None:
    """Let the machine (``by=None``) and those who hold the permission pass.

    :raises Forbidden: the user does not hold the permission in this company.
    """
    if by is not None and not policy().may(by, permission, company_id):
        raise Forbidden(_("Your role does not allow this in this company."))
