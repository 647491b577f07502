"""What was read off a vehicle over time: its plates and its odometer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.enums import DistanceUnit, OdometerSource
from roadbook.kit.triggers import append_only_part

from .vehicle import Vehicle


class VehiclePlate(models.Model):
    """A plate that the vehicle bore from a day to a day; the present one has no end."""

    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="plates")
    plate = models.CharField(_("plate"), max_length=15)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("plate")
        verbose_name_plural = _("plates")
        constraints = [
            models.UniqueConstraint(
                fields=["vehicle"], condition=Q(to_on__isnull=True), name="vehicle_bears_one_plate_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="plate_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.plate


@append_only_part("vehicle")
class OdometerReading(models.Model):
    """One reading, as it was read (``value`` in ``unit``) and in kilometres. Never changed: a correction is a new row.

    ``corrects`` is the reading that this one stands in for; ``is_doubtful`` marks one that is lower than an earlier
    reading, or higher than a later one, and that somebody confirmed.
    """

    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="readings")
    read_on = models.DateField(_("read on"))
    value = models.PositiveIntegerField(_("reading"))
    unit = models.CharField(_("unit"), max_length=2, choices=DistanceUnit.choices)
    km = models.PositiveIntegerField(_("kilometres"))
    source = models.CharField(_("source"), max_length=16, choices=OdometerSource.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    is_doubtful = models.BooleanField(_("doubtful"), default=False)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    created_at = models.DateTimeField(_("entered at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("odometer reading")
        verbose_name_plural = _("odometer readings")
        indexes = [models.Index(fields=["vehicle", "read_on", "id"], name="reading_by_day")]

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"
