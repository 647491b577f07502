"""What we offer: one set of conditions of one company."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.leasing.enums import ProductKind
from roadbook.apps.organisation.models import Company

from .terms import ProductTerms


class ProductQuerySet(ScopedQuerySet):
    view_permission = "product.view"


class Product(models.Model):
    """``terms`` is the JSON of ``ProductTerms``. A signed contract keeps a copy of them: a change never touches it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=ProductKind.choices, default=ProductKind.LOAN)
    terms = models.JSONField(default=dict)
    is_offered = models.BooleanField(_("offered"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="product_code_once_per_company"),
            models.CheckConstraint(condition=Q(kind__in=ProductKind.values), name="product_kind_is_known"),
        ]
        indexes = [models.Index(fields=["company", "name"], name="product_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def conditions(self) -> ProductTerms:
        return ProductTerms.from_data(self.terms)
