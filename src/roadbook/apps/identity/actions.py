"""Every write to users, assignments and API keys."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit, clock
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.events import publish

from . import rules
from .enums import Permission, Role
from .events import UserAdded, UserDeactivated
from .models import ApiKey, Assignment, User

PREFERENCES = ("name", "language", "theme", "density", "has_shortcuts")
USE_IS_NOTED_EVERY = timedelta(minutes=1)


class UserRefused(Refused):
    """The user cannot be added or changed so."""

    code = "user"


class KeyRefused(Refused):
    """The API key cannot be made so."""

    code = "api_key"


@transaction.atomic
def add_user(
    *, by: Any, email: str, name: str, role: str, company: Company, branch: Branch | None = None, language: str = "en"
) -> tuple[User, str]:
    """A new user with a first role, and the password to hand over: it must be changed at the first sign-in.

    :raises Forbidden: ``by`` does not manage users there.
    :raises UserRefused: the e-mail is in use, or the branch is of another company.
    """
    _require_management(by, company, branch)
    password = one_time_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, language=language, is_password_temporary=True)
    except IntegrityError as error:
        raise UserRefused(_("Somebody already signs in with this e-mail."), field="email") from error
    audit.record(
        action="identity.user.add",
        subject=user,
        by=by,
        company_id=company.pk,
        personal=audit.diff({}, {"email": user.email, "name": name}),
    )
    _assign(user=user, role=role, company=company, branch=branch, by=by)
    publish(UserAdded(user_id=user.pk, company_id=company.pk))
    return user, password


def one_time_password() -> str:
    """Four groups of five letters and digits, 80 bits and more, without those that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _n in range(5)) for _group in range(4))


@transaction.atomic
def assign(*, user: User, role: str, company: Company, by: Any, branch: Branch | None = None) -> Assignment:
    """Give a role in a company, or in one branch of it. Given twice, it is the same assignment.

    :raises Forbidden: ``by`` does not manage users there.
    :raises UserRefused: the branch is of another company.
    """
    _require_management(by, company, branch)
    return _assign(user=user, role=role, company=company, branch=branch, by=by)


def _require_management(by: Any, company: Company, branch: Branch | None) -> None:
    if branch is not None and branch.company_id != company.pk:
        raise UserRefused(_("This branch is of another company."), field="branch")
    where = rules.scope(by, Permission.USER_MANAGE)
    if by is None or company.pk in where.company_ids or (branch is not None and branch.pk in where.branch_ids):
        return
    raise Forbidden(_("You do not manage users there."))


def _assign(*, user: User, role: str, company: Company, branch: Branch | None, by: Any) -> Assignment:
    assignment, is_new = Assignment.objects.get_or_create(
        user=user, role=Role(role), company=company, branch=branch, ended_at=None
    )
    rules.forget_assignments(user)
    if is_new:
        changes = {"role": [None, role], "branch": [None, branch.code if branch else None]}
        audit.record(action="identity.user.assign", subject=user, by=by, company_id=company.pk, changes=changes)
    return assignment


@transaction.atomic
def end_assignment(*, assignment: Assignment, by: Any) -> None:
    """Take the role away. Ending it twice changes nothing.

    :raises Forbidden: ``by`` does not manage users there.
    :raises UserRefused: it is the administrator role of ``by``, who would lock the door behind them.
    """
    _require_management(by, assignment.company, assignment.branch)
    if by is not None and assignment.user_id == by.pk and assignment.role == Role.ADMINISTRATOR:
        raise UserRefused(_("Another administrator must take this role away from you."))
    if not Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=clock.now()):
        return
    rules.forget_assignments(assignment.user)
    audit.record(
        action="identity.user.unassign",
        subject=assignment.user,
        by=by,
        company_id=assignment.company_id,
        changes={"role": [assignment.role, None]},
    )


def _require_whole(by: Any, user: User) -> None:
    decision = rules.may_manage(by, user)
    if not decision:
        raise Forbidden(decision.reason)


@transaction.atomic
def deactivate_user(*, user: User, by: Any) -> None:
    """End the user's access: sessions and API keys stop at once. Twice changes nothing.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    :raises UserRefused: users do not deactivate themselves.
    """
    _require_whole(by, user)
    if by is not None and by.pk == user.pk:
        raise UserRefused(_("You cannot deactivate yourself."))
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        user.is_active = False
        audit.record(action="identity.user.deactivate", subject=user, by=by, changes={"is_active": [True, False]})
        publish(UserDeactivated(user_id=user.pk))


