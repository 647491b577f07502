"""The catalogue of makes and models, and the physical vehicle."""

from .catalogue import Make, Model
from .vehicle import Vehicle, VehicleQuerySet

__all__ = ["Make", "Model", "Vehicle", "VehicleQuerySet"]
