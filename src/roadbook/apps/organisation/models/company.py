"""The own company."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.enums import Country
from roadbook.kit.money import CurrencyField


class Company(models.Model):
    """An own company: the unit of separation. Every register belongs to one, and it books on its own business date."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    currency = CurrencyField(_("currency"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    business_date = models.DateField(_("business date"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Sofia")
    tax_number = models.CharField(_("registration number"), max_length=20, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    accountable_person = models.CharField(_("accountable person"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    iban = models.CharField(_("bank account"), max_length=40, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.CheckConstraint(condition=models.Q(country__in=Country.values), name="company_country_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
