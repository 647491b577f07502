"""The register of consents, and what follows from it: may we write to this client about offers?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from roadbook.apps.parties.enums import CONTACTING, Channel, ConsentPurpose
from roadbook.apps.parties.models import Consent, ConsentText, Party

FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class Standing:
    """Where one purpose stands, by one channel: ``consent`` is the one that allows it, or the last that did."""

    purpose: ConsentPurpose
    channel: str
    is_allowed: bool
    consent: Consent | None

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label) if self.channel else ""


def consents_of(party: Party) -> QuerySet[Consent]:
    """Every entry of the register, the newest first."""
    shown = ("text", "given_to", "withdrawn_to")
    return Consent.objects.filter(party=party).select_related(*shown).order_by("-given_at", "-pk")


def standings(party: Party) -> list[Standing]:
    """Each purpose, by each channel where it knows channels."""
    entries = list(consents_of(party))
    return [
        _standing(entries, purpose, channel)
        for purpose in ConsentPurpose
        for channel in ([*Channel.values] if purpose in CONTACTING else [""])
    ]


def is_allowed(party: Party, purpose: str, channel: str = "") -> bool:
    """May we, for this purpose, by this channel: a consent that nobody took back since it was given."""
    return _standing(list(consents_of(party)), ConsentPurpose(purpose), channel).is_allowed


def _standing(entries: list[Consent], purpose: ConsentPurpose, channel: str) -> Standing:
    """What was taken back later than the consent was given counts, even if it was another entry of the register.

    Two files of one client may bring both when they become one.
    """
    mine = [one for one in entries if one.purpose == purpose and one.channel == channel]
    live = next((one for one in mine if one.is_live), None)
    taken_back = [one.withdrawn_at for one in mine if one.withdrawn_at]
    is_good = live is not None and all(at <= live.given_at for at in taken_back)
    return Standing(purpose, channel, is_good, live or next(iter(mine), None))


def consent_of(user: Any, party_pk: int, pk: int) -> Consent:
    """An entry of the register of a party that the user may see.

    :raises Consent.DoesNotExist: there is none, or it is another company's.
    """
    visible = Party.objects.visible_to(user).filter(pk=party_pk)
    found: Consent = Consent.objects.select_related("party__company", "text").get(pk=pk, party__in=visible)
    return found


def texts_for(party: Party) -> list[ConsentText]:
    """The present words of each purpose in the party's language; where there are none, in English."""
    newest = ConsentText.objects.newest().filter(company_id=party.company_id)
    found = {one.purpose: one for one in newest.filter(language=FALLBACK_LANGUAGE)}
    found |= {one.purpose: one for one in newest.filter(language=party.language)}
    return [found[purpose] for purpose in ConsentPurpose.values if purpose in found]


def texts(user: Any) -> QuerySet[ConsentText]:
    """Every version of the words of the companies that the user may see, the newest first."""
    return (
        ConsentText.objects.visible_to(user)
        .select_related("company", "created_by")
        .order_by("company__name", "purpose", "language", "-version")
    )
