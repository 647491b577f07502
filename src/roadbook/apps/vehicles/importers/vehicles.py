"""Vehicles from files, known again by VIN."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles import actions, rules
from roadbook.apps.vehicles.actions import filling, importing
from roadbook.apps.vehicles.actions.catalogue import Names
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.forms import TextField, VinField
from roadbook.kit.imports import Draft, Field, Ground, Importer, Outcome, Verdict, one_by_one, problem, register
from roadbook.kit.imports.derived import field_of, word_of
from roadbook.kit.models import RowState
from roadbook.kit.text import fold

ALIASES = {
    "plate": ("рег номер", "регистрационен номер", "дкн", "nr rejestracyjny", "госномер", "registration", "номер"),
    "trim": ("modification", "модификация", "wersja", "комплектация"),
    "kind": ("вид", "rodzaj"),
    "engine": ("engine", "двигател", "двигател №", "silnik", "двигатель"),
    "frame": ("frame", "рама", "rama"),
    "chassis": ("chassis", "шаси", "podwozie", "шасси"),
    "colour": ("color", "цвят", "kolor", "цвет"),
    "model_year": ("year", "година", "rok", "rok produkcji", "год", "год выпуска"),
    "odometer_km": ("odometer", "пробег", "километри", "км", "przebieg", "mileage"),
    "power_kw": ("kw", "квт"),
    "power_hp": ("hp", "к с", "л с", "km mocy"),
    "displacement_cc": ("cc", "куб см", "обем", "pojemność", "объём"),
    "owners_count": ("owners", "собственици", "владельцы"),
    "first_registered_on": ("first registered", "първа регистрация", "data pierwszej rejestracji"),
}
LIMITS = {name: {"most": most} for name, most in filling.NUMBERS.items()}
LIMITS |= {name: {"least": filling.OLDEST_YEAR, "most": 2100} for name in filling.YEARS}
NEEDED = ("vin", "make", "model")


def _fields() -> tuple[Field, ...]:
    head = (
        Field("vin", "VIN", VinField(required=False, max_length=40), ("рама №", "vin code", "вин", "vin number"), True),
        field_of(Vehicle, "plate", ALIASES["plate"]),
        Field(
            "make",
            gettext_lazy("Make"),
            TextField(required=False, max_length=60),
            ("марка", "marka", "brand", "manufacturer"),
            True,
        ),
        Field("model", gettext_lazy("Model"), TextField(required=False, max_length=60), ("модел", "модель"), True),
    )
    rest = [name for name in filling.FIELDS if name not in {field.name for field in head}]
    return (*head, *(field_of(Vehicle, name, ALIASES.get(name, ()), LIMITS.get(name)) for name in rest))


@register
class VehicleImporter(Importer):
    """Every technical field; makes and models that are new enter the catalogue."""

    code = "vehicles.vehicles"
    title = gettext_lazy("Vehicles")
    text = gettext_lazy("Vehicles by VIN with plate, make, model and technical data; new makes and models are added.")
    permission = Permission.VEHICLE_EDIT
    takes_changes = True
    list_key = "vehicles.vehicles"
    parts = importing.PARTS
    fields = _fields()

    def key(self, draft: Draft, ground: Ground) -> str:  # noqa: ARG002 - Importer's signature
        return rules.check_vin(draft.values["vin"]).normalised

    def check(self, drafts: Sequence[Draft], ground: Ground) -> list[Verdict]:
        """Fill a vehicle with every row, as the action would, and take back what that puts into the catalogue."""
        company = _company(ground)
        names = Names()
        with transaction.atomic():
            for draft in drafts:
                try:
                    filling.fill(Vehicle(company=company), _told(draft), {}, names)
                except Refused as refusal:
                    draft.problems.append(problem(refusal))
            transaction.set_rollback(True)
        sound = [draft for draft in drafts if not draft.problems]
        known = _known(sound, company)
        return [self._verdict(draft, known) for draft in drafts]

    def _verdict(self, draft: Draft, known: dict[str, Vehicle]) -> Verdict:
        found = known.get(rules.check_vin(draft.values["vin"]).normalised) if not draft.problems else None
        if found is None:
            return Verdict(RowState.NEW)
        changed = _differences(draft, found)
        if not changed:
            return Verdict(RowState.DUPLICATE, audit.key(found), _("On the register: %(name)s.") % {"name": found})
        words = ", ".join(word_of(Vehicle, name) for name in changed)
        note = _("On the register: %(name)s. Differs in: %(fields)s.") % {"name": found, "fields": words}
        return Verdict(RowState.CONFLICT, audit.key(found), note)

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        """New ones all at once, changes one by one."""
        new = [draft for draft in drafts if not draft.subject]
        told = [_told(draft) for draft in new]
        brought: dict[str, list[str]] = {}
        entered = importing.register_many(company=_company(ground), by=ground.by, told=told, brought=brought)
        outcomes = {draft.number: _outcome(found, brought) for draft, found in zip(new, entered, strict=True)}
        changed = [draft for draft in drafts if draft.subject]
        for draft, outcome in zip(changed, one_by_one(changed, partial(_change, ground)), strict=True):
            outcomes[draft.number] = outcome
        return [outcomes[draft.number] for draft in drafts]

    def undo(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> dict[str, str]:
        made = {subject: (before or {}).get("brought", []) for subject, before in subjects if _is_made(before)}
        importing.unregister(vehicle_ids=[importing.pk_of(subject) for subject in made], by=ground.by)
        self._undo_changes([one for one in subjects if one[0] not in made], ground)
        notes = {}
        for subject, brought in made.items():
            if stay := importing.take_back_brought(subjects=brought, by=ground.by):
                notes[subject] = _("Stays in the catalogue, for it is used by now: %(names)s.") % {
                    "names": ", ".join(stay)
                }
        return notes

    def _undo_changes(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> None:
        for subject, before in subjects:
            if before is not None:
                vehicle = Vehicle.objects.get(pk=importing.pk_of(subject))
                told = {name: date.fromisoformat(v) if name in filling.DAYS and v else v for name, v in before.items()}
                actions.change_vehicle(vehicle=vehicle, version=vehicle.version, by=ground.by, **told)


def _is_made(before: dict[str, Any] | None) -> bool:
    """The row made its vehicle; else ``before`` says what was there."""
    return before is None or "brought" in before


def _company(ground: Ground) -> Company:
    if "company" not in ground.memory:
        ground.memory["company"] = Company.objects.get(pk=ground.company_id or 0)
    found: Company = ground.memory["company"]
    return found


def _told(draft: Draft) -> dict[str, Any]:
    """What the row says, in the words of the action."""
    empty = {"", None}
    return {name: value for name, value in draft.values.items() if name in NEEDED or value not in empty}


def _known(drafts: Sequence[Draft], company: Company) -> dict[str, Vehicle]:
    numbers = {rules.check_vin(draft.values["vin"]).normalised for draft in drafts}
    found = Vehicle.objects.filter(company=company, vin__in=numbers).select_related("make", "model", "company")
    return {vehicle.vin: vehicle for vehicle in found}


def _differences(draft: Draft, found: Vehicle) -> dict[str, Any]:
    """What the row says otherwise than the register; names by their folded form, plates in Latin letters."""
    said, known = _told(draft), actions.told(found)
    said.pop("vin")
    changed = {}
    for name, value in said.items():
        new, old = value, known[name]
        if name in {"make", "model", "trim"}:
            new, old = fold(new), fold(old)
        elif name == "plate":
            new = filling.checked_plate(new)
        if new != old and not (name in filling.FLAGS and not new):
            changed[name] = value
    return changed


def _outcome(found: Vehicle | Refused, brought: dict[str, list[str]]) -> Outcome:
    if isinstance(found, Refused):
        return Outcome(problems=(problem(found),))
    entries = brought.get(found.vin)
    return Outcome(audit.key(found), before={"brought": entries} if entries else None)


def _change(ground: Ground, draft: Draft) -> Outcome:
    vehicle = Vehicle.objects.select_related("make", "model", "company").get(pk=importing.pk_of(draft.subject))
    changes, known = _differences(draft, vehicle), actions.told(vehicle)
    actions.change_vehicle(vehicle=vehicle, version=vehicle.version, by=ground.by, **changes)
    before = {name: v.isoformat() if isinstance(v := known[name], date) else v for name in changes}
    return Outcome(draft.subject, is_new=False, before=before)
