"""The catalogue of makes, models and trims, the physical vehicle, its papers and what was read off it."""

from .catalogue import CatalogueQuerySet, Make, Model, Trim, entry_search_text
from .history import OdometerReading, VehiclePlate
from .papers import VehicleDocument, VehicleDocumentQuerySet
from .vehicle import Vehicle, VehicleQuerySet

__all__ = [
    "CatalogueQuerySet",
    "Make",
    "Model",
    "OdometerReading",
    "Trim",
    "Vehicle",
    "VehicleDocument",
    "VehicleDocumentQuerySet",
    "VehiclePlate",
    "VehicleQuerySet",
    "entry_search_text",
]
