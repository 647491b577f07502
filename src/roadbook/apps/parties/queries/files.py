"""The register and the file of one party."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from roadbook.apps.parties.enums import AddressKind, ContactKind
from roadbook.apps.parties.models import (
    AddressLine,
    ContactPoint,
    IdDocument,
    Identifier,
    IdPaper,
    Party,
    PartyDetails,
)
from roadbook.apps.parties.models.party import PartyQuerySet


def register(user: Any) -> PartyQuerySet:
    """Every party that the user may see, with what a row shows: of its contact points the phones, and its numbers."""
    phones = ContactPoint.objects.filter(kind=ContactKind.PHONE).order_by("position")
    return (
        Party.objects.visible_to(user)
        .select_related("company")
        .prefetch_related(Prefetch("contact_points", phones), _numbers())
    )


def _numbers() -> Prefetch[Any, Any, Any]:
    return Prefetch("identifiers", Identifier.objects.order_by("pk"))


def party_file(user: Any, pk: int) -> Party:
    """One party with its details at hand.

    :raises Party.DoesNotExist: there is none, or it is another company's.
    """
    points = ContactPoint.objects.order_by("-kind", "position")
    found: Party = (
        Party.objects.visible_to(user)
        .select_related("company", "created_by", "id_document")
        .prefetch_related(_numbers(), "addresses", Prefetch("contact_points", points))
        .get(pk=pk)
    )
    return found


def identifier_of(user: Any, party_pk: int, pk: int) -> Identifier:
    """A number on the file of a party that the user may see.

    :raises Identifier.DoesNotExist: there is none, or it is another company's.
    """
    visible = Party.objects.visible_to(user).filter(pk=party_pk)
    return Identifier.objects.select_related("party").get(pk=pk, party__in=visible)


def company_of_party(user: Any, pk: int) -> int | None:
    """The company of a party that the user may see; None when there is no such party for them."""
    return Party.objects.visible_to(user).filter(pk=pk).values_list("company_id", flat=True).first()


def details_of(party: Party) -> PartyDetails:
    """What is on file, in the form in which it is told. The national number stays out: empty means unchanged."""
    points = list(party.contact_points.all())
    lines = {address.kind: address.line for address in party.addresses.all()}
    identifier = min(party.identifiers.all(), key=lambda one: one.pk, default=None)
    return PartyDetails(
        kind=party.kind,
        first_name=party.first_name,
        middle_name=party.middle_name,
        last_name=party.last_name,
        name="" if party.is_person else party.name,
        latin_name=party.latin_name,
        identifier_kind=identifier.kind if identifier else "",
        birth_date=party.birth_date,
        sex=party.sex,
        citizenship=party.citizenship,
        accountable_person=party.accountable_person,
        language=party.language,
        preferred_channel=party.preferred_channel,
        phones=_values(points, ContactKind.PHONE),
        emails=_values(points, ContactKind.EMAIL),
        registered_address=lines.get(AddressKind.REGISTERED, AddressLine()),
        current_address=lines.get(AddressKind.CURRENT, AddressLine()),
        id_document=_paper(party),
    )


def _values(points: list[ContactPoint], kind: str) -> tuple[str, ...]:
    chosen = sorted((point for point in points if point.kind == kind), key=lambda point: point.position)
    return tuple(point.value for point in chosen)


def _paper(party: Party) -> IdPaper:
    try:
        paper = party.id_document
    except IdDocument.DoesNotExist:
        return IdPaper()
    return IdPaper(paper.kind, paper.number, paper.issued_on, paper.issuer, paper.expires_on)
