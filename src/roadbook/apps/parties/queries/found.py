"""Parties for the command palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import phonenumbers
from django.db.models import Q
from django.urls import reverse

from roadbook.apps.identity import queries as identity
from roadbook.apps.parties.models import ContactPoint, Identifier, Party
from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE, SHORTEST_IDENTIFIER
from roadbook.kit import crypto, search, text
from roadbook.kit.search import Asked, Hit

from .latin import latin

SHORTEST_PHONE = 6


def find_clients(user: Any, typed: str, limit: int) -> list[Hit]:
    """By name in either alphabet, client number, e-mail, phone in any spelling, or whole national number."""
    wanted = search.asked(typed)
    named = _exactly(user, wanted)
    found = [] if len(named) >= limit else clients_named(user, typed, limit)
    hits = [hit(party, search.EXACT) for party in named]
    return search.best([*hits, *(hit(party, _fit(wanted, party)) for party in found)], limit)


def clients_named(user: Any, typed: str, limit: int) -> list[Party]:
    """The newest clients whose name, number, phone or e-mail holds every word, typed in either alphabet."""
    wanted = search.asked(typed)
    words = [spellings(word) for word in wanted.words]
    if len(wanted.digits) >= SHORTEST_PHONE:
        words = [(wanted.digits.lstrip("0"),)]
    return search.look(Party.objects.visible_to(user), words, limit)


def recent_clients(user: Any, pks: Iterable[int]) -> dict[int, Hit]:
    """The clients among these that the user may see."""
    return {party.pk: hit(party) for party in Party.objects.visible_to(user).filter(pk__in=list(pks))}


def spellings(word: str) -> tuple[str, ...]:
    """A folded word as it was typed and in Latin letters, as Bulgarians and as Russians write them."""
    return word, text.fold(latin(word, "bg")), text.fold(latin(word, "ru"))


def hit(party: Party, score: int = search.INSIDE) -> Hit:
    icon = "user" if party.is_person else "building-2"
    return Hit(reverse("parties:party_file", args=[party.pk]), party.name, party.number, icon, score)


def _fit(wanted: Asked, party: Party) -> int:
    return search.likeness(wanted, party.name, latin(party.name, party.language), party.latin_name, party.number)


def _exactly(user: Any, wanted: Asked) -> list[Party]:
    """Whom the whole of it names: a number of ours, of the state, a phone or an e-mail. Each by its index."""
    if not wanted.has_digits and "@" not in wanted.text:
        return []
    where = Q(number=wanted.number)
    points = ContactPoint.objects.filter(value__in=list(_contacts(user, wanted)))
    where |= Q(pk__in=list(points.values_list("party_id", flat=True)[: search.FEW]))
    if len(wanted.digits) >= SHORTEST_IDENTIFIER:
        index = crypto.blind_index(wanted.digits, IDENTIFIER_PURPOSE)
        numbered = Identifier.objects.filter(value_index=index)
        where |= Q(pk__in=list(numbered.values_list("party_id", flat=True)[: search.FEW]))
    return list(Party.objects.visible_to(user).filter(where).order_by("-pk")[: search.FEW])


def _contacts(user: Any, wanted: Asked) -> Iterator[str]:
    """What was typed as phones and e-mails are kept: a phone as each country of the user's companies dials it."""
    if "@" in wanted.text:
        yield wanted.text.lower()
    if len(wanted.digits) < SHORTEST_PHONE:
        return
    countries = identity.companies(user, Party.objects.all().view_permission).values_list("country", flat=True)
    for country in sorted({*countries}):
        try:
            number = phonenumbers.parse(wanted.text, country)
        except phonenumbers.NumberParseException:
            continue
        yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
