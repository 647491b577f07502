"""What somebody who opens a client's file should see at once, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from roadbook.apps.parties.enums import ConsentPurpose, ContactKind, ContactStatus
from roadbook.apps.parties.models import Party
from roadbook.kit import figures

from .consents import standings

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Flag:
    """``todo`` says what mends it, at ``url``."""

    text: str
    tone: str
    icon: str
    todo: str = ""
    url: str = ""


def flags_of(party: Party) -> list[Flag]:
    """The weightiest first. The party comes from ``party_file``."""
    return [*_paper(party), *_addresses(party), *_contacts(party), *_numbers(party), *_consents(party)]


def _paper(party: Party) -> Iterator[Flag]:
    paper = next((one for one in party.id_documents.all() if one.is_current), None)
    edit = reverse("parties:party_edit", args=[party.pk])
    if paper is None or paper.expires_on is None:
        return
    today = party.company.business_date
    if paper.expires_on < today:
        text = _("Identity document expired on %(day)s") % {"day": figures.day(paper.expires_on)}
        yield Flag(text, "bad", "id-card", _("Ask for the new identity document"), edit)
    elif paper.expires_on - today <= SOON:
        text = _("Identity document expires on %(day)s") % {"day": figures.day(paper.expires_on)}
        yield Flag(text, "warn", "id-card", _("Ask for the new identity document"), edit)


def _addresses(party: Party) -> Iterator[Flag]:
    for address in party.addresses.all():
        if address.returned_on:
            words = {"kind": address.get_kind_display(), "day": figures.day(address.returned_on)}
            text = _("%(kind)s: a letter came back on %(day)s") % words
            if address.return_reason:
                text += f" ({_lower(address.get_return_reason_display())})"
            yield Flag(text, "warn", "mail", _("Ask for the present address"), _edit(party))


def _contacts(party: Party) -> Iterator[Flag]:
    points = list(party.contact_points.all())
    if not any(one.kind == ContactKind.PHONE for one in points):
        yield Flag(_("No phone"), "warn", "phone", _("Ask for a phone number"), _edit(party))
    elif all(one.status == ContactStatus.WRONG for one in points):
        yield Flag(_("No phone or e-mail works"), "bad", "phone", _("Find out how to reach the client"), _edit(party))


def _numbers(party: Party) -> Iterator[Flag]:
    if not party.identifiers.all():
        yield Flag(_("No national number"), "warn", "hash", _("Ask for the national number"), _edit(party))


def _consents(party: Party) -> Iterator[Flag]:
    marketing = [one for one in standings(party) if one.purpose == ConsentPurpose.MARKETING]
    if any(one.is_allowed for one in marketing):
        return
    address = reverse("parties:party_consents", args=[party.pk])
    if any(one.consent for one in marketing):
        yield Flag(_("No consent to offers: withdrawn"), "outline", "bell-off")
    else:
        yield Flag(_("No consent to offers"), "outline", "bell-off", _("Ask whether offers are welcome"), address)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _edit(party: Party) -> str:
    return reverse("parties:party_edit", args=[party.pk])
