"""What a user says about a party, as values: forms and the API build them, actions take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadbook.apps.parties.enums import Channel, ContactSource, PaperKind, PartyKind

MASK = "******"
SHOWN = 3


def masked(number: str, shown: int = SHOWN) -> str:
    """Nothing but the last characters of a number."""
    return f"{MASK}{number[-shown:]}" if len(number) > SHOWN else MASK


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
    """An identity document. On a change, one without a number is the document on file, with its number kept."""

    kind: str = PaperKind.ID_CARD
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    expires_on: date | None = None
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.number)

    @property
    def masked(self) -> str:
        """The last three characters of the number."""
        return masked(self.number)


@dataclass(frozen=True)
class NumberLine:
    """A national number as typed. ``value`` empty: the one on file stays. ``country`` counts for foreign ones only."""

    kind: str
    value: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.value.strip())


@dataclass(frozen=True)
class ContactLine:
    """A phone or an e-mail; ``label`` says whose ("work", "wife"). Without a status: as on file, or unconfirmed."""

    value: str
    label: str = ""
    status: str = ""
    source: str = ContactSource.CLIENT


@dataclass(frozen=True)
class BankLine:
    """A bank account. BIC and bank may be empty where the number names a bank that we know."""

    iban: str
    bic: str = ""
    bank_name: str = ""
    currency: str = ""
    is_default: bool = False
    closed_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.iban.strip())


@dataclass(frozen=True, kw_only=True)
class PartyDetails:
    """Everything that may be said about a party.

    A person has first and last name, an organisation ``name``. ``identifier`` is one national number as typed, and
    ``numbers`` are further ones; empty on a change keeps those on file, ``dropped_numbers`` names kinds that go.
    ``birth_date`` and ``sex`` count only where a number does not tell them. Phones and e-mails are texts, or lines
    that say more of them. ``manager_number`` empty on a change keeps the one on file.
    """

    kind: str = PartyKind.PERSON
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    name: str = ""
    latin_name: str = ""
    identifier_kind: str = ""
    identifier: str = ""
    identifier_country: str = ""
    numbers: tuple[NumberLine, ...] = ()
    dropped_numbers: tuple[str, ...] = ()
    birth_date: date | None = None
    sex: str = ""
    citizenship: str = ""
    accountable_person: str = ""
    manager: str = ""
    manager_number_kind: str = ""
    manager_number: str = ""
    language: str = ""
    preferred_channel: str = Channel.PHONE
    phones: tuple[str | ContactLine, ...] = ()
    emails: tuple[str | ContactLine, ...] = ()
    registered_address: AddressLine = AddressLine()
    current_address: AddressLine = AddressLine()
    correspondence_address: AddressLine = AddressLine()
    bank_accounts: tuple[BankLine, ...] = ()
    id_document: IdPaper = IdPaper()

    @property
    def phone_values(self) -> tuple[str, ...]:
        """The phones as texts."""
        return tuple(one.value if isinstance(one, ContactLine) else one for one in self.phones)

    @property
    def email_values(self) -> tuple[str, ...]:
        """The e-mails as texts."""
        return tuple(one.value if isinstance(one, ContactLine) else one for one in self.emails)

    @property
    def display_name(self) -> str:
        """A person's names in their order, or the organisation's name."""
        if self.kind == PartyKind.ORGANISATION:
            return self.name
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)
