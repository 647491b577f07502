"""Reads of parties."""

from .files import company_of_party, details_of, identifier_of, party_file, register
from .found import find_clients

__all__ = ["company_of_party", "details_of", "find_clients", "identifier_of", "party_file", "register"]
