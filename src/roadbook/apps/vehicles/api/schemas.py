"""What the API says of vehicles."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field, Schema

from roadbook.apps.vehicles.actions import NUMBERS, OLDEST_YEAR
from roadbook.apps.vehicles.enums import Body, Fuel, Gearbox
from roadbook.kit.api import Key, StrictSchema, Text

Year = Annotated[int, Field(ge=OLDEST_YEAR, le=2100)]
Vin = Annotated[Text, Field(min_length=17, max_length=40, examples=["TMBJJ7NE8L0123456"])]
Power = Annotated[int, Field(ge=0, le=NUMBERS["power_kw"])]
Displacement = Annotated[int, Field(ge=0, le=NUMBERS["displacement_cc"])]
Odometer = Annotated[int, Field(ge=0, le=NUMBERS["odometer_km"])]
Name = Annotated[Text, Field(min_length=1, max_length=60)]


class VehicleOut(Schema):
    """``warnings`` are doubts about the VIN; ``origin`` is what the VIN tells of its maker."""

    id: Key
    company_id: Key
    vin: str
    plate: str
    make: str
    model: str
    trim: str
    engine: str
    body: str
    fuel: str
    gearbox: str
    power_kw: int | None
    displacement_cc: int | None
    colour: str
    model_year: int | None
    first_registered_on: date | None
    odometer_km: int | None
    version: int
    origin: str
    warnings: list[str]


class VehicleDetails(StrictSchema):
    plate: Text = Field("", max_length=20)
    trim: Text = Field("", max_length=80)
    engine: Text = Field("", max_length=40)
    body: Body | None = None
    fuel: Fuel | None = None
    gearbox: Gearbox | None = None
    power_kw: Power | None = None
    displacement_cc: Displacement | None = None
    colour: Text = Field("", max_length=40)
    model_year: Year | None = None
    first_registered_on: date | None = None
    odometer_km: Odometer | None = None


class VehicleIn(VehicleDetails):
    """``make`` and ``model`` are names; new ones enter the catalogue."""

    company_id: Key
    vin: Vin
    make: Name
    model: Name


class VehicleChangeIn(VehicleDetails):
    """What is not sent stays. ``version`` is that of the vehicle you read; an older one answers 409."""

    version: int = Field(ge=1, le=2**31 - 1)
    vin: Vin | None = None
    make: Name | None = None
    model: Name | None = None
