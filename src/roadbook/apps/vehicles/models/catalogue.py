"""The catalogue: makes, their models, and the trims of a model with their technical data."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox
from roadbook.kit import text


class CatalogueQuerySet(models.QuerySet[Any]):
    def standing(self) -> CatalogueQuerySet:
        """What is of the catalogue: doubles that were merged into another are not."""
        return self.filter(merged_into__isnull=True)

    def offered(self) -> CatalogueQuerySet:
        """What may be picked for a new vehicle."""
        return self.standing().filter(retired_at__isnull=True)


class CatalogueEntry(models.Model):
    """What makes, models and trims have in common. ``key`` is the folded name, so that one name is written one way.

    A double stays as a signpost: whoever names it again means the entry that it was ``merged_into``.
    """

    name = models.CharField(_("name"), max_length=60)
    key = models.CharField(max_length=60)
    retired_at = models.DateTimeField(_("retired"), null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="doubles")
    search_text = models.TextField(blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class Make(CatalogueEntry):
    """A maker's brand."""

    class Meta:
        verbose_name = _("make")
        verbose_name_plural = _("makes")
        constraints = [models.UniqueConstraint(fields=["key"], name="make_named_once")]
        indexes = [models.Index(fields=["name", "id"], name="make_by_name")]


class Model(CatalogueEntry):
    """A model of a make."""

    make = models.ForeignKey(Make, on_delete=models.PROTECT, related_name="models", verbose_name=_("make"))

    class Meta:
        verbose_name = _("model")
        verbose_name_plural = _("models")
        constraints = [models.UniqueConstraint(fields=["make", "key"], name="model_once_per_make")]
        indexes = [models.Index(fields=["name", "id"], name="model_by_name")]


class Trim(CatalogueEntry):
    """A modification of a model with its technical data, which a vehicle takes over where nothing else is told."""

    TECHNICAL = (
        "body",
        "fuel",
        "gearbox",
        "drive",
        "displacement_cc",
        "power_kw",
        "seats",
        "mass_kg",
        "co2_g_km",
        "euro_class",
    )

    name = models.CharField(_("trim"), max_length=80)
    key = models.CharField(max_length=80)
    model = models.ForeignKey(Model, on_delete=models.PROTECT, related_name="trims", verbose_name=_("model"))
    from_year = models.PositiveSmallIntegerField(_("from year"), null=True)
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True)
    body = models.CharField(_("body"), max_length=12, choices=Body.choices, blank=True)
    fuel = models.CharField(_("fuel"), max_length=14, choices=Fuel.choices, blank=True)
    gearbox = models.CharField(_("gearbox"), max_length=10, choices=Gearbox.choices, blank=True)
    drive = models.CharField(_("drive"), max_length=6, choices=Drive.choices, blank=True)
    displacement_cc = models.PositiveIntegerField(_("displacement, cm³"), null=True)
    power_kw = models.PositiveSmallIntegerField(_("power, kW"), null=True)
    power_hp = models.PositiveSmallIntegerField(_("power, hp"), null=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True)
    mass_kg = models.PositiveIntegerField(_("mass, kg"), null=True)
    co2_g_km = models.PositiveSmallIntegerField(_("CO₂, g/km"), null=True)
    euro_class = models.CharField(_("Euro class"), max_length=8, choices=EuroClass.choices, blank=True)

    class Meta:
        verbose_name = _("trim")
        verbose_name_plural = _("trims")
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="trim_once_per_model"),
            models.CheckConstraint(
                condition=Q(to_year__isnull=True) | Q(from_year__isnull=True) | Q(to_year__gte=F("from_year")),
                name="trim_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="trim_by_name")]


def entry_search_text(entry: Make | Model | Trim) -> str:
    """What an entry is found by: its name and those above it."""
    if isinstance(entry, Trim):
        return text.search_text(entry.model.make.name, entry.model.name, entry.name)
    return text.search_text(entry.make.name, entry.name) if isinstance(entry, Model) else text.search_text(entry.name)
