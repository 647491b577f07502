"""The register and the file of one party."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Subquery

from roadbook.apps.parties.enums import AddressKind, ContactKind
from roadbook.apps.parties.models import (
    Address,
    AddressLine,
    BankAccount,
    ContactPoint,
    IdDocument,
    Identifier,
    IdPaper,
    Party,
    PartyDetails,
)
from roadbook.apps.parties.models.party import PartyQuerySet


def register(user: Any) -> PartyQuerySet:
    """Every party that the user may see, with what a row shows: numbers, phones and e-mails, addresses."""
    points = ContactPoint.objects.order_by("position")
    paper = IdDocument.objects.filter(party=OuterRef("pk"), is_current=True)
    returned = Address.objects.filter(party=OuterRef("pk"), returned_on__isnull=False)
    found: PartyQuerySet = (
        Party.objects.visible_to(user)
        .select_related("company", "created_by")
        .prefetch_related(Prefetch("contact_points", points), _numbers(), "addresses")
        .annotate(paper_expires_on=Subquery(paper.values("expires_on")), letter_came_back=Exists(returned))
    )
    return found


def _numbers() -> Prefetch[Any, Any, Any]:
    return Prefetch("identifiers", Identifier.objects.order_by("pk"))


def party_file(user: Any, pk: int) -> Party:
    """One party with its details at hand.

    :raises Party.DoesNotExist: there is none, or it is another company's.
    """
    points = ContactPoint.objects.order_by("-kind", "position")
    found: Party = (
        Party.objects.visible_to(user)
        .select_related("company", "created_by")
        .prefetch_related(
            _numbers(),
            "addresses",
            Prefetch("contact_points", points),
            Prefetch("bank_accounts", BankAccount.objects.order_by("position")),
            Prefetch("id_documents", IdDocument.objects.order_by("-is_current", "-pk")),
        )
        .get(pk=pk)
    )
    return found


def identifier_of(user: Any, party_pk: int, pk: int) -> Identifier:
    """A number on the file of a party that the user may see.

    :raises Identifier.DoesNotExist: there is none, or it is another company's.
    """
    visible = Party.objects.visible_to(user).filter(pk=party_pk)
    found: Identifier = Identifier.objects.select_related("party").get(pk=pk, party__in=visible)
    return found


def paper_of(user: Any, party_pk: int, pk: int) -> IdDocument:
    """An identity document on the file of a party that the user may see.

    :raises IdDocument.DoesNotExist: there is none, or it is another company's.
    """
    visible = Party.objects.visible_to(user).filter(pk=party_pk)
    found: IdDocument = IdDocument.objects.select_related("party").get(pk=pk, party__in=visible)
    return found


def company_of_party(user: Any, pk: int) -> int | None:
    """The company of a party that the user may see; None when there is no such party for them."""
    return Party.objects.visible_to(user).filter(pk=pk).values_list("company_id", flat=True).first()


def details_of(party: Party) -> PartyDetails:
    """What is on file, in the form in which it is told. National numbers stay out: empty means unchanged."""
    points = sorted(party.contact_points.all(), key=lambda point: point.position)
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
        manager=party.manager,
        manager_number_kind=party.manager_number_kind,
        manager_number=party.manager_number,
        language=party.language,
        preferred_channel=party.preferred_channel,
        phones=tuple(point.line for point in points if point.kind == ContactKind.PHONE),
        emails=tuple(point.line for point in points if point.kind == ContactKind.EMAIL),
        registered_address=lines.get(AddressKind.REGISTERED, AddressLine()),
        current_address=lines.get(AddressKind.CURRENT, AddressLine()),
        correspondence_address=lines.get(AddressKind.CORRESPONDENCE, AddressLine()),
        bank_accounts=tuple(one.line for one in sorted(party.bank_accounts.all(), key=lambda one: one.position)),
        id_document=_paper(party),
    )


def _paper(party: Party) -> IdPaper:
    return next((paper.paper for paper in party.id_documents.all() if paper.is_current), IdPaper())
