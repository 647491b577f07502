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
from .letters import AddressUnchanged, ReturnRefused, confirm_address, return_letter
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
    "AddressUnchanged",
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
    "ReturnRefused",
    "change_party",
    "change_relation",
    "confirm_address",
    "end_relation",
    "give_consent",
    "give_consents",
    "merge",
    "register_organisation",
    "register_person",
    "relate",
    "return_letter",
    "show_id_document",
    "show_identifier",
    "show_manager_number",
    "show_outsider_number",
    "take_back_relation",
    "unmerge",
    "withdraw_consent",
    "write_consent_text",
]
