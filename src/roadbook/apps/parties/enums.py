"""Kinds of parties and of what is known about them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.jurisdictions.enums import IdentifierKind, PaperKind

__all__ = [
    "COUNTRY_OF",
    "IDENTIFIERS",
    "ORGANISATION_IDENTIFIERS",
    "PERSON_IDENTIFIERS",
    "AddressKind",
    "Channel",
    "ConsentPurpose",
    "ConsentSource",
    "ContactKind",
    "ContactSource",
    "ContactStatus",
    "PaperKind",
    "PartyKind",
    "RelationKind",
    "ReturnReason",
]


class PartyKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class AddressKind(models.TextChoices):
    REGISTERED = "registered", _("Registered address")
    CURRENT = "current", _("Current address")
    CORRESPONDENCE = "correspondence", _("Address for letters")


class ReturnReason(models.TextChoices):
    """What the post wrote on a letter that came back."""

    MOVED = "moved", _("Moved away")
    UNKNOWN = "unknown", _("Unknown at the address")
    NO_ADDRESS = "no_address", _("No such address")
    NOT_COLLECTED = "not_collected", _("Not collected in time")
    REFUSED = "refused", _("Not accepted")
    DECEASED = "deceased", _("Deceased")
    OTHER = "other", _("Other reason")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")


class ContactStatus(models.TextChoices):
    """Does a phone or an e-mail reach its owner?"""

    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    WORKS = "works", _("Works")
    WRONG = "wrong", _("Wrong")


class ContactSource(models.TextChoices):
    """Who told us a phone or an e-mail."""

    CLIENT = "client", _("The client")
    THIRD_PARTY = "third_party", _("Somebody else")
    REGISTER = "register", _("Public register")
    IMPORT = "import", _("Import")


class Channel(models.TextChoices):
    """How the party wants to be reached."""

    PHONE = "phone", _("Phone call")
    SMS = "sms", _("SMS")
    VIBER = "viber", _("Viber")
    WHATSAPP = "whatsapp", _("WhatsApp")
    TELEGRAM = "telegram", _("Telegram")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Letter")


class RelationKind(models.TextChoices):
    """What the other one is to the party."""

    CONTACT_PERSON = "contact_person", _("Contact person")
    GUARANTOR = "guarantor", _("Guarantor")
    SPOUSE = "spouse", _("Spouse")
    EMPLOYER = "employer", _("Employer")
    BENEFICIAL_OWNER = "beneficial_owner", _("Beneficial owner")
    ACCOUNTABLE_PERSON = "accountable_person", _("Accountable person")
    MANAGER = "manager", pgettext_lazy("of a company", "Manager")
    REPRESENTATIVE = "representative", _("Representative")


SEEN_FROM_THE_OTHER = {
    RelationKind.CONTACT_PERSON: _("Contact person of"),
    RelationKind.GUARANTOR: _("Guarantor of"),
    RelationKind.SPOUSE: _("Spouse"),
    RelationKind.EMPLOYER: _("Employs"),
    RelationKind.BENEFICIAL_OWNER: _("Beneficial owner of"),
    RelationKind.ACCOUNTABLE_PERSON: _("Accountable person of"),
    RelationKind.MANAGER: _("Manager of"),
    RelationKind.REPRESENTATIVE: _("Representative of"),
}
OF_PEOPLE_ONLY = frozenset({RelationKind.SPOUSE, RelationKind.EMPLOYER})
OF_ORGANISATIONS_ONLY = frozenset(
    {RelationKind.BENEFICIAL_OWNER, RelationKind.ACCOUNTABLE_PERSON, RelationKind.MANAGER}
)


class ConsentPurpose(models.TextChoices):
    """For what personal data may be used because the party agreed."""

    MARKETING = "marketing", _("Offers and news")
    PROFILING = "profiling", _("Offers chosen by profile")
    CREDIT_CHECK = "credit_check", _("Enquiries at credit bureaus")
    DATA_SHARING = "data_sharing", _("Passing data to partners")
    ID_COPY = "id_copy", _("Keeping a copy of the identity document")


CONTACTING = frozenset({ConsentPurpose.MARKETING, ConsentPurpose.PROFILING})
"""Purposes that are agreed to channel by channel."""


class ConsentSource(models.TextChoices):
    """How the party told us."""

    PAPER = "paper", _("Signed paper")
    OFFICE = "office", _("In person")
    CALL = "call", _("Recorded call")
    EMAIL = "email", _("E-mail")
    MESSAGE = "message", _("Message")
    WEB = "web", _("Web form")
    IMPORT = "import", _("Import")


PERSON_IDENTIFIERS = (
    IdentifierKind.EGN,
    IdentifierKind.LNCH,
    IdentifierKind.PESEL,
    IdentifierKind.NIP,
    IdentifierKind.INN_PERSON,
    IdentifierKind.OGRNIP,
    IdentifierKind.SNILS,
    IdentifierKind.VAT,
    IdentifierKind.FOREIGN,
)
ORGANISATION_IDENTIFIERS = (
    IdentifierKind.EIK,
    IdentifierKind.NIP,
    IdentifierKind.REGON,
    IdentifierKind.KRS,
    IdentifierKind.INN_ORGANISATION,
    IdentifierKind.KPP,
    IdentifierKind.OGRN,
    IdentifierKind.VAT,
    IdentifierKind.FOREIGN,
)
IDENTIFIERS = {PartyKind.PERSON: PERSON_IDENTIFIERS, PartyKind.ORGANISATION: ORGANISATION_IDENTIFIERS}
SHARED = frozenset({IdentifierKind.KPP})
"""Kinds that several organisations may have in common, so that they identify nobody."""
COUNTRY_OF = {
    IdentifierKind.EGN: "BG",
    IdentifierKind.LNCH: "BG",
    IdentifierKind.EIK: "BG",
    IdentifierKind.PESEL: "PL",
    IdentifierKind.NIP: "PL",
    IdentifierKind.REGON: "PL",
    IdentifierKind.KRS: "PL",
    IdentifierKind.INN_PERSON: "RU",
    IdentifierKind.INN_ORGANISATION: "RU",
    IdentifierKind.KPP: "RU",
    IdentifierKind.OGRN: "RU",
    IdentifierKind.OGRNIP: "RU",
    IdentifierKind.SNILS: "RU",
}
