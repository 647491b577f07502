"""Forms of vehicles, their papers and the catalogue."""

from .catalogue import MergeForm, NameForm, NewModelForm, NewTrimForm, TrimForm
from .papers import ChangedPaperForm, CorrectionForm, NewPaperForm, PlateForm, ReadingForm
from .vehicle import VehicleForm

__all__ = [
    "ChangedPaperForm",
    "CorrectionForm",
    "MergeForm",
    "NameForm",
    "NewModelForm",
    "NewPaperForm",
    "NewTrimForm",
    "PlateForm",
    "ReadingForm",
    "TrimForm",
    "VehicleForm",
]
