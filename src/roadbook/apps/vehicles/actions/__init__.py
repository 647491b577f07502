"""Every write to vehicles, their papers and the catalogue."""

from .catalogue import CatalogueRefused, catalogued, create_make, create_model, named_make, retire
from .filling import CHOICES, FIELDS, FLAGS, LONG_TEXTS, NUMBERS, OLDEST_YEAR, TEXTS, VehicleRefused, told
from .odometer import OdometerDoubtful, ReadingCorrected, correct_odometer, read_odometer
from .papers import PAPER_FIELDS, PaperChangedMeanwhile, add_paper, change_paper, end_paper, told_paper
from .plates import change_plate
from .registering import DuplicateVehicle, VehicleChangedMeanwhile, change_vehicle, register_vehicle
from .tidying import merge, rename
from .trims import TRIM_FIELDS, TRIM_NUMBERS, change_trim, create_trim, told_trim

__all__ = [
    "CHOICES",
    "FIELDS",
    "FLAGS",
    "LONG_TEXTS",
    "NUMBERS",
    "OLDEST_YEAR",
    "PAPER_FIELDS",
    "TEXTS",
    "TRIM_FIELDS",
    "TRIM_NUMBERS",
    "CatalogueRefused",
    "DuplicateVehicle",
    "OdometerDoubtful",
    "PaperChangedMeanwhile",
    "ReadingCorrected",
    "VehicleChangedMeanwhile",
    "VehicleRefused",
    "add_paper",
    "catalogued",
    "change_paper",
    "change_plate",
    "change_trim",
    "change_vehicle",
    "correct_odometer",
    "create_make",
    "create_model",
    "create_trim",
    "end_paper",
    "merge",
    "named_make",
    "read_odometer",
    "register_vehicle",
    "rename",
    "retire",
    "told",
    "told_paper",
    "told_trim",
]
