"""What the fields and values of an audit entry say, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import audit_words as words
from . import figures
from .audit_words import Thing
from .money import format_money
from .money.fields import MoneyField

KEY = re.compile(r"[a-z_]+\.[a-z_]+:[0-9]{1,18}")
LISTED = "fields"
UNNAMED = "EUR"  # an amount stands without its currency, which is another column; every currency has two places


@dataclass(frozen=True)
class Change:
    """One field of an entry in words. A value that is not there is empty."""

    label: str
    old: str
    new: str
    is_personal: bool = False


def references(subject: str, values: Mapping[str, Any]) -> set[str]:
    """Keys of the rows that the values name, so that one can ask for all their titles at once."""
    of = subject.partition(":")[0]
    pairs = [(name, one) for name, pair in values.items() for one in _pair(pair)]
    return {key for name, one in pairs if (key := _key(of, name, one))}


def changes(
    subject: str,
    values: Mapping[str, Any],
    *,
    is_personal: bool = False,
    things: Mapping[str, Thing] | None = None,
) -> list[Change]:
    """What ``changes`` or the personal values of an entry say, field by field.

    ``things`` are the titles of what they name (``audit_words.things(references(...))``); without, they are asked for.
    """
    known = words.things(references(subject, values)) if things is None else things
    of = subject.partition(":")[0]
    told = []
    for name, pair in sorted(values.items(), key=lambda one: (_place(of, one[0]), one[0])):
        old, new = (_value(of, name, one, known) for one in _different(*_pair(pair)))
        told.append(Change(field(of, name), old, new, is_personal))
    return told


def _pair(pair: Any) -> tuple[Any, Any]:
    is_pair = isinstance(pair, list | tuple) and len(pair) == 2  # noqa: PLR2004 - old and new
    return (pair[0], pair[1]) if is_pair else (None, pair)


def _different(old: Any, new: Any) -> tuple[Any, Any]:
    """Of two lists what one has and the other has not: a client's third phone does not repeat the first two."""
    if not isinstance(old, list) or not isinstance(new, list):
        return old, new
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    return (gone, come) if gone or come else (old, new)


def _place(of: str, name: str) -> int:
    """Where the field stands in its model, so that entries read alike whatever order the database keeps."""
    found = _model_field(of, name)
    return int(found.creation_counter) if found is not None else 0


def field(of: str, name: str) -> str:
    """The field in words: as named, else as the model calls it, else its own name."""
    named = words.named_field(of, name)
    if named:
        return capfirst(str(named[0]))
    found = _model_field(of, name)
    return capfirst(str(found.verbose_name if found else name.replace("_", " ")))


def _model_field(of: str, name: str) -> Any:
    found = words.model(of)
    try:
        one = found._meta.get_field(name.removesuffix("_id")) if found else None
    except FieldDoesNotExist:
        return None
    return one if isinstance(one, Field) else None


def _key(of: str, name: str, given: Any) -> str:
    """The key of the row that a value names; empty for any other value."""
    if isinstance(given, str):
        return given if KEY.fullmatch(given) else ""
    found = _model_field(of, name) if isinstance(given, int) and not isinstance(given, bool) else None
    return f"{found.related_model._meta.label_lower}:{given}" if found is not None and found.is_relation else ""


def _value(of: str, name: str, given: Any, known: Mapping[str, Thing]) -> str:
    """A value in words: choices by their labels, yes and no, lists with commas; empty for nothing."""
    if given is None or given in ("", [], {}):
        return ""
    named = words.named_field(of, name)
    if named and named[1]:
        return named[1](given)
    key = _key(of, name, given)
    if key:
        return known[key].title if isinstance(given, int) and key in known else str(known.get(key, given))
    if isinstance(given, list):
        return ", ".join(field(of, str(one)) if name == LISTED else _plain(of, name, one) for one in given)
    return _plain(of, name, given)


def _plain(of: str, name: str, given: Any) -> str:
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(given, dict):
        return ", ".join(f"{key}: {one}" for key, one in given.items())
    found = _model_field(of, name)
    labels = {str(key): label for key, label in found.flatchoices} if found is not None and found.choices else {}
    return str(labels[str(given)]) if str(given) in labels else _typed(found, given)


def _typed(found: Any, given: Any) -> str:
    """Days, moments and sums as people write them; everything else as it is."""
    if isinstance(found, MoneyField) and isinstance(given, int):
        return format_money(given, UNNAMED, symbol=False)
    try:
        if isinstance(found, DateTimeField):
            return figures.moment(datetime.fromisoformat(given))
        if isinstance(found, DateField):
            return figures.day(date.fromisoformat(given))
    except (TypeError, ValueError):
        return str(given)
    return str(given)
