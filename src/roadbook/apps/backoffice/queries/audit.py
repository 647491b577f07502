"""The audit log, as far as a user may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import Assignment, User
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit_reading, audit_words, seals
from roadbook.kit.audit_reading import Change
from roadbook.kit.audit_words import Thing
from roadbook.kit.models import AuditBlock, AuditEntry, Job, JobState

VERIFY_AUDIT = "backoffice.verify_audit"


def sees_everything(user: Any, permission: str) -> bool:
    """Does the user hold the permission in every own company of this installation?"""
    return not Company.objects.exclude(pk__in=identity.scope(user, permission).company_ids).exists()


def audit_visible_to(user: Any) -> QuerySet[AuditEntry]:
    """Entries of the companies whose audit the user may see, and what their people did to their own accounts.

    What belongs to no company and nobody (such as failed sign-ins) is for who sees every company.
    """
    companies = identity.scope(user, Permission.AUDIT_VIEW).company_ids
    if sees_everything(user, Permission.AUDIT_VIEW):
        return AuditEntry.objects.all()
    people = Assignment.objects.filter(company_id__in=companies).values("user_id")
    return AuditEntry.objects.filter(Q(company_id__in=companies) | Q(company_id__isnull=True, actor_id__in=people))


def audit_actors(user: Any) -> QuerySet[User]:
    """The people whose acts the user may read about, by name."""
    companies = identity.scope(user, Permission.AUDIT_VIEW).company_ids
    people = Assignment.objects.filter(company_id__in=companies).values("user_id")
    return User.objects.filter(pk__in=people).order_by("name", "pk")


def may_reveal(user: Any, entry: AuditEntry) -> bool:
    """May the user see the personal values of this entry: of a client, of a colleague?"""
    permission = Permission.USER_MANAGE if entry.subject.startswith("identity.") else Permission.PARTY_REVEAL
    if entry.company_id is None:
        return sees_everything(user, permission)
    return entry.company_id in identity.scope(user, permission).any_company_ids


def actor_of(user: Any, entry: AuditEntry) -> User | None:
    """Who acted, where the user manages such people; else nobody to lead to."""
    return identity.users_visible_to(user).filter(pk=entry.actor_id or 0).first()


@dataclass(frozen=True)
class Told:
    """One entry in words. ``personal`` names the personal fields; for their values ask ``personal_changes``."""

    entry: AuditEntry
    action: str
    actor: str
    thing: Thing
    company: str
    changes: list[Change]
    personal: list[str]
    is_erased: bool
    block: AuditBlock | None


def audit_told(entry: AuditEntry) -> Told:
    """The entry with everything that its page says."""
    named = audit_reading.references(entry.subject, entry.changes)
    things = audit_words.things({entry.subject, *named})
    of = entry.subject.partition(":")[0]
    values = personal_values(entry)
    return Told(
        entry=entry,
        action=audit_words.action(entry.action),
        actor=audit_words.actor(entry.actor_name),
        thing=things[entry.subject],
        company=str(Company.objects.filter(pk=entry.company_id or 0).first() or ""),
        changes=audit_reading.changes(entry.subject, entry.changes, things=things),
        personal=[audit_reading.field(of, name) for name in values],
        is_erased=bool(entry.values_sha256) and not values,
        block=AuditBlock.objects.filter(last_id__gte=entry.pk).order_by("number").first(),
    )


def personal_values(entry: AuditEntry) -> Mapping[str, Any]:
    """The personal values of an entry; none where there are none, or where they were erased."""
    try:
        values: Mapping[str, Any] = entry.personal.values
    except ObjectDoesNotExist:
        return {}
    return values


def personal_changes(entry: AuditEntry) -> list[Change]:
    """The personal values in words, for who may see them."""
    return audit_reading.changes(entry.subject, personal_values(entry), is_personal=True)


@dataclass(frozen=True)
class Seal:
    """How far the log is sealed, and what the last walk along the chain said."""

    newest: AuditBlock | None
    blocks: int
    unsealed: int
    job: Job | None

    @property
    def verified_at(self) -> datetime | None:
        return self.job.finished_at if self.job else None

    @property
    def problems(self) -> list[str]:
        return list(self.job.result.get("problems", [])) if self.job else []

    @property
    def broken(self) -> int:
        return int(self.job.result.get("broken", 0)) if self.job else 0


def seal() -> Seal:
    """The state of the seals. It is one log for the whole installation."""
    newest = seals.last_block()
    waiting = AuditEntry.objects.filter(pk__gt=newest.last_id if newest else 0)
    done = Job.objects.filter(name=VERIFY_AUDIT, state=JobState.DONE).order_by("-finished_at").first()
    return Seal(newest, newest.number if newest else 0, waiting.count(), done)


def blocks() -> QuerySet[AuditBlock]:
    """The blocks, newest first."""
    return AuditBlock.objects.order_by("-number")
