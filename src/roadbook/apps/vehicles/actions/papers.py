"""Papers of a vehicle: entered, changed, followed by a later one, taken off the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.vehicles.enums import MANY_AT_A_TIME, PaperForm, PaperKind
from roadbook.apps.vehicles.models import Vehicle, VehicleDocument
from roadbook.kit import audit, clock
from roadbook.kit.errors import Conflict

from .filling import VehicleRefused, checked_choice, checked_past, fitting

TEXTS = ("number", "issuer", "storage_place", "holder", "note")
PAST_DAYS = ("received_on", "redeemed_on", "returned_on")
DAYS = ("issued_on", "expires_on", *PAST_DAYS)
PAPER_FIELDS = ("form", *TEXTS, *DAYS)
ADDED = gettext_noop("Paper entered: %(paper)s")
CHANGED = gettext_noop("Paper changed: %(paper)s")
ENDED = gettext_noop("Paper taken off the list: %(paper)s")


class PaperChangedMeanwhile(Conflict):
    """The paper is not what the editor saw."""


@transaction.atomic
def add_paper(*, vehicle: Vehicle, by: Any, kind: str, **details: Any) -> VehicleDocument:
    """Enter a paper; ``details`` are ``PAPER_FIELDS``. Of most kinds one counts at a time: the later takes over.

    :raises VehicleRefused: something said about it cannot be so.
    """
    row = Vehicle.objects.locked(vehicle.pk)
    identity.require(by, Permission.VEHICLE_EDIT, company_id=row.company_id)
    known = checked_choice("kind", kind, PaperKind.values)
    if not known:
        raise VehicleRefused(_("This is needed."), field="kind")
    paper = VehicleDocument(vehicle=row, company=row.company, kind=known, created_at=clock.now(), created_by=by)
    _fill(paper, details)
    if paper.kind not in MANY_AT_A_TIME:
        _take_over(paper)
    paper.save(force_insert=True)
    _tell(paper, "add_paper", audit.diff({}, {"kind": paper.kind, **told_paper(paper)}), by, ADDED)
    return paper


@transaction.atomic
def change_paper(*, paper: VehicleDocument, version: int, by: Any, **changes: Any) -> VehicleDocument:
    """Change some of ``PAPER_FIELDS``: where it is kept, when it came and went, what it says.

    :raises PaperChangedMeanwhile: somebody changed it since.
    :raises VehicleRefused: something said about it cannot be so.
    """
    row = VehicleDocument.objects.locked(paper.pk)
    identity.require(by, Permission.VEHICLE_EDIT, company_id=row.company_id)
    if row.version != version:
        raise PaperChangedMeanwhile(_("Somebody changed this paper a moment ago."))
    old = told_paper(row)
    _fill(row, {**old, **changes})
    difference = audit.diff(old, told_paper(row))
    if difference:
        row.version += 1
        row.save()
        _tell(row, "change_paper", difference, by, CHANGED)
    return row


@transaction.atomic
def end_paper(*, paper: VehicleDocument, by: Any, on: date) -> VehicleDocument:
    """Take a paper off the list: it no longer counts since a day, and no longer reminds.

    :raises VehicleRefused: the day is in the future, or the paper has ended already.
    """
    row = VehicleDocument.objects.locked(paper.pk)
    identity.require(by, Permission.VEHICLE_EDIT, company_id=row.company_id)
    if row.ended_on is not None:
        raise VehicleRefused(_("This paper no longer counts."))
    row.ended_on = checked_past("on", on, row.company.business_date)
    row.version += 1
    row.save(update_fields=["ended_on", "version"])
    _tell(row, "end_paper", {"ended_on": [None, on]}, by, ENDED)
    return row


def told_paper(paper: VehicleDocument) -> dict[str, Any]:
    """What is on the register about a paper."""
    return {name: getattr(paper, name) for name in PAPER_FIELDS}


def _fill(paper: VehicleDocument, values: dict[str, Any]) -> None:
    unknown = set(values) - set(PAPER_FIELDS)
    if unknown:
        raise TypeError(f"not a field of a paper: {sorted(unknown)}")
    paper.form = checked_choice("form", values.get("form") or PaperForm.PAPER, PaperForm.values)
    for name in TEXTS:
        setattr(paper, name, fitting(paper, name, " ".join((values.get(name) or "").split())))
    for name in DAYS:
        setattr(paper, name, values.get(name))
    for name in PAST_DAYS:
        checked_past(name, values.get(name), paper.company.business_date)
    if paper.issued_on and paper.expires_on and paper.expires_on < paper.issued_on:
        raise VehicleRefused(_("It would expire before it was issued."), field="expires_on")
    if paper.received_on and paper.returned_on and paper.returned_on < paper.received_on:
        raise VehicleRefused(_("It would be handed out before it was received."), field="returned_on")


def _take_over(paper: VehicleDocument) -> None:
    """The present paper of the kind ends when the new one begins, unless the new one is the older of the two."""
    same = VehicleDocument.objects.current().filter(vehicle=paper.vehicle, kind=paper.kind)
    present: VehicleDocument | None = same.order_by("-pk").first()
    if present is None:
        return
    business_date = paper.company.business_date
    begins = min(paper.issued_on or business_date, business_date)
    if present.issued_on and paper.issued_on and paper.issued_on < present.issued_on:
        paper.ended_on = min(present.issued_on, business_date)
        return
    VehicleDocument.objects.filter(pk=present.pk).update(ended_on=begins, version=present.version + 1)
    paper.follows = present


def _tell(paper: VehicleDocument, act: str, difference: dict[str, list[Any]], by: Any, title: str) -> None:
    audit.record(
        action=f"vehicles.vehicle.{act}",
        subject=paper.vehicle,
        by=by,
        company_id=paper.company_id,
        changes={"paper": [None, f"{paper.kind} {paper.number}".strip()], **difference},
    )
    timeline.record(
        company=paper.company,
        subject=audit.key(paper.vehicle),
        kind="change",
        title=title,
        params={"paper": timeline.named([PaperKind(paper.kind).label])},
        at=clock.now(),
        by=by,
    )
