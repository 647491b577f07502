"""Reads of parties."""

from .consents import consent_of, consents_of, is_allowed, standings, texts, texts_for
from .duplicates import Asked, Candidate, candidates
from .echo import NumberAsked, NumberEcho, number_echo
from .files import (
    company_of_party,
    details_of,
    identifier_of,
    paper_of,
    party_file,
    register,
)
from .flags import Flag, flags_of
from .found import clients_named, find_clients, recent_clients
from .merging import facts_digest, facts_since, merge_preview, standing_merge, survivor_of
from .naming import by_number_or_identifier
from .relations import Related, relation_of, relations_of

__all__ = [
    "Asked",
    "Candidate",
    "Flag",
    "NumberAsked",
    "NumberEcho",
    "Related",
    "by_number_or_identifier",
    "candidates",
    "clients_named",
    "company_of_party",
    "consent_of",
    "consents_of",
    "details_of",
    "facts_digest",
    "facts_since",
    "find_clients",
    "flags_of",
    "identifier_of",
    "is_allowed",
    "merge_preview",
    "number_echo",
    "paper_of",
    "party_file",
    "recent_clients",
    "register",
    "relation_of",
    "relations_of",
    "standing_merge",
    "standings",
    "survivor_of",
    "texts",
    "texts_for",
]
