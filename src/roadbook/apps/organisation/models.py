"""Own companies, their branches and their number series."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from roadbook.kit.money import CurrencyField

from .enums import Country, SeriesKind


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


class Branch(models.Model):
    """A place of work of a company."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="branches")
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    city = models.CharField(_("city"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="branch_code_is_unique_in_its_company"),
        ]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The counter of one kind of paper in one year. ``next`` is the number that the next caller gets."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="series")
    kind = models.CharField(max_length=20, choices=SeriesKind.choices)
    year = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=8)
    next = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "year"], name="series_is_one_per_company_kind_and_year"),
            models.CheckConstraint(condition=models.Q(next__gte=1), name="series_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.next:05d}"
