"""What the API says of templates of papers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from roadbook.apps.documents.enums import DocumentKind
from roadbook.calc import markup
from roadbook.kit.api import Key, StrictSchema

Language = Literal["bg", "en", "pl", "ru"]
Source = Annotated[str, Field(max_length=markup.SOURCE_LIMIT)]


class TemplateOut(Schema):
    """A company's own template of a kind of paper."""

    id: Key
    company_id: Key
    kind: DocumentKind
    name: str


class TemplateTokenOut(Schema):
    """A word that a text may say, written ``{{name}}``; ``type`` decides in which forms it may stand."""

    name: str
    type: str
    label: str


class TemplateListOut(Schema):
    name: str
    label: str
    tokens: list[TemplateTokenOut]


class TemplateLanguageOut(Schema):
    """What is in force, what is drafted, and whether the Bulgarian text has changed since it was published."""

    language: Language
    published_id: Key | None
    draft_id: Key | None
    is_stale: bool


class TemplateFileOut(TemplateOut):
    languages: list[TemplateLanguageOut]
    tokens: list[TemplateTokenOut]
    lists: list[TemplateListOut]
    facts: dict[str, str]


class TemplateIn(StrictSchema):
    company_id: Key
    kind: DocumentKind


class TemplateFaultOut(Schema):
    """What keeps a text from being published; ``near`` is the nearest word that is known."""

    line: int
    column: int
    text: str
    near: str


class VersionOut(Schema):
    id: Key
    template_id: Key
    language: Language
    number: int
    state: str
    source: str
    published_at: datetime | None
    faults: list[TemplateFaultOut]


class DraftIn(StrictSchema):
    language: Language
    source: Source
    base: int | None = None


class PreviewIn(StrictSchema):
    language: Language
    source: Source
    subject_id: Key
