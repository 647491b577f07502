"""The VAT register: what each tax document comes to, rate by rate."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing.enums import VatCode
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.money import CurrencyField, MoneyField
from roadbook.kit.triggers import append_only

from .documents import TaxDocument


class VatEntryQuerySet(ScopedQuerySet):
    view_permission = Permission.TAX_VIEW
    branch_path = "branch_id"


@append_only
class VatEntry(models.Model):
    """The lines of one document under one code and rate, in the document's currency and in that of the VAT law.

    Company, branch and tax date are those of the document, kept here for the register's order.
    """

    document = models.ForeignKey(TaxDocument, on_delete=models.PROTECT, related_name="vat_entries")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    tax_on = models.DateField(_("tax date"))
    vat_code = models.CharField(_("VAT"), max_length=12, choices=VatCode.choices)
    vat_rate = models.DecimalField(_("rate"), max_digits=6, decimal_places=4)
    currency = CurrencyField()
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()
    local_currency = CurrencyField()
    local_net = MoneyField()
    local_vat = MoneyField()

    objects = VatEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("VAT entry")
        verbose_name_plural = _("VAT register")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "vat_code", "vat_rate"], name="vat_entry_once_per_document_and_rate"
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="vat_entry_gross_is_net_and_vat"),
        ]
        indexes = [
            models.Index(fields=["tax_on", "id"], name="vat_entry_by_tax_date"),
            models.Index(fields=["company", "tax_on", "id"], name="vat_entry_by_company_and_date"),
            models.Index(fields=["vat_rate", "id"], name="vat_entry_grouped_by_rate"),
            models.Index(fields=["vat_code", "id"], name="vat_entry_grouped_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.vat_code}"
