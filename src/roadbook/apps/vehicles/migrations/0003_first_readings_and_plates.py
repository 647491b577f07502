"""What vehicles said of odometer, plate and power becomes the first row of each history; the catalogue is found anew."""

from typing import Any

from django.db import migrations

from roadbook.calc import units
from roadbook.kit import text

AT_ONCE = 500


def fill(apps: Any, _editor: Any) -> None:
    _catalogue(apps)
    vehicles = apps.get_model("vehicles", "Vehicle")
    readings = apps.get_model("vehicles", "OdometerReading")
    plates = apps.get_model("vehicles", "VehiclePlate")
    last = 0
    while rows := list(vehicles.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        for row in rows:
            row.odometer_on = row.created_at.date() if row.odometer_km is not None else None
            if row.power_kw is not None:
                row.power_hp, row.power_unit = units.horsepower(row.power_kw), "kw"
        vehicles.objects.bulk_update(rows, ["odometer_on", "power_hp", "power_unit"])
        readings.objects.bulk_create(_reading(readings, row) for row in rows if row.odometer_km is not None)
        plates.objects.bulk_create(
            plates(
                vehicle=row,
                plate=row.plate,
                from_on=row.first_registered_on or row.created_at.date(),
                created_at=row.created_at,
                created_by_id=row.created_by_id,
            )
            for row in rows
            if row.plate
        )


def _reading(readings: Any, row: Any) -> Any:
    return readings(
        vehicle=row,
        read_on=row.odometer_on,
        value=row.odometer_km,
        unit="km",
        km=row.odometer_km,
        source="entry",
        created_at=row.created_at,
        created_by_id=row.created_by_id,
    )


def _catalogue(apps: Any) -> None:
    makes, models = (apps.get_model("vehicles", name) for name in ("Make", "Model"))
    for make in makes.objects.all():
        makes.objects.filter(pk=make.pk).update(search_text=text.search_text(make.name))
    for model in models.objects.select_related("make"):
        models.objects.filter(pk=model.pk).update(search_text=text.search_text(model.make.name, model.name))


class Migration(migrations.Migration):
    dependencies = [("vehicles", "0002_whole_vehicle")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
