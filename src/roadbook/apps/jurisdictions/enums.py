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
    KRS = "krs", _("KRS (Polish court register number)")
    INN_PERSON = "inn_person", _("ИНН of a person (12 digits)")
    INN_ORGANISATION = "inn_organisation", _("ИНН of an organisation (10 digits)")
    KPP = "kpp", _("КПП (Russian tax registration code)")
    OGRN = "ogrn", _("ОГРН (Russian state registration number)")
    OGRNIP = "ogrnip", _("ОГРНИП (Russian number of a sole trader)")
    SNILS = "snils", _("СНИЛС (Russian insurance number)")
    VAT = "vat", _("VAT number in the European Union")
    FOREIGN = "foreign", _("Number given by another country")

    @property
    def short(self) -> str:
        """What people call it in any language, in the letters of its country; "ID" for another country's."""
        return SHORT.get(self.value, self.value.upper())


SHORT = {
    "egn": "ЕГН",
    "lnch": "ЛНЧ",
    "eik": "ЕИК",
    "inn_person": "ИНН",
    "inn_organisation": "ИНН",
    "kpp": "КПП",
    "ogrn": "ОГРН",
    "ogrnip": "ОГРНИП",
    "snils": "СНИЛС",
    "foreign": "ID",
}


class Sex(models.TextChoices):
    FEMALE = "f", _("Female")
    MALE = "m", _("Male")


class PaperKind(models.TextChoices):
    """Kinds of identity documents."""

    ID_CARD = "id_card", _("Identity card")
    PASSPORT = "passport", _("Passport")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")
