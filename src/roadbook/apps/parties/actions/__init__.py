"""Every write to parties."""

from .changing import PartyChangedMeanwhile, change_party
from .checking import DetailsRefused
from .consenting import (
    ConsentRefused,
    ConsentStands,
    give_consent,
    give_consents,
    withdraw_consent,
    write_consent_text,
)
from .merging import MergeChanged, MergeRefused, merge, unmerge
from .numbers import DuplicateParty
from .registering import register_organisation, register_person
from .relating import (
    RelationDetails,
    RelationRefused,
    change_relation,
    end_relation,
    relate,
    take_back_relation,
)
from .showing import (
    ReasonMissing,
    show_id_document,
    show_identifier,
    show_manager_number,
    show_outsider_number,
)

__all__ = [
    "ConsentRefused",
    "ConsentStands",
    "DetailsRefused",
    "DuplicateParty",
    "MergeChanged",
    "MergeRefused",
    "PartyChangedMeanwhile",
    "ReasonMissing",
    "RelationDetails",
    "RelationRefused",
    "change_party",
    "change_relation",
    "end_relation",
    "give_consent",
    "give_consents",
    "merge",
    "register_organisation",
    "register_person",
    "relate",
    "show_id_document",
    "show_identifier",
    "show_manager_number",
    "show_outsider_number",
    "take_back_relation",
    "unmerge",
    "withdraw_consent",
    "write_consent_text",
]
