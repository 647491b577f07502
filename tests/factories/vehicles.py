"""Vehicles for tests, made through actions."""

from __future__ import annotations

import random
from itertools import count
from typing import Any

from roadbook.apps.backoffice.management.demo import numbers
from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles import actions
from roadbook.apps.vehicles.models import Vehicle
from tests.factories import organisation

_numbers = count(1)


def vin(seed: int) -> str:
    """A VIN with the right check digit; the same seed gives the same number."""
    return numbers.vin(random.Random(seed), "TMB")


def vehicle(of: Company | None = None, **details: Any) -> Vehicle:
    """A Škoda Octavia, of a new company unless one is given."""
    values = {"vin": vin(next(_numbers)), "make": "Škoda", "model": "Octavia", **details}
    return actions.register_vehicle(company=of or organisation.company(), by=None, **values)
