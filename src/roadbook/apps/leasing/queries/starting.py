"""What a hand-over on a given day makes of a signed contract: its schedule from that day, and which papers it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import AttachmentKind, AttachmentState, DocumentKind
from roadbook.apps.documents.models import Attachment, Document
from roadbook.apps.leasing.models import AgreedTerms, Contract, ProductTerms, ScheduleVersion
from roadbook.calc.schedule import Row
from roadbook.kit import audit
from roadbook.kit.errors import Refused

from .plan import checked_plan, frozen_plan, frozen_terms


class StartRefused(Refused):
    """The vehicle cannot be handed over on that day under these due dates."""

    code = "start"


def conditions_of(version: ScheduleVersion) -> ProductTerms:
    """The conditions of the product as the version keeps them."""
    return ProductTerms.from_data(version.terms["product"])


def terms_of(version: ScheduleVersion) -> AgreedTerms:
    """The agreed figures as the version keeps them."""
    return frozen_terms(version)


def moved(version: ScheduleVersion, on: date) -> tuple[ProductTerms, AgreedTerms]:
    """Conditions and terms with interest from a hand-over on a day; due dates stay, where they come after it.

    Paid in advance, the first instalment falls due on the hand-over itself.

    :raises StartRefused: a due date comes before the hand-over, or on its day.
    """
    agreed = terms_of(version)
    if on == agreed.starts_on:
        return conditions_of(version), agreed
    days = [one.due_on for one in frozen_plan(version).rows if one.number]
    if agreed.in_advance:
        _require_after(days[1:2], on)
        agreed = replace(agreed, first_due_on=on, due_dates=(on, *days[1:]))
    else:
        _require_after(days[:1], on)
    return conditions_of(version), replace(agreed, starts_on=on)


def _require_after(days: Sequence[date], on: date) -> None:
    if days and days[0] <= on:
        raise StartRefused(
            _("An instalment is due on %(day)s, before the hand-over. Cancel the contract and draft it again.")
            % {"day": days[0].isoformat()},
            field="on",
        )


@dataclass(frozen=True)
class Changed:
    """An instalment as it was signed and as it will be, minor units."""

    before: Row
    after: Row

    @property
    def difference(self) -> int:
        return self.after.total - self.before.total


@dataclass(frozen=True)
class Difference:
    """What a hand-over on a day changes: the instalments that become others, and the interest."""

    on: date
    changed: tuple[Changed, ...]
    interest_before: int
    interest_after: int

    @property
    def interest(self) -> int:
        return self.interest_after - self.interest_before


def difference(contract: Contract, on: date) -> Difference:
    """The schedule that was signed against the one that a hand-over on a day makes.

    :raises StartRefused, TermsRefused: no contract can go live on that day.
    """
    version: ScheduleVersion = contract.schedules.get(is_active=True)
    before = frozen_plan(version)
    after = checked_plan(*moved(version, on))
    pairs = (Changed(old, new) for old, new in zip(before.rows, after.rows, strict=True))
    return Difference(
        on=on,
        changed=tuple(
            one for one in pairs if (one.before.total, one.before.due_on) != (one.after.total, one.after.due_on)
        ),
        interest_before=before.total_interest,
        interest_after=after.total_interest,
    )


def missing_papers(contract: Contract) -> list[str | Promise]:
    """The names of what the product asks for before a contract goes live, and nobody has made or brought."""
    version: ScheduleVersion = contract.schedules.get(is_active=True)
    wanted = conditions_of(version)
    made = set(
        Document.objects.filter(subject=audit.key(contract), kind__in=wanted.documents).values_list("kind", flat=True)
    )
    brought = set(_brought(contract).filter(kind__in=wanted.attachments).values_list("kind", flat=True))
    lacking: list[str | Promise] = [DocumentKind(one).label for one in wanted.documents if one not in made]
    return lacking + [AttachmentKind(one).label for one in wanted.attachments if one not in brought]


def _brought(contract: Contract) -> QuerySet[Attachment]:
    """Live files about the contract, its client or its vehicle that nobody rejected."""
    about = Q()
    for row in (contract, contract.client, contract.vehicle):
        about |= Q(subject_kind=row._meta.label_lower, subject_pk=row.pk)
    return Attachment.objects.live().filter(about).exclude(state=AttachmentState.REJECTED)
