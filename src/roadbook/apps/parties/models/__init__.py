"""People and organisations, and what is known about them."""

from .details import Address, ContactPoint, IdDocument, Identifier
from .party import Party
from .values import AddressLine, IdPaper, PartyDetails

__all__ = [
    "Address",
    "AddressLine",
    "ContactPoint",
    "IdDocument",
    "IdPaper",
    "Identifier",
    "Party",
    "PartyDetails",
]
