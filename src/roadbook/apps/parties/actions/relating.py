"""What parties are to each other: begun, changed, ended, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions.rules import JOINERS
from roadbook.apps.parties.enums import OF_ORGANISATIONS_ONLY, OF_PEOPLE_ONLY, RelationKind
from roadbook.apps.parties.events import RelationChanged
from roadbook.apps.parties.models import Party, Relation
from roadbook.apps.parties.models.values import masked
from roadbook.kit import audit, clock, text
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish

MOST_SHARE = 10_000
MASKED_LAST = 4


class RelationRefused(Refused):
    """These two cannot be related like this."""

    code = "relation"


@dataclass(frozen=True, kw_only=True)
class RelationDetails:
    """Who is what to a party. ``other`` has a file; an outsider has a name, perhaps a number and a phone or e-mail.

    ``share`` of a beneficial owner in hundredths of a percent.
    """

    kind: str
    other: Party | None = None
    outsider_name: str = ""
    outsider_number: str = ""
    outsider_contact: str = ""
    share: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""


@transaction.atomic
def relate(*, party: Party, by: Any, **details: Any) -> Relation:
    """Say who is what to the party. ``details`` are fields of ``RelationDetails``.

    :raises RelationRefused: with oneself, another company's file, twice at a time, a share over the whole.
    """
    row = Party.objects.locked(party.pk)
    identity.require(by, Permission.PARTY_EDIT, company_id=row.company_id)
    told = _checked(row, RelationDetails(**details))
    relation = Relation.objects.create(party=row, created_at=clock.now(), created_by=by, **_values(told))
    _tell("relate", relation, by, {}, _plain(told))
    return relation


@transaction.atomic
def change_relation(*, relation: Relation, by: Any, **changes: Any) -> Relation:
    """Change what is said of a relation; its two ends stay. An outsider's number that is not told anew stays, too.

    :raises RelationRefused: as for a new one.
    """
    row = _locked(relation)
    identity.require(by, Permission.PARTY_EDIT, company_id=row.party.company_id)
    known = RelationDetails(**{name: getattr(row, name) for name in RelationDetails.__dataclass_fields__})
    said = {name: value for name, value in changes.items() if name not in {"kind", "other"}}
    if not said.get("outsider_number"):
        said.pop("outsider_number", None)
    told = _checked(row.party, RelationDetails(**{**_values(known), **said}), row)
    Relation.objects.filter(pk=row.pk).update(**{k: v for k, v in _values(told).items() if k != "outsider_number"})
    row.refresh_from_db()
    if row.outsider_number != told.outsider_number:
        row.outsider_number = told.outsider_number
        row.save(update_fields=["outsider_number"])
    _tell("change", row, by, _plain(known), _plain(told))
    return row


@transaction.atomic
def end_relation(*, relation: Relation, on: date, by: Any) -> Relation:
    """The relation ended on this day.

    :raises RelationRefused: before it began, or it had ended.
    """
    row = _locked(relation)
    if row.to_on:
        raise RelationRefused(_("This relation has ended."), field="to_on")
    return change_relation(relation=row, by=by, to_on=on)


@transaction.atomic
def take_back_relation(*, relation: Relation, by: Any) -> None:
    """It was entered by mistake: the row goes, the audit log keeps what it said."""
    row = _locked(relation)
    identity.require(by, Permission.PARTY_EDIT, company_id=row.party.company_id)
    known = RelationDetails(**{name: getattr(row, name) for name in RelationDetails.__dataclass_fields__})
    _tell("take_back", row, by, _plain(known), {})
    row.delete()


def _locked(relation: Relation) -> Relation:
    Party.objects.locked(relation.party_id)
    row: Relation = Relation.objects.select_related("party__company", "other").get(pk=relation.pk)
    return row


def _checked(party: Party, told: RelationDetails, known: Relation | None = None) -> RelationDetails:
    if told.kind not in RelationKind.values:
        raise RelationRefused(_("Choose one of the list."), field="kind")
    clean = {name: _line(getattr(told, name), name) for name in ("outsider_name", "outsider_contact", "note")}
    number = JOINERS.sub("", told.outsider_number)
    told = RelationDetails(**{**_values(told), **clean, "outsider_number": "" if told.other else number})
    _between(party, told)
    _of_kind(party, told)
    if told.from_on and told.to_on and told.to_on < told.from_on:
        raise RelationRefused(_("It ends before it began."), field="to_on")
    _once(party, told, known)
    return told


def _line(typed: str, field: str) -> str:
    try:
        return " ".join(text.clean(typed).split())
    except ValueError:
        raise RelationRefused(_("This text holds a character that cannot be stored."), field=field) from None


def _between(party: Party, told: RelationDetails) -> None:
    if not told.other and not told.outsider_name:
        raise RelationRefused(_("Choose a client or write a name."), field="other")
    if told.other and told.outsider_name:
        raise RelationRefused(_("Either a client or a name."), field="outsider_name")
    if told.other and told.other.pk == party.pk:
        raise RelationRefused(_("Nobody is related to himself."), field="other")
    if told.other and (told.other.company_id != party.company_id or told.other.merged_into_id):
        raise RelationRefused(_("Choose one of the list."), field="other")


def _of_kind(party: Party, told: RelationDetails) -> None:
    kind = RelationKind(told.kind)
    if kind in OF_PEOPLE_ONLY and not party.is_person:
        raise RelationRefused(_("Only a person has this relation."), field="kind")
    if kind in OF_ORGANISATIONS_ONLY and party.is_person:
        raise RelationRefused(_("Only an organisation has this relation."), field="kind")
    if kind == RelationKind.SPOUSE and told.other and not told.other.is_person:
        raise RelationRefused(_("Only a person has this relation."), field="other")
    if told.share is not None and kind != RelationKind.BENEFICIAL_OWNER:
        raise RelationRefused(_("Only a beneficial owner has a share."), field="share")
    if told.share is not None and not 0 < told.share <= MOST_SHARE:
        raise RelationRefused(_("A share is above 0 % and at most 100 %."), field="share")


def _once(party: Party, told: RelationDetails, known: Relation | None) -> None:
    """Open relations of one kind: each other once; one spouse; shares that make no more than the whole."""
    others = Relation.objects.filter(party=party, kind=told.kind, to_on__isnull=True).exclude(
        pk=known.pk if known else None
    )
    if told.to_on:
        return
    same = Q(other=told.other) if told.other else Q(outsider_name__iexact=told.outsider_name)
    if others.filter(same).exists():
        raise RelationRefused(_("This relation is on file already."), field="other")
    if told.kind == RelationKind.SPOUSE and (others.exists() or _is_spouse(party, known)):
        raise RelationRefused(_("A spouse is on file: that marriage has to end first."), field="kind")
    shares = sum(share or 0 for share in others.values_list("share", flat=True))
    if told.share and shares + told.share > MOST_SHARE:
        raise RelationRefused(_("The shares of the owners make more than 100 %."), field="share")


def _is_spouse(party: Party, known: Relation | None) -> bool:
    seen = Relation.objects.filter(other=party, kind=RelationKind.SPOUSE, to_on__isnull=True)
    return seen.exclude(pk=known.pk if known else None).exists()


def _values(told: RelationDetails) -> dict[str, Any]:
    return {name: getattr(told, name) for name in RelationDetails.__dataclass_fields__}


def _plain(told: RelationDetails) -> dict[str, Any]:
    """For the audit log: the number masked, the other party by its number."""
    values = {**_values(told), "other": told.other.number if told.other else None}
    values["outsider_number"] = masked(told.outsider_number, MASKED_LAST) if told.outsider_number else ""
    return {name: value for name, value in values.items() if value not in (None, "")}


def _tell(act: str, relation: Relation, by: Any, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Both sides learn of it: the audit has an entry for each party."""
    names = set(old) | set(new)
    personal = {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}
    for party in filter(None, (relation.party, relation.other)):
        audit.record(
            action=f"parties.relation.{act}",
            subject=party,
            by=by,
            company_id=party.company_id,
            changes={"relation": [None, relation.pk], "kind": [None, relation.kind]},
            personal=personal,
        )
        publish(
            RelationChanged(
                party_id=party.pk,
                company_id=party.company_id,
                relation_id=relation.pk,
                kind=relation.kind,
                act=act,
                by_id=getattr(by, "pk", None),
            )
        )
