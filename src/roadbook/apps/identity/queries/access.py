"""Sessions and sign-ins, templates of users, what companies ask, and who holds which role."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from roadbook.apps.identity.enums import REFUSED, SIGNED_IN, Permission, Role
from roadbook.apps.identity.models import AccessPolicy, Assignment, SignIn, TemplateRole, User, UserTemplate
from roadbook.apps.identity.rules import ROLE_PERMISSIONS, ROLE_SUMMARIES, scope
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit, clock, limits
from roadbook.kit.models import AuditEntry

GUESSED, HOUR = "guessed", 3600
KNOWN_FOR = timedelta(days=30)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


# ---- Sessions


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Every time the user signed in, newest first."""
    return SignIn.objects.filter(user=user).order_by("-pk")


def sessions_of(user: User) -> QuerySet[SignIn]:
    """The running sessions of a user, newest first."""
    return sign_ins_of(user).filter(ended_at__isnull=True)


def sign_ins_visible_to(user: Any) -> QuerySet[SignIn]:
    """Every time that people whom the user manages wholly signed in (``rules.may_manage``, for many at once)."""
    managed = scope(user, Permission.USER_MANAGE).company_ids
    running = Assignment.objects.filter(ended_at__isnull=True)
    elsewhere = Assignment.objects.exclude(company_id__in=managed)
    works = running.exclude(company_id__in=managed)
    worked = elsewhere.exclude(user_id__in=running.values("user_id"))
    here = Assignment.objects.filter(company_id__in=managed)
    found = SignIn.objects.filter(user_id__in=here.values("user_id"))
    return found.exclude(user_id__in=works.values("user_id")).exclude(user_id__in=worked.values("user_id"))


def sessions_visible_to(user: Any) -> QuerySet[SignIn]:
    """Own running sessions, and those of people whom the user manages wholly."""
    own_or_managed = Q(user=user) | Q(pk__in=sign_ins_visible_to(user).values("pk"))
    return SignIn.objects.filter(own_or_managed, ended_at__isnull=True).select_related("user")


def is_known_address(email: str, ip: str | None) -> bool:
    """Has this user signed in from this address in the last thirty days?"""
    since = clock.now() - KNOWN_FOR
    return bool(ip) and SignIn.objects.filter(user__email=email, ip=ip, at__gt=since).exists()


def is_guessed(email: str) -> bool:
    """Were so many passwords tried for this e-mail in this hour that only known addresses get in?"""
    return limits.hits(GUESSED, email, HOUR) >= int(settings.ROADBOOK_MOST_GUESSES)


def failed_sign_ins(user: User) -> int:
    """How many tries to sign in as this user failed since the user last signed in."""
    about = AuditEntry.objects.filter(subject=audit.key(user))
    last = about.filter(action=SIGNED_IN).order_by("-pk").values_list("pk", flat=True).first()
    return about.filter(action=REFUSED, pk__gt=last or 0).count()


# ---- Second factors


def with_factor(users: QuerySet[User]) -> QuerySet[User]:
    """The users with ``has_factor``."""
    return users.annotate(has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)))


def without_factor(users: QuerySet[User]) -> QuerySet[User]:
    """Those of the users who have no second factor."""
    return users.exclude(Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)))


def factors_of(user: User) -> list[Authenticator]:
    """The user's second factors, oldest first; recovery codes are not among them."""
    return list(Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("created_at"))


@dataclass(frozen=True)
class CompanyPolicy:
    """A company with what it asks, saved or not."""

    company: Company
    policy: AccessPolicy

    @property
    def role_labels(self) -> list[str]:
        labels = dict(Role.choices)
        return [str(labels.get(one, one)) for one in self.policy.roles]


def policies(user: Any) -> list[CompanyPolicy]:
    """One entry for each company whose users the user manages wholly. Two statements."""
    companies = list(Company.objects.filter(pk__in=scope(user, Permission.USER_MANAGE).company_ids).order_by("name"))
    saved = {one.company_id: one for one in AccessPolicy.objects.filter(company__in=companies)}
    return [CompanyPolicy(one, saved.get(one.pk) or AccessPolicy(company=one)) for one in companies]


# ---- Templates


def templates_visible_to(user: Any) -> QuerySet[UserTemplate]:
    """Templates of the companies whose users the user manages wholly, with their roles."""
    roles = TemplateRole.objects.select_related("branch", "template__company").order_by("pk")
    found = UserTemplate.objects.filter(
        company_id__in=scope(user, Permission.USER_MANAGE).company_ids, removed_at__isnull=True
    )
    return found.select_related("company").prefetch_related(Prefetch("roles", roles)).order_by("company__name", "name")


# ---- Roles


@dataclass(frozen=True)
class RoleTold:
    """A role as it is explained: what it may do, and how many people hold it where the reader manages users."""

    role: Role
    label: str
    summary: str
    permissions: frozenset[Permission]
    holders: int


def roles_told(user: Any) -> list[RoleTold]:
    """Every role of the product. One statement."""
    where = scope(user, Permission.USER_MANAGE)
    held = Assignment.objects.filter(
        Q(company_id__in=where.company_ids) | Q(branch_id__in=where.branch_ids),
        ended_at__isnull=True,
        user__is_active=True,
    )
    counted = Counter(role for role, _user in held.values_list("role", "user_id").distinct())
    return [
        RoleTold(one, str(one.label), str(ROLE_SUMMARIES[one]), ROLE_PERMISSIONS[one], counted[str(one)])
        for one in Role
    ]
