"""What the API says of vehicles."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema

from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox, VehicleKind
from roadbook.kit.api import Key, StrictSchema, Text

from .types import (
    Displacement,
    Emission,
    Horsepower,
    Kilowatts,
    LongText,
    Mass,
    Name,
    Odometer,
    Owners,
    Seats,
    Version,
    Vin,
    Year,
)


class VehicleOut(Schema):
    """``warnings`` are doubts about the VIN; ``origin`` and ``model_years`` are what the VIN tells.

    ``power_unit`` is the unit in which the power was entered; the other figure is computed.
    """

    id: Key
    company_id: Key
    vin: str
    plate: str
    make: str
    model: str
    trim: str
    catalogue_trim_id: Key | None
    internal_code: str
    kind: str
    engine: str
    frame: str
    chassis: str
    body: str
    fuel: str
    gearbox: str
    drive: str
    power_kw: int | None
    power_hp: int | None
    power_unit: str
    displacement_cc: int | None
    seats: int | None
    mass_kg: int | None
    co2_g_km: int | None
    euro_class: str
    is_right_hand_drive: bool
    colour: str
    interior: str
    model_year: int | None
    title_year: int | None
    first_registered_on: date | None
    odometer_km: int | None
    odometer_on: date | None
    owners_count: int | None
    history_report: str
    history_report_on: date | None
    is_pledged: bool
    restrictions: str
    options: str
    description: str
    version: int
    origin: str
    model_years: list[int]
    warnings: list[str]


class VehicleDetails(StrictSchema):
    """Of ``power_kw`` and ``power_hp`` one is enough. What is left out is taken from the catalogue's trim."""

    plate: Text = Field("", max_length=20)
    trim: Text = Field("", max_length=80)
    internal_code: Text = Field("", max_length=30)
    kind: VehicleKind | None = None
    engine: Text = Field("", max_length=40)
    frame: Text = Field("", max_length=40)
    chassis: Text = Field("", max_length=40)
    body: Body | None = None
    fuel: Fuel | None = None
    gearbox: Gearbox | None = None
    drive: Drive | None = None
    power_kw: Kilowatts | None = None
    power_hp: Horsepower | None = None
    displacement_cc: Displacement | None = None
    seats: Seats | None = None
    mass_kg: Mass | None = None
    co2_g_km: Emission | None = None
    euro_class: EuroClass | None = None
    is_right_hand_drive: bool = False
    colour: Text = Field("", max_length=40)
    interior: Text = Field("", max_length=60)
    model_year: Year | None = None
    title_year: Year | None = None
    first_registered_on: date | None = None
    odometer_km: Odometer | None = None
    owners_count: Owners | None = None
    history_report: Text = Field("", max_length=60)
    history_report_on: date | None = None
    is_pledged: bool = False
    restrictions: Text = Field("", max_length=300)
    options: LongText = ""
    description: LongText = ""


class VehicleIn(VehicleDetails):
    """``make`` and ``model`` are names; new ones enter the catalogue."""

    company_id: Key
    vin: Vin
    make: Name
    model: Name


class VehicleChangeIn(VehicleDetails):
    """What is not sent stays. ``version`` is that of the vehicle you read; an older one answers 409."""

    version: Version
    vin: Vin | None = None
    make: Name | None = None
    model: Name | None = None
