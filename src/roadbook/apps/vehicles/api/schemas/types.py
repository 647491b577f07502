"""Figures and texts of vehicles with their limits."""

from __future__ import annotations

from typing import Annotated

from ninja import Field

from roadbook.apps.vehicles.actions import NUMBERS, OLDEST_YEAR, TRIM_NUMBERS
from roadbook.kit.api import Text

Year = Annotated[int, Field(ge=OLDEST_YEAR, le=2100)]
Vin = Annotated[Text, Field(min_length=17, max_length=40, examples=["TMBJJ7NE8L0123456"])]
Kilowatts = Annotated[int, Field(ge=0, le=NUMBERS["power_kw"])]
Horsepower = Annotated[int, Field(ge=0, le=NUMBERS["power_hp"])]
Displacement = Annotated[int, Field(ge=0, le=NUMBERS["displacement_cc"])]
Odometer = Annotated[int, Field(ge=0, le=NUMBERS["odometer_km"])]
Seats = Annotated[int, Field(ge=0, le=TRIM_NUMBERS["seats"])]
Mass = Annotated[int, Field(ge=0, le=TRIM_NUMBERS["mass_kg"])]
Emission = Annotated[int, Field(ge=0, le=TRIM_NUMBERS["co2_g_km"])]
Owners = Annotated[int, Field(ge=0, le=NUMBERS["owners_count"])]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
LongText = Annotated[Text, Field(max_length=4000)]
Name = Annotated[Text, Field(min_length=1, max_length=60)]
