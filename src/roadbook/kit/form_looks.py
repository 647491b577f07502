"""How a form field looks: which control, which unit, which ids tie label, hint and error together."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from roadbook.kit.forms import DateField, MoneyField, RateField, echoes

_FIELDS: tuple[tuple[type[forms.Field], str], ...] = ((MoneyField, "money"), (RateField, "rate"), (DateField, "date"))
_WIDGETS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "segmented"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "area"),
    (forms.FileInput, "file"),
    (forms.DateInput, "date"),
)
_NUMBERS = (forms.IntegerField, forms.DecimalField, forms.FloatField)
_GROUPS = frozenset({"segmented", "checks", "radios"})
_UNMARKED = frozenset({"check", "switch", "checks", "hidden"})
_CHOSEN = frozenset({"hidden", "checks", "segmented", "check", "select"})


@dataclass(frozen=True)
class FieldLook:
    """``kind`` chooses the control; ``widget`` is its HTML with the ids of hint and error wired in."""

    kind: str
    unit: str | Promise
    currency: str
    is_number: bool
    is_optional: bool
    hint_id: str
    error_id: str
    listbox_id: str
    focus_id: str
    options_url: str
    chosen: str
    chips: list[tuple[str, str]]
    create_url: str
    create_label: str | Promise
    echo_key: str
    echo_of: str
    country: str
    today: str
    counter: int
    left: int
    widget: SafeString


def look_of(
    field: BoundField, *, unit: str = "", readonly: object = False, permissions: Container[str] | None = None
) -> FieldLook:
    """Describe a bound field.

    Its form field may carry ``look`` (switch, radios, chips), ``unit``, ``currency``, and, for a search over choices
    that the server offers, ``options_url`` with ``label_of(value)``; ``create_url`` is where a missing row is made, for
    those whose ``permissions`` hold its ``create_permission``.
    """
    inner = field.field
    kind = _kind(field)
    currency = str(getattr(inner, "currency", "") or "")
    limit = int(getattr(inner, "max_length", 0) or 0) if kind == "area" else 0
    return FieldLook(
        kind=kind,
        unit=unit or getattr(inner, "unit", "") or currency or ("%" if kind == "rate" else ""),
        currency=currency,
        is_number=kind in {"money", "rate"} or (isinstance(inner, _NUMBERS) and kind not in _CHOSEN),
        is_optional=not (inner.required or getattr(inner, "is_answered", False)) and kind not in _UNMARKED,
        hint_id=f"{field.auto_id}_helptext",
        error_id=f"{field.auto_id}_error",
        listbox_id=f"{field.auto_id}_options",
        focus_id=_focus_id(field, kind),
        options_url=str(getattr(inner, "options_url", "") or ""),
        chosen=_chosen(field) if kind == "combobox" else "",
        chips=_chips(field) if kind == "chips" else [],
        create_url=_create_url(field, permissions or ()),
        create_label=getattr(inner, "create_label", ""),
        echo_key="" if readonly else echoes.key_of(inner),
        echo_of=field.form.add_prefix(of) if (of := getattr(inner, "percent_of", "")) else "",
        country=str(getattr(inner, "country", "") or ""),
        today=f"{today:%Y-%m-%d}" if (today := getattr(inner, "today", None)) else "",
        counter=limit,
        left=limit - len(str(field.value() or "")) if limit else 0,
        widget=_widget(field, kind, readonly=bool(readonly)),
    )


def _kind(field: BoundField) -> str:
    inner = field.field
    if field.is_hidden:
        return "hidden"
    look = str(getattr(inner, "look", ""))
    if getattr(inner, "options_url", ""):
        return look or "combobox"
    if look and look != "chips":
        return look
    ours = next((kind for field_class, kind in _FIELDS if isinstance(inner, field_class)), "")
    return ours or next((kind for widget, kind in _WIDGETS if isinstance(inner.widget, widget)), "text")


def _focus_id(field: BoundField, kind: str) -> str:
    """Where one goes to correct the field: its control, the search of a combobox, the frame of a group."""
    if kind in {"combobox", "chips"}:
        return f"{field.auto_id}_search"
    return str(field.auto_id) if kind in _GROUPS else str(field.id_for_label)


def _chosen(field: BoundField) -> str:
    """The word for the value that a searched choice holds; the form field knows it."""
    label_of: Callable[[Any], object] = getattr(field.field, "label_of")  # noqa: B009 - not on every field
    return str(label_of(field.value()))


def _chips(field: BoundField) -> list[tuple[str, str]]:
    """Keys and words of the rows that are chosen; the form field knows them."""
    chosen: Callable[[Any], list[tuple[str, str]]] = getattr(field.field, "chosen")  # noqa: B009 - not on every field
    return chosen(field.value())


def _create_url(field: BoundField, permissions: Container[str]) -> str:
    inner = field.field
    needed = getattr(inner, "create_permission", "")
    return str(getattr(inner, "create_url", "") or "") if not needed or needed in permissions else ""


def _widget(field: BoundField, kind: str, *, readonly: bool) -> SafeString:
    if kind == "combobox":
        return field.as_hidden()
    if kind == "chips":
        return SafeString("")
    return field.as_widget(attrs=_wiring(field, kind, readonly=readonly))


def _wiring(field: BoundField, kind: str, *, readonly: bool) -> dict[str, Any]:
    """Tie the control to its hint and error."""
    told = [f"{field.auto_id}_helptext"] if field.help_text else []
    told += [f"{field.auto_id}_error"] if field.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(told)} if told else {}
    if field.errors and kind not in _GROUPS:
        attrs["aria-invalid"] = "true"
    if readonly:
        attrs["readonly"] = True
    return attrs
