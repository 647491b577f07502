"""The catalogue from files: a make, or a make and a model, or these and a trim with its technical data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions
from roadbook.apps.vehicles.actions import importing, trims
from roadbook.apps.vehicles.models import Make, Model, Trim
from roadbook.kit import audit, text
from roadbook.kit.errors import Refused
from roadbook.kit.forms import TextField
from roadbook.kit.imports import Draft, Field, Ground, Importer, Outcome, Verdict, one_by_one, problem, register
from roadbook.kit.imports.derived import field_of, word_of
from roadbook.kit.models import RowState

LIMITS = {name: {"most": most} for name, most in trims.TRIM_NUMBERS.items()}
LIMITS |= {name: {"least": trims.FIRST_YEAR, "most": trims.LAST_YEAR} for name in trims.TRIM_YEARS}
ALIASES = {
    "power_kw": ("kw", "квт"),
    "power_hp": ("hp", "к с", "л с"),
    "displacement_cc": ("cc", "куб см", "pojemność"),
}
DETAILS = tuple(name for name in trims.TRIM_FIELDS if name != "name")
Path = tuple[str, str, str]


@register
class CatalogueImporter(Importer):
    """One row is one entry: the last of make, model and trim that it names; those above it are made where new."""

    code = "vehicles.catalogue"
    title = gettext_lazy("Catalogue of makes, models and trims")
    text = gettext_lazy("Makes, models and trims with body, engine, power, seats and years.")
    permission = Permission.CATALOGUE_EDIT
    of_company = False
    takes_changes = True
    list_key = "vehicles.trims"
    fields = (
        Field("make", gettext_lazy("Make"), TextField(required=False, max_length=60), ("марка", "marka"), True),
        Field("model", gettext_lazy("Model"), TextField(required=False, max_length=60), ("модел", "модель")),
        Field(
            "trim", gettext_lazy("Trim"), TextField(required=False, max_length=80), ("модификация", "wersja", "name")
        ),
        *(field_of(Trim, name, ALIASES.get(name, ()), LIMITS.get(name)) for name in DETAILS),
    )

    def key(self, draft: Draft, ground: Ground) -> str:  # noqa: ARG002 - Importer's signature
        return "\x00".join(_path(draft))

    def check(self, drafts: Sequence[Draft], ground: Ground) -> list[Verdict]:  # noqa: ARG002 - Importer's signature
        for draft in drafts:
            if draft.values.get("trim") and not draft.values.get("model"):
                draft.refuse("model", _("This is needed."))
            try:
                if not draft.problems and draft.values.get("trim"):
                    trims.fill_trim(Trim(), {"name": draft.values["trim"], **_details(draft)})
            except Refused as refusal:
                draft.problems.append(problem(refusal, {"name": "trim"}))
        known = _known(drafts)
        return [self._verdict(draft, known) for draft in drafts]

    def _verdict(self, draft: Draft, known: dict[Path, Make | Model | Trim]) -> Verdict:
        found = known.get(_path(draft))
        if draft.problems or found is None:
            return Verdict(RowState.NEW)
        changed = _differences(draft, found)
        if not changed:
            return Verdict(RowState.DUPLICATE, audit.key(found), _("In the catalogue already."))
        words = ", ".join(word_of(Trim, name) for name in changed)
        return Verdict(
            RowState.CONFLICT, audit.key(found), _("In the catalogue. Differs in: %(fields)s.") % {"fields": words}
        )

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        known = _known(drafts)
        return one_by_one(drafts, lambda draft: _apply(draft, ground, known), {"name": "trim"})

    def undo(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> None:
        made = []
        for subject, before in subjects:
            if before and "made" in before:
                made += before["made"]
            elif before:
                trim = Trim.objects.get(pk=importing.pk_of(subject))
                actions.change_trim(by=ground.by, trim=trim, **before)
        importing.remove_entries(subjects=made, by=ground.by)


def _path(draft: Draft) -> Path:
    make, model, trim = (text.fold(draft.values.get(name) or "") for name in ("make", "model", "trim"))
    return make, model, trim


def _details(draft: Draft) -> dict[str, Any]:
    return {name: draft.values[name] for name in DETAILS if draft.values.get(name) not in ("", None)}


def _known(drafts: Sequence[Draft]) -> dict[Path, Make | Model | Trim]:
    """Entries of the catalogue by the path of their keys; a double stands for what it was merged into."""
    makes = {_path(draft)[0] for draft in drafts}
    known: dict[Path, Make | Model | Trim] = {}
    for make in Make.objects.filter(key__in=makes).select_related("merged_into"):
        known[make.key, "", ""] = make
    for model in Model.objects.filter(make__key__in=makes).select_related("make", "merged_into"):
        known[model.make.key, model.key, ""] = model
    for trim in Trim.objects.filter(model__make__key__in=makes).select_related("model__make"):
        known[trim.model.make.key, trim.model.key, trim.key] = trim
    return known


def _differences(draft: Draft, found: Make | Model | Trim) -> dict[str, Any]:
    if not isinstance(found, Trim):
        return {}
    return {name: value for name, value in _details(draft).items() if getattr(found, name) != value}


def _apply(draft: Draft, ground: Ground, known: dict[Path, Make | Model | Trim]) -> Outcome:
    if draft.subject:
        trim = Trim.objects.get(pk=importing.pk_of(draft.subject))
        changes = _differences(draft, trim)
        before = {name: getattr(trim, name) for name in changes}
        actions.change_trim(by=ground.by, trim=trim, **changes)
        return Outcome(draft.subject, is_new=False, before=before)
    make_key, model_key, trim_key = _path(draft)
    new: dict[Path, Make | Model | Trim] = {}
    make = known.get((make_key, "", "")) or _added(new, (make_key, "", ""), _make(draft, ground))
    entry: Make | Model | Trim = _standing(make)
    if model_key:
        path = (make_key, model_key, "")
        entry = _standing(known.get(path) or _added(new, path, _model(draft, ground, entry)))
    if trim_key:
        trim = actions.create_trim(
            by=ground.by, model=cast("Model", entry), name=draft.values["trim"], **_details(draft)
        )
        entry = _added(new, (make_key, model_key, trim_key), trim)
    known |= new
    return Outcome(audit.key(entry), before={"made": [audit.key(one) for one in new.values()]})


def _added(new: dict[Path, Make | Model | Trim], path: Path, entry: Make | Model | Trim) -> Make | Model | Trim:
    new[path] = entry
    return entry


def _standing(entry: Make | Model | Trim) -> Make | Model | Trim:
    """The entry that a double was merged into, or itself."""
    return cast("Make | Model | Trim", entry.merged_into or entry)


def _make(draft: Draft, ground: Ground) -> Make:
    return actions.create_make(by=ground.by, name=draft.values["make"])


def _model(draft: Draft, ground: Ground, make: Make | Model | Trim) -> Model:
    return actions.create_model(by=ground.by, make=cast("Make", make), name=draft.values["model"])
