"""What people call the acts, things and fields of the audit log. Contexts name theirs in ``words.py`` when ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Label = str | Promise
Titles = Callable[[Iterable[int]], Mapping[int, str]]
Show = Callable[[Any], str]
MACHINE = "machine"


@dataclass(frozen=True)
class _Noun:
    label: Label
    page: str
    titles: Titles | None


@dataclass(frozen=True)
class Story:
    """An act in one line: a msgid with ``%(name)s`` for each param, and the fields whose old and new it leaves to say.

    A param is a plain text, or ``{"msg": msgid}``.
    """

    title: str
    params: Mapping[str, Any]
    fields: frozenset[str] = frozenset()


Tell = Callable[[Mapping[str, Any]], Story]
_stories: dict[str, Tell] = {}
_actions: dict[str, Label] = {}
_fields: dict[tuple[str, str], tuple[Label, Show | None]] = {}
_nouns: dict[str, _Noun] = {}


# ---- Naming


def name_action(code: str, label: Label) -> None:
    """``name_action("parties.party.change", _("Client changed"))``. Named twice, the last word counts."""
    _actions[code] = label


def name_actions(model: str, labels: Mapping[str, Label]) -> None:
    """Several acts on one noun: ``name_actions("parties.party", {"register": _("Client entered")})``."""
    for verb, label in labels.items():
        name_action(f"{model}.{verb}", label)


def name_story(code: str, tell: Tell) -> None:
    """How a feed tells an act: ``tell(changes)``. Without one it lists the fields that changed."""
    _stories[code] = tell


def name_field(model: str, name: str, label: Label, show: Show | None = None) -> None:
    """A field of ``changes`` or ``personal``; ``show`` spells its values. A model's own fields have names already."""
    _fields[model.lower(), name] = (label, show)


def name_fields(model: str, labels: Mapping[str, Label], show: Show | None = None) -> None:
    for name, label in labels.items():
        name_field(model, name, label, show)


def name_subject(model: str, label: Label, page: str = "", titles: Titles | None = None) -> None:
    """A noun: its word, the URL name of its page (given ``pk``), and ``titles(pks)``, what each row of it is called."""
    _nouns[model.lower()] = _Noun(label, page, titles)


def titles_from(model_label: str, field: str) -> Titles:
    """``titles`` that are one field of the row, such as its number."""

    def titles(pks: Iterable[int]) -> Mapping[int, str]:
        found = apps.get_model(model_label)._base_manager.filter(pk__in=list(pks))
        return {pk: str(title) for pk, title in found.values_list("pk", field)}

    return titles


# ---- Reading


def actions() -> list[tuple[str, str]]:
    """Every named act with its word, by the word."""
    return sorted(((code, str(label)) for code, label in _actions.items()), key=lambda one: one[1])


def nouns() -> list[tuple[str, str]]:
    """Every named noun with its word, by the word."""
    return sorted(((model, str(noun.label)) for model, noun in _nouns.items()), key=lambda one: one[1])


def has_action(code: str) -> bool:
    return code in _actions


def story(code: str, changes: Mapping[str, Any]) -> Story | None:
    """The act as its owner tells it, or None where nobody does."""
    tell = _stories.get(code)
    return tell(changes) if tell else None


def action(code: str) -> str:
    """The act in words; its code where nobody named it."""
    return str(_actions.get(code, code))


def actor(name: str) -> str:
    """Who acted; the machine in the reader's language."""
    return _("the machine") if name == MACHINE else name


@dataclass(frozen=True)
class Thing:
    """A subject as people read it: ``Contract SOF-000012``, with the address of its page, or none."""

    noun: str
    title: str
    url: str

    def __str__(self) -> str:
        return f"{self.noun} {self.title}".strip()


def things(keys: Iterable[str]) -> dict[str, Thing]:
    """Subjects by their keys: one question for each noun among them, however many there are."""
    split = {key: _split(key) for key in keys}
    asked: dict[str, set[int]] = {}
    for model, pk in split.values():
        if pk is not None:
            asked.setdefault(model, set()).add(pk)
    titles = {model: _titles(model, pks) for model, pks in asked.items()}
    return {key: _thing(model, pk, titles.get(model, {})) for key, (model, pk) in split.items()}


def thing(key: str) -> Thing:
    return things([key])[key]


def _split(key: str) -> tuple[str, int | None]:
    model, _colon, pk = key.partition(":")
    return model, int(pk) if pk.isascii() and pk.isdigit() else None


def _titles(model: str, pks: Iterable[int]) -> Mapping[int, str]:
    noun = _nouns.get(model)
    return noun.titles(pks) if noun and noun.titles else {}


def _thing(model: str, pk: int | None, titles: Mapping[int, str]) -> Thing:
    noun = _nouns.get(model)
    label = str(noun.label) if noun else _model_word(model)
    if pk is None:
        return Thing(label, "", "")
    url = reverse(noun.page, args=[pk]) if noun and noun.page else ""
    return Thing(label, titles.get(pk, str(pk)), url)


def model(label: str) -> Any:
    """The model of a key, or None where the key is of no table."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _model_word(label: str) -> str:
    found = model(label)
    return capfirst(str(found._meta.verbose_name)) if found else label


def named_field(of: str, name: str) -> tuple[Label, Show | None] | None:
    """What a context said of this field, for its noun or for all nouns."""
    return _fields.get((of, name)) or _fields.get(("", name))
