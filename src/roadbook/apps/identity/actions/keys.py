"""Writes to API keys: making, rotating, ending, using."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import ApiKey, User
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit, clock, limits
from roadbook.kit.errors import Forbidden, Refused

USE_IS_NOTED_EVERY = timedelta(minutes=1)
MOST_NETWORKS = 20
HOUR = 3600


class KeyRefused(Refused):
    """The API key cannot be made so."""

    code = "api_key"


def secret_hash(secret: str) -> str:
    """SHA-256 in hex. A key's secret has 256 random bits, so a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_key(
    *,
    by: User,
    company: Company,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    addresses: Iterable[str] = (),
) -> tuple[ApiKey, str]:
    """A key by which a program acts as ``by``, and its text ``rb_<prefix>_<secret>``, which is never shown again.

    ``addresses`` are IP addresses or networks that it may be used from, such as ``192.0.2.0/24``; none means any.

    :raises KeyRefused: no scope, or one that the user does not hold in this company; it is expired from the
        start; an address is none; or it reaches further than the key that makes it.
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
    text, values = _secret()
    key = ApiKey.objects.create(
        **values,
        name=name,
        user=by,
        company=company,
        scopes=[str(one) for one in wanted],
        expires_at=expires_at,
        addresses=_within(networks(addresses), by.key),
    )
    told = {"name": key.name, "scopes": key.scopes, "expires_at": expires_at, "addresses": key.addresses}
    audit.record(action="identity.key.create", subject=key, by=by, company_id=company.pk, changes=audit.diff({}, told))
    return key, text


def _secret() -> tuple[str, dict[str, str]]:
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    return f"rb_{prefix}_{secret}", {"prefix": prefix, "secret_sha256": secret_hash(secret)}


def networks(addresses: Iterable[str]) -> list[str]:
    """The networks that are meant, in one spelling.

    :raises KeyRefused: one of them is none.
    """
    given = [one.strip() for one in addresses if one.strip()]
    if len(given) > MOST_NETWORKS:
        raise KeyRefused(_("Name at most 20 addresses."), field="addresses")
    try:
        return sorted({str(ipaddress.ip_network(one, strict=False)) for one in given})
    except ValueError:
        raise KeyRefused(_("Write addresses such as 192.0.2.10 or 192.0.2.0/24."), field="addresses") from None


def _within(wanted: list[str], maker: ApiKey | None) -> list[str]:
    """A key that is made with a key works from no further than that one."""
    if maker is None or not maker.addresses:
        return wanted
    if not wanted:
        return list(maker.addresses)
    if all(any(_holds(outer, inner) for outer in maker.addresses) for inner in wanted):
        return wanted
    raise KeyRefused(_("A key cannot make one that works from further away."), field="addresses")


def _holds(outer: str, inner: str) -> bool:
    wide, narrow = ipaddress.ip_network(outer), ipaddress.ip_network(inner)
    return wide.version == narrow.version and narrow.subnet_of(wide)  # type: ignore[arg-type]  # versions are the same


@transaction.atomic
def rotate_key(*, key: ApiKey, by: User, days: int = 7) -> tuple[ApiKey, str]:
    """A new secret for the same program: the old key ends after ``days`` (0: at once), so that it can change over.

    :raises Forbidden: somebody else's key.
    :raises KeyRefused: it is ended, or was rotated already.
    """
    if key.user_id != by.pk:
        raise Forbidden(_("This is somebody else's key."))
    now = clock.now()
    old = ApiKey.objects.select_for_update().get(pk=key.pk)
    if old.revoked_at or (old.expires_at and old.expires_at <= now) or ApiKey.objects.filter(replaces=old).exists():
        raise KeyRefused(_("This key has ended or was rotated already."))
    text, values = _secret()
    same = {name: getattr(old, name) for name in ("name", "user", "company", "scopes", "expires_at", "addresses")}
    new = ApiKey.objects.create(**values, **same, replaces=old)
    until = now + timedelta(days=days)
    ApiKey.objects.filter(pk=old.pk).update(expires_at=min(until, old.expires_at or until))
    told = {"replaces": [None, old.prefix], "expires_at": [old.expires_at, until]}
    audit.record(action="identity.key.rotate", subject=new, by=by, company_id=new.company_id, changes=told)
    return new, text


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


def use_key(text: str, ip: str | None = None) -> User | None:
    """The user for whom this key acts, narrowed by it; None when the text is no living key of an active user.

    A key that names addresses opens nothing from elsewhere; that somebody tried is written down, once an hour.
    """
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
    if not works_from(key, ip):
        if limits.distinct("key-from-elsewhere", key.pk, ip, HOUR):
            audit.record(action="identity.key.refuse", subject=key, by=None, company_id=key.company_id)
        return None
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_IS_NOTED_EVERY)
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    key.user.key = key
    return key.user


def works_from(key: ApiKey, ip: str | None) -> bool:
    """Is this one of the key's addresses? Any will do where it names none."""
    if not key.addresses:
        return True
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(one) for one in key.addresses)
