"""What can be imported into vehicles: the catalogue, and the vehicles themselves."""

from .catalogue import CatalogueImporter
from .vehicles import VehicleImporter

__all__ = ["CatalogueImporter", "VehicleImporter"]
