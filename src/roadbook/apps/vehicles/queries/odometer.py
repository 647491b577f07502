"""What the odometer showed over time."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from roadbook.apps.vehicles.models import OdometerReading, Vehicle


def readings_of(vehicle: Vehicle) -> list[OdometerReading]:
    """Every reading, corrected ones too, the latest first."""
    rows = vehicle.readings.select_related("created_by", "corrects", "corrected_by")
    return list(rows.order_by("-read_on", "-pk"))


def counting(vehicle: Vehicle) -> QuerySet[OdometerReading]:
    """The readings that no correction stands in for, by day."""
    return vehicle.readings.filter(corrected_by__isnull=True).order_by("read_on", "pk")


def last_reading(vehicle: Vehicle) -> OdometerReading:
    """The latest reading that counts.

    :raises OdometerReading.DoesNotExist: there is none.
    """
    return counting(vehicle).latest("read_on", "pk")


def is_doubtful(reading: OdometerReading) -> bool:
    """Would the odometer run backwards: is the figure below one of an earlier day, or above one of a later day?"""
    others = counting(reading.vehicle).exclude(pk=reading.corrects_id or 0)
    backwards = Q(read_on__lte=reading.read_on, km__gt=reading.km) | Q(read_on__gt=reading.read_on, km__lt=reading.km)
    return others.filter(backwards).exists()
