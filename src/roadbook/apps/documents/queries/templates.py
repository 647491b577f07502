"""Templates and their versions: which one is in force, what is wrong with a source, what has gone stale."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import rules
from roadbook.apps.documents.enums import VersionState
from roadbook.apps.documents.models import DocumentTemplate, TemplateVersion
from roadbook.apps.documents.models.template import FIRST_LANGUAGE
from roadbook.calc import markup

STANDARD = Path(__file__).resolve().parent.parent / "standard"
WRONG: dict[str, str | Promise] = {
    "large": _("The text is too long: at most 200,000 characters in 5,000 lines."),
    "long": _("This line is too long."),
    "character": _("This character may not stand in a template: %(what)s."),
    "unclosed": _("“%(what)s” is never closed."),
    "deep": _("Conditions, lists and columns are nested too deeply."),
    "tag": _("“%(what)s” is no token. Tokens look like {{client.name}}."),
    "alone": _("“%(what)s” stands alone on its line."),
    "stray": _("“%(what)s” closes nothing here."),
    "directive": _("There is no “%(what)s”."),
    "columns": _("At most %(what)s columns stand beside each other."),
    "cells": _("A row has at most %(what)s cells."),
    "ragged": _("The rows of this table have different numbers of cells."),
    "rows": _("Between {{#each}} and {{/each}} of a table stand only rows."),
    "token": _("There is no token “%(what)s” in this kind of document."),
    "list": _("There is no list “%(what)s” in this kind of document."),
    "fact": _("There is no fact “%(what)s” in this kind of document."),
    "qr": _("“%(what)s” cannot be printed as a code."),
    "form": _("“%(what)s” is no form of this token. It has: %(near)s."),
    "nested": _("A list does not stand inside a list."),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a source, in words. Line and column count from 1; ``near`` is the nearest word that is known."""

    line: int
    column: int
    text: str
    near: str

    def __str__(self) -> str:
        return self.text


def faults(source: str, kind: rules.Kind) -> list[Fault]:
    """Everything that keeps a source from being published; empty = it can be."""
    try:
        problems = markup.check(markup.parse(source), kind.schema)
    except markup.MarkupRefusedError as error:
        problems = [error.problem]
    return [_fault(one) for one in problems]


def _fault(one: markup.Problem) -> Fault:
    said = str(WRONG[one.code])
    text = said % {"what": one.what, "near": one.near} if "%(" in said else said
    return Fault(one.line, one.column, text, "" if one.code == "form" else one.near)


@cache
def standard_source(kind: str, language: str) -> str:
    """The text of the house for a kind of paper."""
    return (STANDARD / f"{kind}.{language}.txt").read_text(encoding="utf-8")


def in_force(company_id: int, kind: str, language: str) -> TemplateVersion | None:
    """The company's own published version, if it has one."""
    own = TemplateVersion.objects.published().filter(template__company_id=company_id, template__kind=kind)
    return own.filter(language=language).first()


def templates(user: Any) -> QuerySet[DocumentTemplate]:
    """Templates of the companies where the user writes them."""
    return DocumentTemplate.objects.visible_to(user).select_related("company")


def versions(user: Any) -> QuerySet[TemplateVersion]:
    """Versions of the templates that the user writes."""
    return TemplateVersion.objects.visible_to(user).select_related("template__company", "created_by", "published_by")


@dataclass(frozen=True)
class Tongue:
    """A language of a template: what is in force, what is being written, whether it is behind another one."""

    code: str
    label: str
    published: TemplateVersion | None
    draft: TemplateVersion | None
    is_stale: bool


def tongues(template: DocumentTemplate) -> list[Tongue]:
    """The four languages of a template. One query."""
    rows = template.versions.exclude(state=VersionState.RETIRED)
    found = {(one.language, one.state): one for one in rows}
    revision = _revision(one for one in rows if one.state == VersionState.PUBLISHED)
    out = []
    for code, label in settings.LANGUAGES:
        published = found.get((code, VersionState.PUBLISHED))
        stale = published is not None and (published.follows or 0) < revision
        out.append(Tongue(code, str(label), published, found.get((code, VersionState.DRAFT)), stale))
    return sorted(out, key=lambda one: one.code != FIRST_LANGUAGE)


def next_revision(template: DocumentTemplate, language: str) -> int:
    """The revision of the set to which a text that is published now belongs.

    A language that is new or behind comes up with the others; a change of one that was not leaves them behind.
    """
    rows = list(template.versions.published())
    revision = _revision(rows)
    own = next((one for one in rows if one.language == language), None)
    is_change = own is not None and (own.follows or 0) >= revision
    return revision + 1 if is_change else max(revision, 1)


def _revision(published: Iterable[TemplateVersion]) -> int:
    return max((one.follows or 0 for one in published), default=0)


def editable(template: DocumentTemplate, language: str) -> TemplateVersion | None:
    """What an editor begins from: the draft, or else the version in force, or else the newest."""
    order = {VersionState.DRAFT: 0, VersionState.PUBLISHED: 1, VersionState.RETIRED: 2}
    rows = list(template.versions.filter(language=language))
    return min(rows, key=lambda one: (order[VersionState(one.state)], -one.number), default=None)


def differences(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The lines of both texts as (mark, line): ``-`` only in the old, ``+`` only in the new, empty = in both."""
    for line in difflib.ndiff(old.splitlines(), new.splitlines()):
        if not line.startswith("?"):
            yield line[0].strip(), line[2:]
