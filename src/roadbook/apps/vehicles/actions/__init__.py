"""Every write to vehicles and the catalogue."""

from .catalogue import VehicleRefused, catalogued
from .filling import CHOICES, FIELDS, NUMBERS, OLDEST_YEAR, told
from .registering import DuplicateVehicle, VehicleChangedMeanwhile, change_vehicle, register_vehicle

__all__ = [
    "CHOICES",
    "FIELDS",
    "NUMBERS",
    "OLDEST_YEAR",
    "DuplicateVehicle",
    "VehicleChangedMeanwhile",
    "VehicleRefused",
    "catalogued",
    "change_vehicle",
    "register_vehicle",
    "told",
]
