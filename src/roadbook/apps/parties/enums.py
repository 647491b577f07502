"""Kinds of parties and of what is known about them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind


class PartyKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class AddressKind(models.TextChoices):
    REGISTERED = "registered", _("Registered address")
    CURRENT = "current", _("Current address")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")


class Channel(models.TextChoices):
    """How the party wants to be reached."""

    PHONE = "phone", _("Phone call")
    SMS = "sms", _("SMS")
    VIBER = "viber", _("Viber")
    WHATSAPP = "whatsapp", _("WhatsApp")
    TELEGRAM = "telegram", _("Telegram")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Letter")


class PaperKind(models.TextChoices):
    """Kinds of identity documents."""

    ID_CARD = "id_card", _("Identity card")
    PASSPORT = "passport", _("Passport")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")


PERSON_IDENTIFIERS = (
    IdentifierKind.EGN,
    IdentifierKind.LNCH,
    IdentifierKind.PESEL,
    IdentifierKind.INN_PERSON,
)
ORGANISATION_IDENTIFIERS = (
    IdentifierKind.EIK,
    IdentifierKind.NIP,
    IdentifierKind.REGON,
    IdentifierKind.INN_ORGANISATION,
    IdentifierKind.OGRN,
)
IDENTIFIERS = {PartyKind.PERSON: PERSON_IDENTIFIERS, PartyKind.ORGANISATION: ORGANISATION_IDENTIFIERS}
COUNTRY_OF = {
    IdentifierKind.EGN: "BG",
    IdentifierKind.LNCH: "BG",
    IdentifierKind.EIK: "BG",
    IdentifierKind.PESEL: "PL",
    IdentifierKind.NIP: "PL",
    IdentifierKind.REGON: "PL",
    IdentifierKind.INN_PERSON: "RU",
    IdentifierKind.INN_ORGANISATION: "RU",
    IdentifierKind.OGRN: "RU",
}
