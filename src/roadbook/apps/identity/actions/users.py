"""Writes to users: adding, passwords, preferences, leaving and coming back."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules
from roadbook.apps.identity.enums import SessionEnd
from roadbook.apps.identity.events import UserAdded, UserDeactivated
from roadbook.apps.identity.models import User, UserTemplate
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit
from roadbook.kit.errors import Forbidden
from roadbook.kit.events import publish

from .assigning import UserRefused, give, require_management
from .sessions import end_all

PREFERENCES = ("name", "language", "theme", "density", "has_shortcuts")


@transaction.atomic
def add_user(
    *, by: Any, email: str, name: str, role: str, company: Company, branch: Branch | None = None, language: str = "en"
) -> tuple[User, str]:
    """A new user with a first role, and the password to hand over: it must be changed at the first sign-in.

    :raises Forbidden: ``by`` does not manage users there.
    :raises UserRefused: the e-mail is in use, or the branch is of another company.
    """
    require_management(by, company, branch)
    user, password = _added(by, email, name, language, company)
    give(user=user, role=role, company=company, branch=branch, by=by)
    publish(UserAdded(user_id=user.pk, company_id=company.pk))
    return user, password


@transaction.atomic
def add_user_from_template(
    *, by: Any, email: str, name: str, template: UserTemplate, language: str = "en"
) -> tuple[User, str]:
    """A new user with every role of a template; the password as in ``add_user``.

    :raises Forbidden: ``by`` does not manage users in every place of the template.
    :raises UserRefused: the e-mail is in use, or the template is empty or removed.
    """
    company = template.company
    roles = list(template.roles.select_related("branch").order_by("pk"))
    if not roles or template.removed_at:
        raise UserRefused(_("This template has no roles."), field="template")
    for one in roles:
        require_management(by, company, one.branch)
    user, password = _added(by, email, name, language, company)
    for one in roles:
        give(user=user, role=one.role, company=company, branch=one.branch, by=by)
    publish(UserAdded(user_id=user.pk, company_id=company.pk))
    return user, password


def _added(by: Any, email: str, name: str, language: str, company: Company) -> tuple[User, str]:
    password = one_time_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, language=language, is_password_temporary=True)
    except IntegrityError as error:
        raise UserRefused(_("Somebody already signs in with this e-mail."), field="email") from error
    told = audit.diff({}, {"email": user.email, "name": name})
    audit.record(action="identity.user.add", subject=user, by=by, company_id=company.pk, personal=told)
    return user, password


def one_time_password() -> str:
    """Four groups of five letters and digits, 80 bits and more, without those that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _n in range(5)) for _group in range(4))


def require_whole(by: Any, user: User) -> None:
    """Pass who manages every company where the user works.

    :raises Forbidden: everybody else.
    """
    decision = rules.may_manage(by, user)
    if not decision:
        raise Forbidden(decision.reason)


@transaction.atomic
def deactivate_user(*, user: User, by: Any) -> None:
    """End the user's access: sessions and API keys stop at once. Twice changes nothing.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    :raises UserRefused: users do not deactivate themselves.
    """
    require_whole(by, user)
    if by is not None and by.pk == user.pk:
        raise UserRefused(_("You cannot deactivate yourself."))
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        user.is_active = False
        end_all(user, SessionEnd.DEACTIVATED)
        audit.record(action="identity.user.deactivate", subject=user, by=by, changes={"is_active": [True, False]})
        publish(UserDeactivated(user_id=user.pk))


@transaction.atomic
def reactivate_user(*, user: User, by: Any) -> None:
    """Let the user sign in again.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    """
    require_whole(by, user)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        audit.record(action="identity.user.reactivate", subject=user, by=by, changes={"is_active": [False, True]})


@transaction.atomic
def reset_password(*, user: User, by: Any) -> str:
    """A new one-time password to hand over; every session of the user ends.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    """
    require_whole(by, user)
    password = one_time_password()
    user.set_password(password)
    user.is_password_temporary = True
    user.save(update_fields=["password", "is_password_temporary"])
    end_all(user, SessionEnd.PASSWORD)
    audit.record(action="identity.user.reset_password", subject=user, by=by)
    return password


@transaction.atomic
def set_password(*, user: User, password: str, session_key: str = "") -> None:
    """The user chose a password of their own; it has passed the validators. Every session but this one ends."""
    user.set_password(password)
    user.is_password_temporary = False
    user.save(update_fields=["password", "is_password_temporary"])
    end_all(user, SessionEnd.PASSWORD, but=session_key)
    audit.record(action="identity.user.change_password", subject=user, by=user)


@transaction.atomic
def change_preferences(*, user: User, **values: Any) -> None:
    """The user's own choices among ``PREFERENCES``."""
    unknown = set(values) - set(PREFERENCES)
    if unknown:
        raise TypeError(f"not a preference: {sorted(unknown)}")
    changes = audit.diff({name: getattr(user, name) for name in values}, values)
    if not changes:
        return
    User.objects.filter(pk=user.pk).update(**values)
    for name, value in values.items():
        setattr(user, name, value)
    personal = {name: changes.pop(name) for name in ("name",) if name in changes}
    audit.record(
        action="identity.user.change_preferences", subject=user, by=user, changes=changes, personal=personal or None
    )