@transaction.atomic
def reactivate_user(*, user: User, by: Any) -> None:
    """Let the user sign in again.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    """
    _require_whole(by, user)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        audit.record(action="identity.user.reactivate", subject=user, by=by, changes={"is_active": [False, True]})


@transaction.atomic
def reset_password(*, user: User, by: Any) -> str:
    """A new one-time password to hand over; every session of the user ends.

    :raises Forbidden: ``by`` does not manage every company where the user works.
    """
    _require_whole(by, user)
    password = one_time_password()
    user.set_password(password)
    user.is_password_temporary = True
    user.save(update_fields=["password", "is_password_temporary"])
    audit.record(action="identity.user.reset_password", subject=user, by=by)
    return password


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """The user chose a password of their own; it has passed the validators."""
    user.set_password(password)
    user.is_password_temporary = False
    user.save(update_fields=["password", "is_password_temporary"])
    audit.record(action="identity.user.change_password", subject=user, by=user)


def note_sign_in(*, user: User) -> None:
    """Write a successful sign-in to the audit."""
    audit.record(action="identity.user.sign_in", subject=user, by=user)


def note_sign_in_refused(*, email: str) -> None:
    """Write a failed sign-in to the audit: the e-mail lies with the personal values, the password nowhere."""
    audit.record(
        action="identity.user.sign_in_refused", subject="identity.user:", by=None, personal={"email": [None, email]}
    )


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


@transaction.atomic
def sign_out_elsewhere(*, user: User) -> None:
    """End every session of the user; the caller renews its own with ``update_session_auth_hash``."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    audit.record(action="identity.user.sign_out_elsewhere", subject=user, by=user)


def secret_hash(secret: str) -> str:
    """SHA-256 in hex. A key's secret has 256 random bits, so a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_key(
    *, by: User, company: Company, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A key by which a program acts as ``by``, and its text ``rb_<prefix>_<secret>``, which is never shown again.

    :raises KeyRefused: no scope, or one that the user does not hold in this company; it is expired from the
        start, or outlives the key that makes it.
    """
    wanted = sorted({Permission(one) for one in scopes})
    if not wanted:
        raise KeyRefused(_("Choose at least one scope."), field="scopes")
    if any(company.pk not in rules.scope(by, one).any_company_ids for one in wanted):
        raise KeyRefused(_("A key cannot do more than you may do in this company."), field="scopes")
    if expires_at is not None and expires_at <= clock.now():
        raise KeyRefused(_("The key would be expired from the start."), field="expires_at")
    if by.key is not None and by.key.expires_at and (expires_at is None or expires_at > by.key.expires_at):
        raise KeyRefused(_("A key cannot make one that outlives it."), field="expires_at")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        prefix=prefix,
        secret_sha256=secret_hash(secret),
        name=name,
        user=by,
        company=company,
        scopes=[str(one) for one in wanted],
        expires_at=expires_at,
    )
    changes = {"name": [None, name], "scopes": [None, key.scopes], "expires_at": [None, expires_at]}
    audit.record(action="identity.key.create", subject=key, by=by, company_id=company.pk, changes=changes)
    return key, f"rb_{prefix}_{secret}"


@transaction.atomic
def revoke_key(*, key: ApiKey, by: Any) -> None:
    """End a key. Its owner may, and who manages users in its company. Twice changes nothing.

    :raises Forbidden: somebody else's key.
    """
    if (
        by is not None
        and key.user_id != by.pk
        and key.company_id not in rules.scope(by, Permission.USER_MANAGE).company_ids
    ):
        raise Forbidden(_("This is somebody else's key."))
    if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=clock.now()):
        audit.record(action="identity.key.revoke", subject=key, by=by, company_id=key.company_id)


def use_key(text: str) -> User | None:
    """The user for whom this key acts, narrowed by it; None when the text is no living key of an active user."""
    kind, _sep, rest = text.partition("_")
    prefix, _sep, secret = rest.partition("_")
    if kind != "rb" or not secret:
        return None
    now = clock.now()
    key = (
        ApiKey.objects.select_related("user")
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), prefix=prefix, revoked_at__isnull=True)
        .first()
    )
    if key is None or not hmac.compare_digest(key.secret_sha256, secret_hash(secret)) or not key.user.is_active:
        return None
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_IS_NOTED_EVERY)
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    key.user.key = key
    return key.user
