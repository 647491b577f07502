"""Every write to parties."""

from .changing import PartyChangedMeanwhile, change_party
from .filling import DetailsRefused
from .numbers import DuplicateParty
from .registering import register_organisation, register_person
from .showing import ReasonMissing, show_identifier

__all__ = [
    "DetailsRefused",
    "DuplicateParty",
    "PartyChangedMeanwhile",
    "ReasonMissing",
    "change_party",
    "register_organisation",
    "register_person",
    "show_identifier",
]
