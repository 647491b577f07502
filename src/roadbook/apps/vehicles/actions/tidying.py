"""Keeping the catalogue tidy: renaming entries and merging doubles, and telling the vehicles."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.vehicles.events import CatalogueRenamed
from roadbook.apps.vehicles.models import Make, Model, Trim, Vehicle, entry_search_text
from roadbook.kit import audit, clock
from roadbook.kit.events import publish

from .catalogue import CatalogueRefused, checked_name, require_editor, store
from .searching import search_text

AT_ONCE = 500
Entry = Make | Model | Trim


@transaction.atomic
def rename(*, by: Any, entry: Entry, name: str) -> Entry:
    """Write an entry otherwise; what it is found by follows, in the catalogue and on the vehicles.

    :raises Forbidden: the user may not change the catalogue.
    :raises CatalogueRefused: another entry has the name: merge the two instead.
    """
    require_editor(by)
    row: Entry = _locked(entry)
    name, key = checked_name(type(row), name)
    if name == row.name:
        return row
    old, row.name, row.key = row.name, name, key
    store(row)
    audit.record(action=f"{row._meta.label_lower}.rename", subject=row, by=by, changes={"name": [old, name]})
    _find_anew(row)
    name_vehicles_anew(row)
    return row


@transaction.atomic
def merge(*, by: Any, kept: Entry, double: Entry) -> Entry:
    """Make two entries one. What hung on ``double`` hangs on ``kept``; the double's name means ``kept`` from now on.

    :raises Forbidden: the user may not change the catalogue.
    :raises CatalogueRefused: both are one, of different kinds or owners, or already merged.
    """
    require_editor(by)
    if type(kept) is not type(double) or kept.pk == double.pk:
        raise CatalogueRefused(_("Choose two different entries."), field="kept")
    first, second = sorted((kept, double), key=lambda one: one.pk)
    rows = {row.pk: row for row in (_locked(first), _locked(second))}
    kept, double = rows[kept.pk], rows[double.pk]
    if kept.merged_into_id or double.merged_into_id:
        raise CatalogueRefused(_("One of them has already been merged."), field="kept")
    if isinstance(double, Trim) and double.model_id != kept.model_id:  # type: ignore[union-attr]  # of one kind
        raise CatalogueRefused(_("Trims of different models are not doubles."), field="kept")
    if isinstance(double, Model) and double.make_id != kept.make_id:  # type: ignore[union-attr]  # of one kind
        raise CatalogueRefused(_("Models of different makes are not doubles."), field="kept")
    audit.record(
        action=f"{kept._meta.label_lower}.merge",
        subject=kept,
        by=by,
        changes={"merged": [double.name, kept.name], "double": [None, audit.key(double)]},
    )
    _join(kept, double)
    _find_anew(kept)
    name_vehicles_anew(kept)
    return kept


def _join(kept: Any, double: Any) -> None:
    """Hang everything of the double on the kept one, doubles below them first."""
    if isinstance(kept, Make):
        for model in double.models.select_related("make"):
            twin = kept.models.filter(key=model.key).first()
            if twin is None:
                Model.objects.filter(pk=model.pk).update(make=kept)
            else:
                _join(twin.merged_into or twin, model)
        Vehicle.objects.filter(make=double).update(make=kept)
    elif isinstance(kept, Model):
        for trim in double.trims.all():
            twin = kept.trims.filter(key=trim.key).first()
            if twin is None:
                Trim.objects.filter(pk=trim.pk).update(model=kept)
            else:
                _join(twin.merged_into or twin, trim)
        Vehicle.objects.filter(model=double).update(model=kept, make=kept.make)
    else:
        Vehicle.objects.filter(catalogue_trim=double).update(catalogue_trim=kept)
    type(double).objects.filter(pk=double.pk).update(merged_into=kept, retired_at=clock.now())
    type(double).objects.filter(merged_into=double).update(merged_into=kept)


def _locked(entry: Entry) -> Any:
    above = {Make: (), Model: ("make",), Trim: ("model__make",)}[type(entry)]
    return type(entry).objects.select_for_update(of=("self",)).select_related(*above).get(pk=entry.pk)


def _find_anew(entry: Entry) -> None:
    """Entries below carry the name of this one in what they are found by."""
    models = Model.objects.filter(make=entry) if isinstance(entry, Make) else Model.objects.none()
    trims = Trim.objects.none()
    if isinstance(entry, Make):
        trims = Trim.objects.filter(model__make=entry)
    elif isinstance(entry, Model):
        trims = Trim.objects.filter(model=entry)
    for kind, rows in ((Model, models.select_related("make")), (Trim, trims.select_related("model__make"))):
        below = list(rows)
        for row in below:
            row.search_text = entry_search_text(row)
        kind.objects.bulk_update(below, ["search_text"], batch_size=AT_ONCE)


def name_vehicles_anew(entry: Entry) -> None:
    """Write the names of the catalogue on the vehicles of an entry, and what they are found by; tell who shows them."""
    publish(CatalogueRenamed(kind=entry._meta.model_name or "", entry_id=entry.pk))
    field = {Make: "make", Model: "model", Trim: "catalogue_trim"}[type(entry)]
    last = 0
    while True:
        rows = list(
            Vehicle.objects.select_for_update(of=("self",))
            .filter(**{field: entry}, pk__gt=last)
            .select_related("make", "model", "catalogue_trim")
            .prefetch_related("plates")
            .order_by("pk")[:AT_ONCE]
        )
        if not rows:
            return
        last = rows[-1].pk
        for row in rows:
            row.trim = row.catalogue_trim.name if row.catalogue_trim else row.trim
            row.search_text = search_text(row)
        Vehicle.objects.bulk_update(rows, ["trim", "search_text"])
