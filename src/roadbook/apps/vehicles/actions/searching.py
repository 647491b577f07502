"""What a vehicle is found by."""

from __future__ import annotations

from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import text


def search_text(vehicle: Vehicle) -> str:
    """VIN, internal code, the plates it bears and bore, make, model, trim, model year, engine number."""
    plates = {vehicle.plate, *(row.plate for row in vehicle.plates.all())} if vehicle.pk else {vehicle.plate}
    numbers = (vehicle.internal_code, vehicle.engine, vehicle.frame, vehicle.chassis)
    return text.search_text(vehicle.vin, *sorted(plates), vehicle, vehicle.model_year, *numbers)
