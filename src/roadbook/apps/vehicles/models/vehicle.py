"""The physical vehicle."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox, PowerUnit, VehicleKind
from roadbook.kit import text
from roadbook.kit.indexes import EmptyLastIndex, TrigramIndex

from .catalogue import Make, Model, Trim


class VehicleQuerySet(ScopedQuerySet):
    view_permission = "vehicle.view"

    def locked(self, pk: int) -> Vehicle:
        """The row as it is now, held until the transaction ends."""
        found: Vehicle = self.select_for_update(of=("self",)).select_related("company", "make", "model").get(pk=pk)
        return found

    def search(self, words: str) -> VehicleQuerySet:
        """Every word somewhere in make, model, VIN or plate; or the whole is VIN or plate, on either keyboard."""
        condition = Q()
        for word in text.fold(words).split():
            condition &= Q(search_text__contains=word)
        plate = text.latin_plate(words).lower()
        return self.filter(condition | Q(search_text__contains=plate)) if plate else self.filter(condition)


class Vehicle(models.Model):
    """One physical vehicle on the register of one company. VIN and plate are in Latin capitals without spaces."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    vin = models.CharField(_("VIN"), max_length=17)
    plate = models.CharField(_("plate"), max_length=15, blank=True)
    make = models.ForeignKey(Make, on_delete=models.PROTECT, related_name="+", verbose_name=_("make"))
    model = models.ForeignKey(Model, on_delete=models.PROTECT, related_name="+", verbose_name=_("model"))
    trim = models.CharField(_("trim"), max_length=80, blank=True)
    catalogue_trim = models.ForeignKey(Trim, null=True, on_delete=models.PROTECT, related_name="+")
    internal_code = models.CharField(_("internal code"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=VehicleKind.choices, blank=True)
    engine = models.CharField(_("engine number"), max_length=40, blank=True)
    frame = models.CharField(_("frame number"), max_length=40, blank=True)
    chassis = models.CharField(_("chassis number"), max_length=40, blank=True)
    body = models.CharField(_("body"), max_length=12, choices=Body.choices, blank=True)
    fuel = models.CharField(_("fuel"), max_length=14, choices=Fuel.choices, blank=True)
    gearbox = models.CharField(_("gearbox"), max_length=10, choices=Gearbox.choices, blank=True)
    drive = models.CharField(_("drive"), max_length=6, choices=Drive.choices, blank=True)
    power_kw = models.PositiveSmallIntegerField(_("power, kW"), null=True)
    power_hp = models.PositiveSmallIntegerField(_("power, hp"), null=True)
    power_unit = models.CharField(max_length=2, choices=PowerUnit.choices, blank=True)
    displacement_cc = models.PositiveIntegerField(_("displacement, cm³"), null=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True)
    mass_kg = models.PositiveIntegerField(_("mass, kg"), null=True)
    co2_g_km = models.PositiveSmallIntegerField(_("CO₂, g/km"), null=True)
    euro_class = models.CharField(_("Euro class"), max_length=8, choices=EuroClass.choices, blank=True)
    is_right_hand_drive = models.BooleanField(_("right-hand drive"), default=False)
    colour = models.CharField(_("colour"), max_length=40, blank=True)
    interior = models.CharField(_("interior"), max_length=60, blank=True)
    model_year = models.PositiveSmallIntegerField(_("model year"), null=True)
    title_year = models.PositiveSmallIntegerField(_("year by title document"), null=True)
    first_registered_on = models.DateField(_("first registration"), null=True)
    odometer_km = models.PositiveIntegerField(_("odometer, km"), null=True)
    odometer_on = models.DateField(_("odometer read on"), null=True)
    owners_count = models.PositiveSmallIntegerField(_("number of owners"), null=True)
    history_report = models.CharField(_("history report"), max_length=60, blank=True)
    history_report_on = models.DateField(_("date of the history report"), null=True)
    is_pledged = models.BooleanField(_("pledged"), default=False)
    restrictions = models.CharField(_("restrictions"), max_length=300, blank=True)
    options = models.TextField(_("options"), max_length=4000, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    search_text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("registered at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = VehicleQuerySet.as_manager()

    class Meta:
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")
        constraints = [
            models.UniqueConstraint(fields=["company", "vin"], name="vehicle_vin_once_per_company"),
            models.CheckConstraint(condition=~Q(vin=""), name="vehicle_has_a_vin"),
            models.UniqueConstraint(
                fields=["company", "internal_code"],
                condition=~Q(internal_code=""),
                name="vehicle_internal_code_once_per_company",
            ),
        ]
        indexes = [
            models.Index(fields=["plate", "id"], name="vehicle_by_plate"),
            models.Index(fields=["vin", "id"], name="vehicle_by_vin"),
            models.Index(fields=["kind", "id"], name="vehicle_grouped_by_kind"),
            models.Index(fields=["company", "id"], name="vehicle_grouped_by_company"),
            models.Index(fields=["created_at", "id"], name="vehicle_by_entry"),
            models.Index(fields=["model_year", "id"], name="vehicle_by_year"),
            EmptyLastIndex(fields=["model_year", "id"], name="vehicle_by_year_down"),
            models.Index(fields=["odometer_km", "id"], name="vehicle_by_odometer"),
            EmptyLastIndex(fields=["odometer_km", "id"], name="vehicle_by_odometer_down"),
            models.Index(fields=["first_registered_on", "id"], name="vehicle_by_registration"),
            EmptyLastIndex(fields=["first_registered_on", "id"], name="vehicle_by_registration_down"),
            TrigramIndex(fields=["search_text"], name="vehicle_by_text"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.make.name, self.model.name, self.trim) if part)
