"""The same VIN registered by several people at once is one vehicle, of one make and one model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from roadbook.apps.vehicles import actions
from roadbook.apps.vehicles.models import Make, Model, Vehicle
from tests.factories import organisation
from tests.factories import vehicles as make

THREADS = 4


@pytest.mark.django_db(transaction=True)
def test_same_vin_at_the_same_time_is_one_vehicle():
    company = organisation.company()
    start = Barrier(THREADS)

    def register(_nth: int) -> str:
        start.wait()
        try:
            make.vehicle(company, vin=make.vin(77))
        except actions.DuplicateVehicle:
            return "duplicate"
        finally:
            connection.close()
        return "registered"

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = sorted(pool.map(register, range(THREADS)))
    assert outcomes == [*["duplicate"] * (THREADS - 1), "registered"]
    assert (Vehicle.objects.count(), Make.objects.count(), Model.objects.count()) == (1, 1, 1)
