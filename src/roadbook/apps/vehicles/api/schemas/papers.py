"""What the API says of papers, odometer readings and plates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from roadbook.apps.vehicles.enums import DistanceUnit, OdometerSource, PaperForm, PaperKind
from roadbook.kit.api import Key, StrictSchema, Text

from .types import Odometer, Version


class PaperOut(Schema):
    """A paper that no longer counts has ``ended_on``; ``days_left`` counts from the company's business date."""

    id: Key
    vehicle_id: Key
    kind: str
    form: str
    number: str
    issuer: str
    issued_on: date | None
    expires_on: date | None
    received_on: date | None
    redeemed_on: date | None
    returned_on: date | None
    storage_place: str
    holder: str
    note: str
    ended_on: date | None
    follows_id: Key | None
    days_left: int | None
    version: int

    @staticmethod
    def resolve_days_left(one: Any) -> int | None:
        found: int | None = one.days_left(one.company.business_date)
        return found


class PaperDetails(StrictSchema):
    form: PaperForm = PaperForm.PAPER
    number: Text = Field("", max_length=60)
    issuer: Text = Field("", max_length=120)
    issued_on: date | None = None
    expires_on: date | None = None
    received_on: date | None = None
    redeemed_on: date | None = None
    returned_on: date | None = None
    storage_place: Text = Field("", max_length=120)
    holder: Text = Field("", max_length=150)
    note: Text = Field("", max_length=300)


class PaperIn(PaperDetails):
    """Of most kinds one paper counts at a time: a later one takes over from the present one."""

    kind: PaperKind


class PaperChangeIn(PaperDetails):
    """What is not sent stays. An older ``version`` answers 409."""

    version: Version


class PaperEndIn(StrictSchema):
    """Since when it no longer counts."""

    on: date


class ReadingOut(Schema):
    """``corrected_by_id`` is the reading that stands in for this one."""

    id: Key
    read_on: date
    value: int
    unit: str
    km: int
    source: str
    reason: str
    is_doubtful: bool
    corrects_id: Key | None
    corrected_by_id: Key | None
    created_at: datetime

    @staticmethod
    def resolve_corrected_by_id(one: Any) -> int | None:
        return one.corrected_by.pk if hasattr(one, "corrected_by") else None


class ReadingIn(StrictSchema):
    """A figure that would let the odometer run backwards answers 422 (``doubtful``) unless ``is_confirmed``."""

    value: Odometer
    unit: DistanceUnit = DistanceUnit.KILOMETRES
    on: date
    source: OdometerSource = OdometerSource.SERVICE
    reason: Text = Field("", max_length=200)
    is_confirmed: bool = False


class CorrectionIn(StrictSchema):
    """Another figure in place of a reading, with the reason."""

    value: Odometer
    unit: DistanceUnit | None = None
    reason: Text = Field(max_length=200)
    is_confirmed: bool = False


class PlateOut(Schema):
    plate: str
    from_on: date
    to_on: date | None


class PlateIn(StrictSchema):
    """An empty plate: the vehicle bears none."""

    plate: Text = Field(max_length=20)
    on: date
