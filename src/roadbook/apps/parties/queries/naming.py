"""Clients by what a file calls them: our client number, or a national or registration number."""

from __future__ import annotations

from collections.abc import Collection

from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.models import Identifier, Party
from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE
from roadbook.kit import crypto


def by_number_or_identifier(company: Company, said: Collection[str]) -> dict[str, Party]:
    """The clients of a company by these words, each by its own; a word that two clients share names neither."""
    words = {word: "".join(word.split()) for word in said}
    indexes = {crypto.blind_index(bare, IDENTIFIER_PURPOSE): word for word, bare in words.items()}
    rows = Identifier.objects.filter(company=company, value_index__in=indexes).select_related("party__company")
    owners: dict[str, set[Party]] = {}
    for row in rows:
        owners.setdefault(indexes[row.value_index], set()).add(row.party)
    found = {word: next(iter(people)) for word, people in owners.items() if len(people) == 1}
    for one in Party.objects.filter(company=company, number__in=list(words)).select_related("company"):
        found[one.number] = one
    return found
