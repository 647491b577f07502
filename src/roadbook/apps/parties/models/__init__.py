"""People and organisations, and what is known about them."""

from .consents import Consent, ConsentText
from .details import Address, BankAccount, ContactPoint, IdDocument, Identifier
from .merges import Merge, MergeMove
from .party import Party
from .relations import Relation
from .values import AddressLine, BankLine, ContactLine, IdPaper, NumberLine, PartyDetails

__all__ = [
    "Address",
    "AddressLine",
    "BankAccount",
    "BankLine",
    "Consent",
    "ConsentText",
    "ContactLine",
    "ContactPoint",
    "IdDocument",
    "IdPaper",
    "Identifier",
    "Merge",
    "MergeMove",
    "NumberLine",
    "Party",
    "PartyDetails",
    "Relation",
]
