"""What kinds of vehicles there are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Body(models.TextChoices):
    SALOON = "saloon", _("Saloon")
    HATCHBACK = "hatchback", _("Hatchback")
    ESTATE = "estate", _("Estate")
    SUV = "suv", _("SUV")
    COUPE = "coupe", _("Coupé")
    CONVERTIBLE = "convertible", _("Convertible")
    MPV = "mpv", _("People carrier")
    PICKUP = "pickup", _("Pickup")
    VAN = "van", _("Van")
    TRUCK = "truck", _("Truck")
    BUS = "bus", _("Bus")
    MOTORCYCLE = "motorcycle", _("Motorcycle")
    TRAILER = "trailer", _("Trailer")


class Fuel(models.TextChoices):
    PETROL = "petrol", _("Petrol")
    DIESEL = "diesel", _("Diesel")
    HYBRID = "hybrid", _("Hybrid")
    PLUGIN_HYBRID = "plugin_hybrid", _("Plug-in hybrid")
    ELECTRIC = "electric", _("Electric")
    LPG = "lpg", _("LPG")
    CNG = "cng", _("CNG")
    HYDROGEN = "hydrogen", _("Hydrogen")


class Gearbox(models.TextChoices):
    MANUAL = "manual", _("Manual")
    AUTOMATIC = "automatic", _("Automatic")
    ROBOT = "robot", _("Automated manual")
    CVT = "cvt", _("Continuously variable")
