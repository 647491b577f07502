"""What we offer: one set of conditions of one company."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.leasing.enums import ProductKind
from roadbook.apps.organisation.models import Company
from roadbook.kit.reading import ById

from .terms import ProductTerms


class ProductQuerySet(ScopedQuerySet):
    view_permission = "product.view"


class Product(models.Model):
    """Its conditions are versions, each from a day on. A signed contract keeps a copy: a change never touches it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=ProductKind.choices, default=ProductKind.LOAN)
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
    def dated_versions(self) -> Sequence[ProductVersion]:
        """Its versions from the first on; no query where they were fetched with it."""
        fetched = "versions" in getattr(self, "_prefetched_objects_cache", {})
        return sorted(self.versions.all() if fetched else _VERSIONS.rows(self.pk), key=lambda one: one.effective_on)

    def conditions_on(self, on: date) -> ProductTerms:
        """The conditions in force on a day; before the first version those of the first."""
        found = self.dated_versions
        return [found[0], *(one for one in found if one.effective_on <= on)][-1].conditions

    @property
    def conditions(self) -> ProductTerms:
        """The conditions in force on the company's business date."""
        return self.conditions_on(self.company.business_date)


class ProductVersion(models.Model):
    """The conditions of a product from a day on. ``terms`` is the JSON of ``ProductTerms``."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    effective_on = models.DateField(_("in force from"))
    terms = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "effective_on"], name="product_version_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} from {self.effective_on}"

    @property
    def conditions(self) -> ProductTerms:
        return ProductTerms.from_data(self.terms)


_VERSIONS: ById[ProductVersion] = ById(lambda pk: ProductVersion.objects.filter(product_id=pk))
