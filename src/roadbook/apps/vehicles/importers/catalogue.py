"""The catalogue from files: a make, or a make and a model, or these and a trim with its technical data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions
from roadbook.apps.vehicles.actions import importing, trims
from roadbook.apps.vehicles.actions.entering import Entries
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
    unread = (gettext_lazy("Models"), gettext_lazy("Trims"))
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
        entries = _entries(drafts)
        there = {draft.number: entries.find(*_names(draft)) for draft in drafts}
        return [self._verdict(draft, entries, there[draft.number]) for draft in drafts]

    def _verdict(self, draft: Draft, entries: Entries, found: Make | Model | Trim | None) -> Verdict:
        """As ``apply`` would; a row that stands above already is new here, and the engine says that they are one."""
        _check(draft)
        if draft.problems:
            return Verdict(RowState.NEW)
        if found is None:
            if entries.find(*_names(draft)) is None:
                _read(draft, entries)
            return Verdict(RowState.NEW)
        changed = _differences(draft, found)
        if not changed:
            return Verdict(RowState.DUPLICATE, audit.key(found), _("In the catalogue already."))
        words = ", ".join(word_of(Trim, name) for name in changed)
        return Verdict(
            RowState.CONFLICT, audit.key(found), _("In the catalogue. Differs in: %(fields)s.") % {"fields": words}
        )

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        """New ones all at once, or one by one where somebody was quicker with a name; changes one by one."""
        new = [draft for draft in drafts if not draft.subject]
        changed = [draft for draft in drafts if draft.subject]
        try:
            with transaction.atomic():
                made = _add(new, ground)
        except IntegrityError:
            made = [_add([draft], ground)[0] for draft in new]
        outcomes = dict(zip((draft.number for draft in new), made, strict=True))
        done = one_by_one(changed, partial(_change, ground), {"name": "trim"})
        outcomes |= zip((draft.number for draft in changed), done, strict=True)
        return [outcomes[draft.number] for draft in drafts]

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


def _names(draft: Draft) -> Path:
    make, model, trim = (draft.values.get(name) or "" for name in ("make", "model", "trim"))
    return make, model, trim


def _entries(drafts: Sequence[Draft]) -> Entries:
    return Entries(_names(draft)[0] for draft in drafts)


def _check(draft: Draft) -> None:
    """Refuse a trim without its model, and details that no trim can have."""
    if not draft.values.get("trim"):
        return
    if not draft.values.get("model"):
        draft.refuse("model", _("This is needed."))
        return
    try:
        trims.fill_trim(Trim(), {"name": draft.values["trim"], **_details(draft)})
    except Refused as refusal:
        draft.problems.append(problem(refusal, {"name": "trim"}))


def _read(draft: Draft, entries: Entries) -> None:
    try:
        entries.read(*_names(draft), _details(draft))
    except Refused as refusal:
        draft.problems.append(problem(refusal, {"name": "trim"}))


def _differences(draft: Draft, found: Make | Model | Trim) -> dict[str, Any]:
    if not isinstance(found, Trim):
        return {}
    return {name: value for name, value in _details(draft).items() if getattr(found, name) != value}


def _change(ground: Ground, draft: Draft) -> Outcome:
    trim = Trim.objects.get(pk=importing.pk_of(draft.subject))
    changes = _differences(draft, trim)
    before = {name: getattr(trim, name) for name in changes}
    actions.change_trim(by=ground.by, trim=trim, **changes)
    return Outcome(draft.subject, is_new=False, before=before)


def _add(drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
    entries = _entries(drafts)
    found: list[tuple[Make | Model | Trim, list[Make | Model | Trim]] | Refused] = []
    for draft in drafts:
        try:
            found.append(entries.read(*_names(draft), _details(draft)))
        except Refused as refusal:
            found.append(refusal)
    entries.write(by=ground.by)
    return [_outcome(one) for one in found]


def _outcome(found: tuple[Make | Model | Trim, list[Make | Model | Trim]] | Refused) -> Outcome:
    if isinstance(found, Refused):
        return Outcome(problems=(problem(found, {"name": "trim"}),))
    entry, made = found
    return Outcome(audit.key(entry), before={"made": [audit.key(one) for one in made]})
