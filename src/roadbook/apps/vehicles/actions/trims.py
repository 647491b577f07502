"""Trims of the catalogue with their technical data."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.enums import Body, Drive, EuroClass, Fuel, Gearbox
from roadbook.apps.vehicles.models import Model, Trim
from roadbook.calc import units
from roadbook.kit import audit

from .catalogue import CatalogueRefused, added, checked_name, require_editor, store
from .tidying import name_vehicles_anew

TRIM_CHOICES: dict[str, Any] = {
    "body": Body,
    "fuel": Fuel,
    "gearbox": Gearbox,
    "drive": Drive,
    "euro_class": EuroClass,
}
TRIM_NUMBERS = {
    "displacement_cc": 30_000,
    "power_kw": 2000,
    "power_hp": 2700,
    "seats": 120,
    "mass_kg": 60_000,
    "co2_g_km": 1000,
}
TRIM_YEARS = ("from_year", "to_year")
TRIM_FIELDS = ("name", *TRIM_YEARS, *TRIM_CHOICES, *TRIM_NUMBERS)
FIRST_YEAR, LAST_YEAR = 1900, 2100


@transaction.atomic
def create_trim(*, by: Any, model: Model, name: str, **details: Any) -> Trim:
    """Add a trim to a model. ``details`` are other ``TRIM_FIELDS``; of kW and hp one is enough.

    :raises Forbidden, CatalogueRefused: as for a make, or a figure cannot be so.
    """
    require_editor(by)
    trim = Trim(model=model)
    fill_trim(trim, {"name": name, **details})
    return added(trim, by, told_trim(trim))


@transaction.atomic
def change_trim(*, by: Any, trim: Trim, **changes: Any) -> Trim:
    """Change some of ``TRIM_FIELDS``; vehicles keep what they took over before, but for the name.

    :raises Forbidden, CatalogueRefused: as for a new one.
    """
    require_editor(by)
    row: Trim = Trim.objects.select_for_update(of=("self",)).select_related("model__make").get(pk=trim.pk)
    old = told_trim(row)
    for one, other in (("power_kw", "power_hp"), ("power_hp", "power_kw")):
        if one in changes and other not in changes:
            changes[other] = None
    fill_trim(row, {**old, **changes})
    difference = audit.diff(old, told_trim(row))
    if difference:
        store(row)
        audit.record(action="vehicles.trim.change", subject=row, by=by, changes=difference)
        if "name" in difference:
            name_vehicles_anew(row)
    return row


def told_trim(trim: Trim) -> dict[str, Any]:
    """What the catalogue says of a trim."""
    return {name: getattr(trim, name) for name in TRIM_FIELDS}


def fill_trim(trim: Trim, values: dict[str, Any]) -> None:
    """Put ``values`` into the row.

    :raises CatalogueRefused: a value cannot be so.
    """
    unknown = set(values) - set(TRIM_FIELDS)
    if unknown:
        raise TypeError(f"not a field of a trim: {sorted(unknown)}")
    trim.name, trim.key = checked_name(Trim, values["name"])
    for name, kinds in TRIM_CHOICES.items():
        value = values.get(name) or ""
        if value and value not in kinds.values:
            raise CatalogueRefused(_("Choose one of the list."), field=name)
        setattr(trim, name, value)
    for name, most in TRIM_NUMBERS.items():
        setattr(trim, name, _within(name, values.get(name), 0, most))
    for name in TRIM_YEARS:
        setattr(trim, name, _within(name, values.get(name), FIRST_YEAR, LAST_YEAR))
    if trim.from_year and trim.to_year and trim.to_year < trim.from_year:
        raise CatalogueRefused(_("The last year is before the first."), field="to_year")
    _fill_power(trim)


def _fill_power(trim: Trim) -> None:
    kw, hp = trim.power_kw, trim.power_hp
    if kw is not None and hp is not None and not units.is_same_power(kw, hp):
        both = {"hp": hp, "kw": units.kilowatts(hp)}
        raise CatalogueRefused(_("These do not fit together: %(hp)d hp is %(kw)d kW.") % both, field="power_hp")
    if kw is None and hp is not None:
        trim.power_kw = units.kilowatts(hp)
    elif kw is not None and hp is None:
        trim.power_hp = units.horsepower(kw)


def _within(field: str, value: int | None, least: int, most: int) -> int | None:
    if value is not None and not least <= value <= most:
        raise CatalogueRefused(_("From %(least)d to %(most)d.") % {"least": least, "most": most}, field=field)
    return value
