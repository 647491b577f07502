"""Screens of the catalogue: its registers, the page of an entry, adding, renaming, merging, retiring."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity.enums import Permission
from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.models import Make, Model, Trim
from roadbook.apps.vehicles.web.forms import MergeForm, NameForm, NewModelForm, NewTrimForm, TrimForm
from roadbook.apps.vehicles.web.tables import MakeTable, ModelTable, TrimTable
from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.forms import Form, handle

TABLES = {"make": MakeTable, "model": ModelTable, "trim": TrimTable}
NEW = {"make": _("New make"), "model": _("New model"), "trim": _("New trim")}
PLURAL = {"make": _("Makes"), "model": _("Models"), "trim": _("Trims")}
BELOW = {"make": "model", "model": "trim"}


def entry_url(noun: str, pk: int) -> str:
    return reverse("vehicles:catalogue_show", args=[noun, pk])


@requires(Permission.VEHICLE_VIEW)
@require_GET
def catalogue_list(request: HttpRequest, noun: str) -> HttpResponse:
    """The register of makes, of models or of trims."""
    tabs = [
        {"url": reverse("vehicles:catalogue_list", args=[one]), "label": label, "is_current": one == noun}
        for one, label in PLURAL.items()
    ]
    context = {"noun": _known(noun), "catalogue_tabs": tabs, "new_label": NEW[noun]}
    return lists.render(request, TABLES[noun](), template="vehicles/catalogue_list.html", context=context)


@requires(Permission.VEHICLE_VIEW)
@require_GET
def catalogue_show(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """An entry of the catalogue with what lies under it."""
    entry = _entry(noun, pk)
    below = BELOW.get(noun, "")
    rows: Any = {"model": queries.models, "trim": queries.trims}[below]().filter(**{noun: entry}) if below else None
    context = {
        "entry": entry,
        "noun": noun,
        "below": below,
        "below_title": PLURAL.get(below, ""),
        "below_new": NEW.get(below, ""),
        "rows": rows.order_by("name") if below else [],
        "vehicles_count": queries.vehicles_under(request.user, entry),
        "doubles": entry.doubles.order_by("name"),
    }
    return render(request, "vehicles/catalogue_show.html", context)


@requires(Permission.CATALOGUE_EDIT)
def catalogue_create(request: HttpRequest, noun: str) -> HttpResponse:
    """A new make, model or trim; ``?of=`` names the entry above it."""
    above = request.GET.get("of", "")
    form: Form
    if _known(noun) == "make":
        form = NameForm(request.POST or None)
    elif noun == "model":
        form = NewModelForm(request.POST or None, initial={"make": above})
        form.offer(make=queries.makes().filter(retired_at__isnull=True).order_by("name"))
    else:
        form = NewTrimForm(request.POST or None, initial={"model": above})
        form.offer(model=queries.models().filter(retired_at__isnull=True).order_by("make__name", "name"))
        form.fields["model"].label_from_instance = _whole_name  # type: ignore[attr-defined]  # it is a RowField

    def act(answers: dict[str, Any]) -> str:
        create: Any = {"make": actions.create_make, "model": actions.create_model, "trim": actions.create_trim}[noun]
        return entry_url(noun, create(by=request.user, **answers).pk)

    return handle(request, form, act, "vehicles/catalogue_form.html", {"noun": noun, "new_label": NEW[noun]})


@requires(Permission.CATALOGUE_EDIT)
def catalogue_edit(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Rename a make or model; change a trim."""
    entry = _entry(noun, pk)
    if isinstance(entry, Trim):
        return _trim_edit(request, entry)
    form = NameForm(request.POST or None, initial={"name": entry.name})

    def act(answers: dict[str, Any]) -> str:
        actions.rename(by=request.user, entry=entry, name=answers["name"])
        return entry_url(noun, pk)

    return handle(request, form, act, "vehicles/catalogue_form.html", {"noun": noun, "entry": entry})


def _trim_edit(request: HttpRequest, trim: Trim) -> HttpResponse:
    form = TrimForm(request.POST or None, initial=actions.told_trim(trim))

    def act(answers: dict[str, Any]) -> str:
        changed = {name: value for name, value in answers.items() if (value or "") != (getattr(trim, name) or "")}
        actions.change_trim(by=request.user, trim=trim, **changed)
        return entry_url("trim", trim.pk)

    return handle(request, form, act, "vehicles/catalogue_form.html", {"noun": "trim", "entry": trim})


@requires(Permission.CATALOGUE_EDIT)
def catalogue_merge(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Say that an entry is the double of another."""
    entry = _entry(noun, pk)
    form = MergeForm(request.POST or None)
    form.offer(kept=queries.twins_of(entry))

    def act(answers: dict[str, Any]) -> str:
        actions.merge(by=request.user, kept=answers["kept"], double=entry)
        return entry_url(noun, answers["kept"].pk)

    context = {"noun": noun, "entry": entry, "vehicles_count": queries.vehicles_under(request.user, entry)}
    return handle(request, form, act, "vehicles/catalogue_merge.html", context)


@requires(Permission.CATALOGUE_EDIT)
@require_POST
def catalogue_retire(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Stop offering an entry, or offer it again."""
    actions.retire(by=request.user, entry=_entry(noun, pk), is_retired=request.POST.get("is_retired") == "1")
    return HttpResponseRedirect(entry_url(noun, pk))


def _known(noun: str) -> str:
    if noun not in TABLES:
        raise Http404
    return noun


def _entry(noun: str, pk: int) -> Make | Model | Trim:
    try:
        return queries.entry(_known(noun), pk)
    except LookupError:
        raise Http404 from None


def _whole_name(model: Model) -> str:
    return f"{model.make} {model}"
