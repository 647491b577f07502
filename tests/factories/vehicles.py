"""Vehicles for tests, made through actions."""

from __future__ import annotations

import random
from itertools import count
from typing import Any

from roadbook.apps.backoffice.management.demo import numbers
from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles import actions
from roadbook.apps.vehicles.models import OdometerReading, Trim, Vehicle, VehicleDocument
from tests.factories import organisation

_numbers = count(1)


def vin(seed: int) -> str:
    """A VIN with the right check digit; the same seed gives the same number."""
    return numbers.vin(random.Random(seed), "TMB")


def vehicle(of: Company | None = None, **details: Any) -> Vehicle:
    """A Škoda Octavia, of a new company unless one is given."""
    values = {"vin": vin(next(_numbers)), "make": "Škoda", "model": "Octavia", **details}
    return actions.register_vehicle(company=of or organisation.company(), by=None, **values)


def trim(name: str = "Combi 2.0 TDI", **details: Any) -> Trim:
    """A trim of the Škoda Octavia in the catalogue."""
    model = actions.catalogued(make="Škoda", model="Octavia")
    return actions.create_trim(by=None, model=model, name=name, **details)


def paper(of: Vehicle | None = None, **details: Any) -> VehicleDocument:
    """A technical inspection, of a new vehicle unless one is given."""
    return actions.add_paper(vehicle=of or vehicle(), by=None, **{"kind": "inspection", **details})


def reading(of: Vehicle, value: int, **details: Any) -> OdometerReading:
    """What the odometer showed on the business date, unless said otherwise."""
    return actions.read_odometer(vehicle=of, by=None, value=value, **{"on": of.company.business_date, **details})
