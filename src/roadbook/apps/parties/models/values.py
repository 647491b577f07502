"""What a user says about a party, as values: forms and the API build them, actions take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadbook.apps.parties.enums import Channel, PaperKind, PartyKind

MASK = "******"
SHOWN = 3


@dataclass(frozen=True)
class AddressLine:
    """An address; all empty means that there is none. ``country`` is an ISO 3166 code of two letters."""

    country: str = ""
    region: str = ""
    city: str = ""
    postcode: str = ""
    street: str = ""

    def __bool__(self) -> bool:
        return any((self.region, self.city, self.postcode, self.street))

    def __str__(self) -> str:
        place = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, place, self.region, self.country) if part)


@dataclass(frozen=True)
class IdPaper:
    """An identity document. Without a number there is none."""

    kind: str = PaperKind.ID_CARD
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    expires_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.number)

    @property
    def masked(self) -> str:
        """The last three characters; the whole number stands where the file is changed."""
        return f"{MASK}{self.number[-SHOWN:]}" if len(self.number) > SHOWN else MASK


@dataclass(frozen=True, kw_only=True)
class PartyDetails:
    """Everything that may be said about a party.

    A person has first and last name, an organisation ``name``. ``identifier`` is the national number as typed; empty on
    a change keeps the one on file. ``birth_date`` and ``sex`` count only where the number does not tell them.
    """

    kind: str = PartyKind.PERSON
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    name: str = ""
    latin_name: str = ""
    identifier_kind: str = ""
    identifier: str = ""
    birth_date: date | None = None
    sex: str = ""
    citizenship: str = ""
    accountable_person: str = ""
    language: str = ""
    preferred_channel: str = Channel.PHONE
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    registered_address: AddressLine = AddressLine()
    current_address: AddressLine = AddressLine()
    id_document: IdPaper = IdPaper()

    @property
    def display_name(self) -> str:
        """A person's names in their order, or the organisation's name."""
        if self.kind == PartyKind.ORGANISATION:
            return self.name
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)
