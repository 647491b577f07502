"""What the API says of the catalogue."""

from __future__ import annotations

from ninja import Field, Schema

from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox
from roadbook.kit.api import Key, StrictSchema, Text

from .types import Displacement, Emission, Horsepower, Kilowatts, Mass, Name, Seats, Year


class MakeOut(Schema):
    id: Key
    name: str
    is_retired: bool


class ModelOut(MakeOut):
    make_id: Key


class TrimOut(MakeOut):
    model_id: Key
    from_year: int | None
    to_year: int | None
    body: str
    fuel: str
    gearbox: str
    drive: str
    displacement_cc: int | None
    power_kw: int | None
    power_hp: int | None
    seats: int | None
    mass_kg: int | None
    co2_g_km: int | None
    euro_class: str


class NameIn(StrictSchema):
    name: Name


class ModelIn(NameIn):
    make_id: Key


class TrimDetails(StrictSchema):
    """Of ``power_kw`` and ``power_hp`` one is enough."""

    from_year: Year | None = None
    to_year: Year | None = None
    body: Body | None = None
    fuel: Fuel | None = None
    gearbox: Gearbox | None = None
    drive: Drive | None = None
    displacement_cc: Displacement | None = None
    power_kw: Kilowatts | None = None
    power_hp: Horsepower | None = None
    seats: Seats | None = None
    mass_kg: Mass | None = None
    co2_g_km: Emission | None = None
    euro_class: EuroClass | None = None


class TrimIn(TrimDetails):
    model_id: Key
    name: Text = Field(min_length=1, max_length=80)


class TrimChangeIn(TrimDetails):
    """What is not sent stays."""

    name: Text | None = Field(None, min_length=1, max_length=80)


class CatalogueMergeIn(StrictSchema):
    """Which entry is the double: what hangs on it goes over to this one."""

    double_id: Key


class RetireIn(StrictSchema):
    is_retired: bool
