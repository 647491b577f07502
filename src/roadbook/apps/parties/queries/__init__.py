"""Reads of parties."""

from .echo import NumberAsked, NumberEcho, number_echo
from .files import company_of_party, details_of, identifier_of, party_file, register
from .found import find_clients

__all__ = [
    "NumberAsked",
    "NumberEcho",
    "company_of_party",
    "details_of",
    "find_clients",
    "identifier_of",
    "number_echo",
    "party_file",
    "register",
]
