"""The values of a form's fields as they are sent, understood and shown: what drafts and merges have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeGuard

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from roadbook.kit import figures

Sent = list[str]


def is_kept(field: forms.Field) -> bool:
    """Whether what is typed here may be kept outside the page: passwords and files never are."""
    return not isinstance(field, forms.FileField) and not isinstance(field.widget, forms.PasswordInput)


def names(form: forms.BaseForm) -> list[str]:
    """The fields that people fill in: neither hidden nor disabled, passwords and files left out."""
    return [
        name
        for name, field in form.fields.items()
        if is_kept(field) and not field.disabled and not field.widget.is_hidden
    ]


def as_sent(field: forms.Field, value: Any) -> Sent:
    """The texts that a browser sends for a field which shows this value."""
    ready = field.prepare_value(value)
    if _is_plain_list(field) and str(ready or "") not in (listed := _listed(field.choices)):
        return listed[:1]
    if ready is None or ready is False:
        return []
    if ready is True:
        return ["on"]
    if isinstance(ready, list | tuple | set | frozenset | QuerySet):
        return [str(getattr(one, "pk", one)) for one in ready]
    return [str(ready)]


def _is_plain_list(field: forms.Field) -> TypeGuard[forms.ChoiceField]:
    """A list whose values are known without a statement and of which one is chosen."""
    return (
        isinstance(field, forms.ChoiceField)
        and not isinstance(field, forms.ModelChoiceField)
        and type(field.widget) is forms.Select
    )


def _listed(choices: Any) -> Sent:
    """The values of a list in which one is always chosen: where nothing is told, the first."""
    pairs = [pair for value, label in choices for pair in (label if _is_group(label) else [(value, label)])]
    return [str(value) for value, _label in pairs]


def _is_group(label: Any) -> bool:
    return isinstance(label, list | tuple)


def sent_in(data: Mapping[str, Any], name: str) -> Sent:
    """What was sent under a name; nothing sent is an empty list."""
    if isinstance(data, MultiValueDict):
        return [str(one) for one in data.getlist(name)]
    value = data.get(name)
    return [] if value is None else [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def with_sent(data: Mapping[str, Any], values: Mapping[str, Sent]) -> dict[str, Any] | MultiValueDict[str, Any]:
    """A copy of the data in which these names hold these texts."""
    if isinstance(data, MultiValueDict):
        lists = {name: data.getlist(name) for name in data} | {name: list(texts) for name, texts in values.items()}
        return MultiValueDict({name: texts for name, texts in lists.items() if texts})
    single = {name: texts if len(texts) > 1 else "".join(texts) for name, texts in values.items()}
    return {name: value for name, value in {**data, **single}.items() if values.get(name) != []}


def understood(field: forms.Field, sent: Sent) -> Any:
    """What the field makes of these texts, comparable with ``==``; texts that it refuses stay as they are."""
    try:
        return _comparable(field.clean(_raw(field, sent)))
    except ValidationError:
        return tuple(sent)


def shown(field: forms.Field, sent: Sent, known: Any = None) -> str:
    """What these texts say to a person: labels of choices, dates and amounts written out.

    ``known`` is the value itself where it is at hand: it names a row that the field does not offer.
    """
    try:
        cleaned = field.clean(_raw(field, sent))
    except ValidationError:
        return str(known) if isinstance(known, Model) else ", ".join(sent) or figures.DASH
    return _words(field, cleaned) or figures.DASH


def _words(field: forms.Field, cleaned: Any) -> str:
    if isinstance(cleaned, bool):
        return _("Yes") if cleaned else _("No")
    if cleaned is None or cleaned == "":
        return ""
    if isinstance(cleaned, date):
        return figures.day(cleaned)
    if isinstance(field, forms.ModelChoiceField):
        rows = cleaned if isinstance(cleaned, QuerySet | list) else [cleaned]
        return ", ".join(str(field.label_from_instance(row)) for row in rows)
    if choices := getattr(field, "choices", None):
        labels = {str(value): str(label) for value, label in _flat(choices)}
        several = cleaned if isinstance(cleaned, list) else [cleaned]
        return ", ".join(labels.get(str(value), str(value)) for value in several)
    echo = getattr(field, "echo", None)
    return (echo(cleaned) if echo else "") or str(cleaned)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _raw(field: forms.Field, sent: Sent) -> Any:
    return field.widget.value_from_datadict(MultiValueDict({"one": sent} if sent else {}), MultiValueDict(), "one")


def _comparable(cleaned: Any) -> Any:
    if isinstance(cleaned, Model):
        return cleaned.pk
    if isinstance(cleaned, QuerySet):
        return sorted(row.pk for row in cleaned)
    if isinstance(cleaned, list | tuple):
        return sorted(str(one) for one in cleaned)
    return None if cleaned == "" else cleaned
