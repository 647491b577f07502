"""The own company."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.organisation.enums import Country
from roadbook.kit.crypto import EncryptedTextField
from roadbook.kit.money import CurrencyField

SHOWN = 4


class Company(models.Model):
    """An own company: the unit of separation. Every register belongs to one, and it books on its own business date."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    currency = CurrencyField(_("currency"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    business_date = models.DateField(_("business date"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Sofia")
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    tax_number = models.CharField(_("registration number"), max_length=20, blank=True)
    bulstat = models.CharField(_("БУЛСТАТ"), max_length=20, blank=True)
    regon = models.CharField(_("REGON"), max_length=20, blank=True)
    krs = models.CharField(_("KRS"), max_length=20, blank=True)
    kpp = models.CharField(_("КПП"), max_length=20, blank=True)
    ogrn = models.CharField(_("ОГРН"), max_length=20, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    accountable_person = models.CharField(_("accountable person"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=120, blank=True)
    manager = models.CharField(pgettext_lazy("of a company", "manager"), max_length=150, blank=True)
    manager_number_kind = models.CharField(max_length=20, choices=IdentifierKind.choices, blank=True)
    manager_number = EncryptedTextField(_("manager's national number"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.CheckConstraint(condition=models.Q(country__in=Country.values), name="company_country_is_known"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="company_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def full_address(self) -> str:
        """Postcode and city, region, street, in one line; what is not known is left out."""
        place = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (place, self.region, self.address) if part)

    @property
    def manager_masked(self) -> str:
        """The manager's national number, but for its last four digits."""
        hidden = len(self.manager_number) - SHOWN
        return "*" * max(hidden, 0) + self.manager_number[-SHOWN:] if self.manager_number else ""
