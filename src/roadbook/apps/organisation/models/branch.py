"""The branches of an own company."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .company import Company


class Branch(models.Model):
    """A place of work of a company."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="branches")
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    city = models.CharField(_("city"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    manager = models.CharField(pgettext_lazy("of a company", "manager"), max_length=150, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    closed_on = models.DateField(_("closed on"), null=True)
    search_text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="branch_code_is_unique_in_its_company"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="branch_by_name")]

    def __str__(self) -> str:
        return self.name
