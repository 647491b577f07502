"""Writes to the catalogue of makes and models."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.models import Make, Model
from roadbook.kit import text
from roadbook.kit.errors import Refused


class VehicleRefused(Refused):
    """Something said about the vehicle cannot be so."""

    code = "vehicle"


def catalogued(*, make: str, model: str) -> Model:
    """The model of the catalogue with these names, made where it is new. Case and accents do not make a new name.

    :raises VehicleRefused: a name is missing.
    """
    for field, name in (("make", make), ("model", model)):
        if not name.strip():
            raise VehicleRefused(_("This is needed."), field=field)
    maker, _new = Make.objects.get_or_create(key=text.fold(make), defaults={"name": " ".join(make.split())})
    found, _new = Model.objects.select_related("make").get_or_create(
        make=maker, key=text.fold(model), defaults={"name": " ".join(model.split())}
    )
    return found
