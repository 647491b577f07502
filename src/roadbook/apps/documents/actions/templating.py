"""Writing templates: drafts are edited, publishing is an act, what was published is never edited."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import queries, rules
from roadbook.apps.documents.enums import VersionState
from roadbook.apps.documents.models import DocumentTemplate, TemplateVersion
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.calc import markup
from roadbook.kit import audit, clock
from roadbook.kit.errors import Refused


class TemplateRefused(Refused):
    """The text cannot be saved or published as it stands; the message says where it is wrong."""

    code = "template"


@transaction.atomic
def open_template(*, company: Company, kind: str, by: Any) -> DocumentTemplate:
    """The company's own template of a kind, beginning as drafts of the house's text in four languages.

    :raises Forbidden: the user writes no templates there. :raises KindUnknown: there is no such paper.
    """
    identity.require(by, Permission.TEMPLATE_EDIT, company_id=company.pk)
    known = rules.kind(kind)
    now = clock.now()
    with translation.override(company.language):
        name = str(known.label)
    template, is_new = DocumentTemplate.objects.get_or_create(
        company=company, kind=kind, defaults={"name": name, "created_at": now, "created_by": by}
    )
    if is_new:
        for language, _label in settings.LANGUAGES:
            _draft(template, language, queries.standard_source(kind, language), by)
        changes = {"kind": [None, kind]}
        audit.record(
            action="documents.documenttemplate.open", subject=template, by=by, company_id=company.pk, changes=changes
        )
    return template


@transaction.atomic
def save_draft(
    *, template: DocumentTemplate, language: str, source: str, by: Any, base: int | None = None
) -> TemplateVersion:
    """Keep a text as the draft of a language; it may still be wrong. ``base`` is the number that the editor began from.

    :raises Forbidden: the user writes no templates there.
    :raises TemplateRefused: too long, a character that no text may hold, or somebody published meanwhile.
    """
    row = _locked(template, by)
    text = _typed(source, language)
    draft = row.versions.filter(language=language, state=VersionState.DRAFT).first()
    newest = row.versions.filter(language=language).aggregate(newest=Max("number"))["newest"]
    if base is not None and newest is not None and base != newest:
        raise TemplateRefused(_("Somebody has saved another version meanwhile. Open it again."), field="source")
    if draft is None:
        return _draft(row, language, text, by)
    if draft.source != text:
        draft.source, draft.changed_at = text, clock.now()
        draft.save(update_fields=["source", "changed_at"])
        _record("change", draft, by)
    return draft


@transaction.atomic
def publish(*, version: TemplateVersion, by: Any) -> TemplateVersion:
    """From now on papers in this language are made of this text; the one before retires.

    :raises Forbidden: the user writes no templates there.
    :raises TemplateRefused: it is no draft, or something in it is wrong.
    """
    template = _locked(version.template, by)
    row = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if not row.is_draft:
        raise TemplateRefused(_("Only a draft can be published."))
    if found := queries.faults(row.source, rules.kind(template.kind)):
        first = found[0]
        where = {"line": first.line, "column": first.column, "fault": first.text}
        raise TemplateRefused(_("Line %(line)s, column %(column)s: %(fault)s") % where, field="source")
    now = clock.now()
    row.follows = queries.next_revision(template, row.language)
    TemplateVersion.objects.filter(template=template, language=row.language, state=VersionState.PUBLISHED).update(
        state=VersionState.RETIRED, retired_at=now
    )
    row.state, row.published_at, row.published_by = VersionState.PUBLISHED, now, by
    row.save(update_fields=["state", "published_at", "published_by", "follows"])
    _record("publish", row, by)
    return row


@transaction.atomic
def restore(*, version: TemplateVersion, by: Any) -> TemplateVersion:
    """The text of an older version becomes the draft of its language."""
    return save_draft(template=version.template, language=version.language, source=version.source, by=by)


@transaction.atomic
def withdraw(*, version: TemplateVersion, by: Any) -> TemplateVersion:
    """Papers in this language are made of the house's text again.

    :raises TemplateRefused: it is not the version in force.
    """
    _locked(version.template, by)
    row = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if row.state != VersionState.PUBLISHED:
        raise TemplateRefused(_("This version is not in force."))
    row.state, row.retired_at = VersionState.RETIRED, clock.now()
    row.save(update_fields=["state", "retired_at"])
    _record("withdraw", row, by)
    return row


@transaction.atomic
def standard_version(kind: str, language: str) -> TemplateVersion:
    """The house's text as a version, so that a document can keep it. A text that changed is a new version."""
    source, now = queries.standard_source(kind, language), clock.now()
    template, _new = DocumentTemplate.objects.get_or_create(
        company=None, kind=kind, defaults={"name": kind, "created_at": now}
    )
    held = template.versions.filter(language=language, state=VersionState.PUBLISHED).first()
    if held and held.source == source:
        return held
    template = DocumentTemplate.objects.locked(template.pk)
    held = template.versions.filter(language=language, state=VersionState.PUBLISHED).first()
    if held and held.source == source:
        return held
    if held:
        TemplateVersion.objects.filter(pk=held.pk).update(state=VersionState.RETIRED, retired_at=now)
    return TemplateVersion.objects.create(
        template=template,
        language=language,
        number=held.number + 1 if held else 1,
        source=source,
        state=VersionState.PUBLISHED,
        created_at=now,
        changed_at=now,
        published_at=now,
    )


def _locked(template: DocumentTemplate, by: Any) -> DocumentTemplate:
    if template.company_id is None:
        raise TemplateRefused(_("The text of the house is not edited. Make a template of your company."))
    identity.require(by, Permission.TEMPLATE_EDIT, company_id=template.company_id)
    return DocumentTemplate.objects.locked(template.pk)


def _typed(source: str, language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise TemplateRefused(_("Documents come in Bulgarian, English, Polish and Russian."), field="language")
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > markup.SOURCE_LIMIT:
        raise TemplateRefused(str(queries.WRONG["large"]), field="source")
    if found := markup.UNSAFE.search(text.replace("\n", "")):
        said = str(queries.WRONG["character"]) % {"what": f"U+{ord(found[0]):04X}"}
        raise TemplateRefused(said, field="source")
    return text


def _draft(template: DocumentTemplate, language: str, source: str, by: Any) -> TemplateVersion:
    newest = template.versions.filter(language=language).aggregate(newest=Max("number"))["newest"] or 0
    now = clock.now()
    draft = TemplateVersion.objects.create(
        template=template,
        language=language,
        number=newest + 1,
        source=source,
        created_at=now,
        created_by=by,
        changed_at=now,
    )
    _record("draft", draft, by)
    return draft


def _record(act: str, version: TemplateVersion, by: Any) -> None:
    audit.record(
        action=f"documents.templateversion.{act}",
        subject=version,
        by=by,
        company_id=version.template.company_id,
        changes={"language": [None, version.language], "number": [None, version.number]},
    )
