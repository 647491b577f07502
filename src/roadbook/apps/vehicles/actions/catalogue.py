"""Writes to the catalogue of makes, models and trims. It is common to all own companies."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles.models import Make, Model, Trim, entry_search_text
from roadbook.kit import audit, clock, text
from roadbook.kit.errors import Forbidden, Refused

Entry = TypeVar("Entry", Make, Model, Trim)


class CatalogueRefused(Refused):
    """The catalogue cannot hold this."""

    code = "catalogue"


def require_editor(by: Any) -> None:
    """Pass the machine and whoever may change the catalogue in any company.

    :raises Forbidden: the user may nowhere.
    """
    if by is not None and not identity.scope(by, Permission.CATALOGUE_EDIT).any_company_ids:
        raise Forbidden(_("Your role does not change the catalogue."))


def catalogued(*, make: str, model: str) -> Model:
    """The model of the catalogue with these names, made where it is new. Case and accents do not make a new name.

    :raises CatalogueRefused: a name is missing or too long.
    """
    return _catalogued(make, model)[0]


def _catalogued(make: str, model: str) -> tuple[Model, list[Make | Model]]:
    """The model, and what was made on the way to it: the make, the model, both or nothing."""
    maker, made = _named_make(make)
    name, key = checked_name(Model, model, field="model")
    found, is_new = Model.objects.select_related("make", "merged_into__make").get_or_create(
        make=maker, key=key, defaults={"name": name, "search_text": text.search_text(maker.name, name)}
    )
    return found.merged_into or found, [*made, *([found] if is_new else [])]


class Names:
    """Names of the catalogue looked up once each: for many vehicles at a time."""

    def __init__(self) -> None:
        self._models: dict[tuple[str, str], Model] = {}
        self._trims: dict[tuple[int, str], Trim | None] = {}
        self._new: dict[tuple[str, str], list[Make | Model]] = {}

    def model(self, *, make: str, model: str) -> Model:
        """As ``catalogued``."""
        key = (text.fold(make), text.fold(model))
        if key not in self._models:
            self._models[key], made = _catalogued(make, model)
            if made:
                self._new[key] = made
        return self._models[key]

    def take_new(self) -> list[Make | Model]:
        """What was made since this was asked last."""
        made = [entry for entries in self._new.values() for entry in entries]
        self._new = {}
        return made

    def forget_new(self) -> None:
        """What was made since is gone again: its savepoint was rolled back."""
        for key in self._new:
            del self._models[key]
        self._new = {}

    def trim(self, model: Model, name: str) -> Trim | None:
        """The trim of this name, or the one that it was merged into."""
        key = (model.pk, text.fold(name))
        if not key[1]:
            return None
        if key not in self._trims:
            found = Trim.objects.filter(model=model, key=key[1]).select_related("merged_into").first()
            self._trims[key] = (found.merged_into or found) if found else None
        return self._trims[key]


def named_make(name: str) -> Make:
    """The make of this name, made where it is new; a double leads to the make that it was merged into."""
    return _named_make(name)[0]


def _named_make(name: str) -> tuple[Make, list[Make]]:
    name, key = checked_name(Make, name, field="make")
    found, is_new = Make.objects.select_related("merged_into").get_or_create(
        key=key, defaults={"name": name, "search_text": text.search_text(name)}
    )
    return found.merged_into or found, [found] if is_new else []


@transaction.atomic
def create_make(*, by: Any, name: str) -> Make:
    """Add a make.

    :raises Forbidden: the user may not change the catalogue.
    :raises CatalogueRefused: there is one of this name already, or none is said.
    """
    require_editor(by)
    name, key = checked_name(Make, name)
    return added(Make(name=name, key=key), by, {"name": name})


@transaction.atomic
def create_model(*, by: Any, make: Make, name: str) -> Model:
    """Add a model to a make.

    :raises Forbidden, CatalogueRefused: as for a make.
    """
    require_editor(by)
    name, key = checked_name(Model, name)
    return added(Model(make=make, name=name, key=key), by, {"make": make.name, "name": name})


def checked_name(kind: type[Make | Model | Trim], typed: str, *, field: str = "name") -> tuple[str, str]:
    """The name as it is written, and the key under which it is known.

    :raises CatalogueRefused: it says nothing, or is too long.
    """
    name = " ".join(typed.split())
    key = text.fold(name)
    longest = kind._meta.get_field("name").max_length or 0
    if not key:
        raise CatalogueRefused(_("This is needed."), field=field)
    if len(name) > longest or len(key) > longest:
        raise CatalogueRefused(_("At most %(most)d characters.") % {"most": longest}, field=field)
    return name, key


def added(entry: Entry, by: Any, told: dict[str, Any]) -> Entry:
    """Store a new entry and write it down."""
    store(entry)
    changes = audit.diff({}, told)
    audit.record(action=f"{entry._meta.label_lower}.create", subject=entry, by=by, changes=changes)
    return entry


def store(entry: Make | Model | Trim) -> None:
    """Save the entry with what it is found by; the unique name decides between two who add it at the same time.

    :raises CatalogueRefused: the name is taken.
    """
    entry.search_text = entry_search_text(entry)
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise CatalogueRefused(_("The catalogue already has this name."), field="name") from error


def retire(*, by: Any, entry: Make | Model | Trim, is_retired: bool) -> None:
    """Stop offering an entry for new vehicles, or offer it again.

    :raises Forbidden: the user may not change the catalogue.
    """
    require_editor(by)
    with transaction.atomic():
        kind = type(entry)
        row = kind.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if row.is_retired == is_retired:
            return
        kind.objects.filter(pk=row.pk).update(retired_at=clock.now() if is_retired else None)
        verb = "retire" if is_retired else "offer"
        audit.record(action=f"{kind._meta.label_lower}.{verb}", subject=row, by=by)
