"""Many entries of the catalogue at once: read against what is there, and written with some statements for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.models import Make, Model, Trim, entry_search_text
from roadbook.kit import audit, text

from .catalogue import CatalogueRefused, checked_name, require_editor
from .trims import fill_trim, told_trim

Entry = Make | Model | Trim


class Entries:
    """Makes, models and trims by their names. A double stands for what it was merged into.

    New ones are remembered, so that the next lines know them, and stored by ``write``: the rows and the audit log are
    those of ``create_make``, ``create_model`` and ``create_trim``.
    """

    def __init__(self, makes: Iterable[str]) -> None:
        keys = {text.fold(name) for name in makes}
        known = Make.objects.filter(key__in=keys).select_related("merged_into")
        self._makes: dict[str, Make] = {one.key: one.merged_into or one for one in known}
        standing = {one.pk for one in self._makes.values()}
        models = Model.objects.filter(make__in=standing).select_related("make", "merged_into__make")
        self._models: dict[tuple[str, str], Model] = {(one.make.key, one.key): one.merged_into or one for one in models}
        trims = Trim.objects.filter(model__make__in=standing).select_related("model__make", "merged_into__model__make")
        self._trims: dict[tuple[str, str, str], Trim] = {
            (one.model.make.key, one.model.key, one.key): one.merged_into or one for one in trims
        }
        self._new: list[Entry] = []

    def find(self, make: str, model: str, trim: str) -> Entry | None:
        """The last of what is named, where it is there or was read above."""
        found: Entry | None = self._makes.get(text.fold(make))
        if model and found is not None:
            found = self._models.get((found.key, text.fold(model)))
        if trim and isinstance(found, Model):
            found = self._trims.get((found.make.key, found.key, text.fold(trim)))
        return found

    def read(self, make: str, model: str, trim: str, details: Mapping[str, Any]) -> tuple[Entry, list[Entry]]:
        """The entry that a line names, and which entries it adds, those above it first.

        :raises CatalogueRefused: it cannot be so, or the catalogue has the trim; the next lines do not know it.
        """
        new: list[Entry] = []
        maker = cast("Make", self.find(make, "", "") or _added(new, _make(make)))
        if not model:
            return self._keep(maker, new)
        of = cast("Model", self.find(make, model, "") or _added(new, _model(maker, model)))
        if not trim:
            return self._keep(of, new)
        if self.find(make, model, trim) is not None:
            raise CatalogueRefused(_("The catalogue already has this name."), field="name")
        row = Trim(model=of)
        fill_trim(row, {**details, "name": trim})
        return self._keep(_added(new, row), new)

    def _keep(self, entry: Entry, new: list[Entry]) -> tuple[Entry, list[Entry]]:
        for one in new:
            one.search_text = entry_search_text(one)
            if isinstance(one, Make):
                self._makes[one.key] = one
            elif isinstance(one, Model):
                self._models[one.make.key, one.key] = one
            else:
                self._trims[one.model.make.key, one.model.key, one.key] = one
        self._new += new
        return entry, new

    @transaction.atomic
    def write(self, *, by: Any) -> None:
        """Store what was read.

        :raises Forbidden: the user may not change the catalogue. :raises IntegrityError: somebody was quicker.
        """
        require_editor(by)
        for kind in (Make, Model, Trim):
            rows: list[Any] = [one for one in self._new if isinstance(one, kind)]
            kind._base_manager.bulk_create(rows)
            acts = [audit.Act(one, audit.diff({}, _told(one))) for one in rows]
            audit.record_all(action=f"{kind._meta.label_lower}.create", acts=acts, by=by)


def _added(new: list[Entry], entry: Entry) -> Entry:
    new.append(entry)
    return entry


def _make(typed: str) -> Make:
    name, key = checked_name(Make, typed, field="make")
    return Make(name=name, key=key)


def _model(make: Make, typed: str) -> Model:
    name, key = checked_name(Model, typed, field="model")
    return Model(make=make, name=name, key=key)


def _told(entry: Entry) -> dict[str, Any]:
    """What the audit log is told of a new entry."""
    if isinstance(entry, Trim):
        return told_trim(entry)
    return {"make": entry.make.name, "name": entry.name} if isinstance(entry, Model) else {"name": entry.name}
