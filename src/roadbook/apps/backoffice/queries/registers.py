"""What came last into the registers: for who greets clients, inspects vehicles or moves them."""

from __future__ import annotations

from typing import Any

from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle

SHOWN = 8


def newest_clients(user: Any) -> list[Party]:
    """The clients entered last."""
    rows = Party.objects.visible_to(user).select_related("company").prefetch_related("contact_points")
    return list(rows.order_by("-pk")[:SHOWN])


def newest_vehicles(user: Any) -> list[Vehicle]:
    """The vehicles entered last."""
    return list(Vehicle.objects.visible_to(user).select_related("company", "make", "model").order_by("-pk")[:SHOWN])
