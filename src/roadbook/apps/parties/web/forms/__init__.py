"""Forms of clients."""

from .parties import FORMS, PartyForm, initial_of

__all__ = ["FORMS", "PartyForm", "initial_of"]
