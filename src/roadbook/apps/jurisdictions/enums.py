"""Numbers that a state gave to a person or an organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentifierKind(models.TextChoices):
    EGN = "egn", _("ЕГН (Bulgarian personal number)")
    LNCH = "lnch", _("ЛНЧ (foreigner's number in Bulgaria)")
    EIK = "eik", _("ЕИК / БУЛСТАТ (Bulgarian organisation number)")
    PESEL = "pesel", _("PESEL (Polish personal number)")
    NIP = "nip", _("NIP (Polish tax number)")
    REGON = "regon", _("REGON (Polish statistical number)")
    INN_PERSON = "inn_person", _("ИНН of a person (12 digits)")
    INN_ORGANISATION = "inn_organisation", _("ИНН of an organisation (10 digits)")
    OGRN = "ogrn", _("ОГРН (Russian state registration number)")


class Sex(models.TextChoices):
    FEMALE = "f", _("Female")
    MALE = "m", _("Male")
