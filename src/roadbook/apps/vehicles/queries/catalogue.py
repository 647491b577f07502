"""Reads of the catalogue of makes, models and trims."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from roadbook.apps.vehicles.models import CatalogueQuerySet, Make, Model, Trim, Vehicle
from roadbook.kit import text

LIMIT = 500
KINDS: dict[str, type[Make | Model | Trim]] = {"make": Make, "model": Model, "trim": Trim}


def make_names() -> list[str]:
    """Makes that are offered, to pick from while typing."""
    return list(Make.objects.offered().order_by("name").values_list("name", flat=True)[:LIMIT])


def model_names(make: str = "") -> list[str]:
    """Models that are offered, of one make or of all, to pick from while typing."""
    found = Model.objects.offered()
    if make.strip():
        found = found.filter(make__key=text.fold(make))
    return list(found.order_by("name").values_list("name", flat=True).distinct()[:LIMIT])


def trims_of(make: str, model: str) -> list[Trim]:
    """Trims that are offered of the model with these names, to pick from while typing."""
    found = Trim.objects.offered().filter(model__make__key=text.fold(make), model__key=text.fold(model))
    return list(found.order_by("name")[:LIMIT])


def trim_named(make: str, model: str, trim: str) -> Trim | None:
    """The trim of the catalogue with these names; None when there is none."""
    key = text.fold(trim)
    found = Trim.objects.filter(model__make__key=text.fold(make), model__key=text.fold(model), key=key)
    one: Any = found.select_related("merged_into").first() if key else None
    standing: Trim | None = (one.merged_into or one) if one else None
    return standing


def _count(rows: Any, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(counted=Count("pk")).values("counted")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def makes() -> CatalogueQuerySet:
    """The makes of the catalogue, with how many models each has."""
    models = Model.objects.standing().filter(make=OuterRef("pk"))
    found: CatalogueQuerySet = Make.objects.standing().annotate(models_count=_count(models, "make"))
    return found


def models() -> CatalogueQuerySet:
    """The models of the catalogue, with how many trims each has."""
    trims = Trim.objects.standing().filter(model=OuterRef("pk"))
    rows = Model.objects.standing().select_related("make")
    found: CatalogueQuerySet = rows.annotate(trims_count=_count(trims, "model"))
    return found


def trims() -> CatalogueQuerySet:
    """The trims of the catalogue."""
    return Trim.objects.standing().select_related("model__make")


def entry(kind: str, pk: int) -> Make | Model | Trim:
    """One entry of the catalogue.

    :raises LookupError: there is no such kind or entry, or it was merged into another.
    """
    rows: dict[str, Any] = {"make": makes, "model": models, "trim": trims}
    found: Make | Model | Trim | None = rows[kind]().filter(pk=pk).first()
    if found is None:
        raise LookupError(pk)
    return found


def twins_of(entry: Make | Model | Trim) -> QuerySet[Any]:
    """Entries with which this one may be merged: its neighbours of the same kind."""
    found = type(entry).objects.standing().exclude(pk=entry.pk).order_by("name", "pk")
    if isinstance(entry, Model):
        return found.filter(make=entry.make_id)
    return found.filter(model=entry.model_id) if isinstance(entry, Trim) else found


def vehicles_under(user: Any, entry: Make | Model | Trim) -> int:
    """How many vehicles that the user may see are of this entry."""
    field = {Make: "make", Model: "model", Trim: "catalogue_trim"}[type(entry)]
    return int(Vehicle.objects.visible_to(user).filter(**{field: entry}).count())
