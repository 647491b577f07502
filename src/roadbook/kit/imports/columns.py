"""Which column is which field: by its name in any of our languages, or as it was mapped the last time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from roadbook.kit import clock, crypto, text
from roadbook.kit.models import ImportBatch, ImportProfile

from .declared import Field
from .registry import find

ALIKE = 88
_NOT_A_WORD = re.compile(r"[^\w]+", re.UNICODE)


def bare(name: str) -> str:
    """A column's name without case, accents and punctuation."""
    return " ".join(_NOT_A_WORD.sub(" ", text.fold(name)).replace("_", " ").split())


def guess(code: str, headers: Sequence[str]) -> dict[str, str]:
    """The likely field of each column, ``{place: name}``; a field is used once, a doubtful column is left out."""
    from rapidfuzz import fuzz, process

    words = _words(code)
    mapping: dict[str, str] = {}
    for place, header in enumerate(headers):
        name = words.get(bare(header))
        if name and name not in mapping.values():
            mapping[str(place)] = name
    for place, header in enumerate(headers):
        typed = bare(header)
        if str(place) in mapping or typed in _unread(code) or len(typed) < 4:  # noqa: PLR2004 - short words are alike by chance
            continue
        near = process.extractOne(typed, list(words), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near and words[near[0]] not in mapping.values():
            mapping[str(place)] = words[near[0]]
    return dict(sorted(mapping.items(), key=lambda pair: int(pair[0])))


@cache
def _unread(code: str) -> set[str]:
    """Names of columns of our own lists that no field takes, however much they are like one."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {bare(str(name)) for name in find(code).unread}
    return found


@cache
def _words(code: str) -> dict[str, str]:
    """Every name that a column may have, and its field. Full names with their group go before bare ones."""
    fields = find(code).fields
    words: dict[str, str] = {}
    for field in fields:
        for name in _names(field):
            words.setdefault(bare(name), field.name)
    return words


def _names(field: Field) -> Iterable[str]:
    yield field.name
    for language in ("en", *(code for code, _name in settings.LANGUAGES if code != "en")):
        with override(language):
            if field.group:
                yield f"{field.group}: {field.label}"
                yield f"{field.label} ({field.group})"
            else:
                yield str(field.label)
    yield from field.aliases


def remembered(batch: ImportBatch, by: Any) -> ImportProfile | None:
    """How this user, else anybody in the company, mapped this header for this importer the last time."""
    keys = [_key(batch, by), _key(batch, None)]
    found = {one.key: one for one in ImportProfile.objects.filter(key__in=keys)}
    return found.get(keys[0]) or found.get(keys[1])


def is_remembered(batch: ImportBatch, by: Any) -> bool:
    """Whether the batch's columns are filled in as they were chosen for a file like this before."""
    profile = remembered(batch, by)
    return profile is not None and profile.mapping == batch.mapping


def remember(batch: ImportBatch, by: Any) -> None:
    """Keep the batch's mapping for the next file with this header, of this user and of this company."""
    for key in {_key(batch, by), _key(batch, None)}:
        ImportProfile.objects.update_or_create(
            key=key,
            defaults={"mapping": batch.mapping, "takes_changes": batch.takes_changes, "used_at": clock.now()},
        )


def _key(batch: ImportBatch, by: Any) -> str:
    owner = f"user {by.pk}" if by is not None else "company"
    header = "\x1f".join(bare(name) for name in batch.headers)
    return crypto.blind_index("\x00".join((batch.importer, str(batch.company_id), owner, header)), "kit.import.profile")
