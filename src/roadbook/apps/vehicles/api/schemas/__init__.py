"""What the API says of vehicles, their papers and the catalogue."""

from .catalogue import CatalogueMergeIn, MakeOut, ModelIn, ModelOut, NameIn, RetireIn, TrimChangeIn, TrimIn, TrimOut
from .papers import CorrectionIn, PaperChangeIn, PaperEndIn, PaperIn, PaperOut, PlateIn, PlateOut, ReadingIn, ReadingOut
from .vehicles import VehicleChangeIn, VehicleDetails, VehicleIn, VehicleOut

__all__ = [
    "CatalogueMergeIn",
    "CorrectionIn",
    "MakeOut",
    "ModelIn",
    "ModelOut",
    "NameIn",
    "PaperChangeIn",
    "PaperEndIn",
    "PaperIn",
    "PaperOut",
    "PlateIn",
    "PlateOut",
    "ReadingIn",
    "ReadingOut",
    "RetireIn",
    "TrimChangeIn",
    "TrimIn",
    "TrimOut",
    "VehicleChangeIn",
    "VehicleDetails",
    "VehicleIn",
    "VehicleOut",
]
