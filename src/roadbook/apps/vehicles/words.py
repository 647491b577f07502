"""What the audit log calls the acts and things of vehicles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.enums import OdometerSource, PaperForm, PaperKind
from roadbook.kit import audit, figures

VEHICLE = "vehicles.vehicle"

audit.name_subject(VEHICLE, _("Vehicle"), "vehicles:vehicle_show", audit.titles_from(VEHICLE, "vin"))
audit.name_actions(
    VEHICLE,
    {
        "register": _("Vehicle entered"),
        "change": _("Vehicle changed"),
        "unregister": _("Vehicle taken out again: the import was undone"),
        "read_odometer": _("Odometer read"),
        "correct_odometer": _("Odometer reading corrected"),
        "change_plate": _("Plate changed"),
        "add_paper": _("Paper of a vehicle entered"),
        "change_paper": _("Paper of a vehicle changed"),
        "end_paper": _("Paper of a vehicle taken off the list"),
    },
)
audit.name_fields(
    VEHICLE,
    {
        "number": _("Number"),
        "issuer": _("Issued by"),
        "storage_place": _("Kept at"),
        "holder": _("Holder"),
        "note": _("Note"),
        "value": _("Reading"),
        "reason": _("Reason"),
    },
)
for noun, label in (("make", _("Make")), ("model", _("Model")), ("trim", _("Trim"))):
    audit.name_subject(f"vehicles.{noun}", label, titles=audit.titles_from(f"vehicles.{noun}", "name"))
audit.name_actions(
    "vehicles.make",
    {
        "create": _("Make added"),
        "rename": _("Make renamed"),
        "merge": _("Makes merged"),
        "retire": _("Make retired"),
        "offer": _("Make offered again"),
    },
)
audit.name_actions(
    "vehicles.model",
    {
        "create": _("Model added"),
        "rename": _("Model renamed"),
        "merge": _("Models merged"),
        "retire": _("Model retired"),
        "offer": _("Model offered again"),
    },
)
audit.name_actions(
    "vehicles.trim",
    {
        "create": _("Trim added"),
        "change": _("Trim changed"),
        "rename": _("Trim renamed"),
        "merge": _("Trims merged"),
        "retire": _("Trim retired"),
        "offer": _("Trim offered again"),
    },
)
audit.name_fields("", {"merged": _("Merged"), "double": _("Double")})


def _day(value: Any) -> str:
    return figures.day(date.fromisoformat(value)) if value else ""


audit.name_fields(
    VEHICLE,
    {
        "issued_on": _("Issued or valid from"),
        "expires_on": _("Expires"),
        "received_on": _("Received on"),
        "redeemed_on": _("Redeemed on"),
        "returned_on": _("Handed out on"),
        "ended_on": _("No longer counts since"),
        "read_on": _("Read on"),
        "from_on": _("Since"),
    },
    _day,
)


def _form(value: Any) -> str:
    return str(PaperForm(value).label) if value in PaperForm.values else str(value or "")


def _source(value: Any) -> str:
    return str(OdometerSource(value).label) if value in OdometerSource.values else str(value or "")


def _paper(value: Any) -> str:
    """The kind in words, then the number of the paper."""
    kind, _space, number = str(value).partition(" ")
    return f"{PaperKind(kind).label} {number}".strip() if kind in PaperKind.values else str(value)


audit.name_field(VEHICLE, "paper", _("Paper"), _paper)
audit.name_field(VEHICLE, "form", _("Form"), _form)
audit.name_field(VEHICLE, "source", _("Source"), _source)
