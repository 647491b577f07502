"""Making documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import queries, rules
from roadbook.apps.documents.enums import PaperFormat
from roadbook.apps.documents.gateways import typst, word
from roadbook.apps.documents.models import Document
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Branch
from roadbook.kit import audit, clock, files
from roadbook.kit.errors import Refused

from .templating import TemplateRefused, standard_version


class LanguageRefused(Refused):
    """We have no words for this language."""

    code = "language"


class FormatRefused(Refused):
    """We do not make papers in this format."""

    code = "form"


@transaction.atomic
def generate(
    *,
    branch: Branch,
    kind: str,
    language: str,
    data: Mapping[str, Any],
    subject: str,
    subject_permission: str,
    title: str,
    by: Any,
) -> Document:
    """Make a PDF/A-2b of ``data`` and keep it; the same data gives the same document again. Files come before rows.

    ``data["dated_on"]`` is the document's date; ``title`` names the file; ``subject_permission`` is what one needs to
    see the subject, such as ``"payment.view"``. The data is kept as a snapshot (I18).

    :raises LanguageRefused: not one of the languages of the product.
    """
    identity.require(by, Permission.DOCUMENT_MAKE, company_id=branch.company_id, branch_id=branch.pk)
    labels(kind, language)
    pdf = typst.render(kind, language, data)
    sha256 = hashlib.sha256(pdf).hexdigest()
    document, is_new = Document.objects.get_or_create(
        subject=subject,
        kind=kind,
        language=language,
        sha256=sha256,
        defaults={
            "company_id": branch.company_id,
            "branch": branch,
            "subject_permission": subject_permission,
            "title": title,
            "path": files.keep(pdf, "pdf"),
            "size": len(pdf),
            "template_version": typst.version(kind),
            "data": dict(data),
            "created_at": clock.now(),
            "created_by": by,
        },
    )
    if is_new:
        new = {"kind": [None, kind], "language": [None, language], "subject": [None, subject]}
        company_id = branch.company_id
        audit.record(action="documents.document.make", subject=document, by=by, company_id=company_id, changes=new)
    return document


@transaction.atomic
def make(*, kind: str, pk: int, language: str, by: Any, form: str = PaperFormat.PDF) -> Document:
    """Make a paper of a registered kind about row ``pk`` from the company's own template, or else from the house's.

    The same data and version give the same bytes, and so the same document. Version and data stay with it (I18).

    :raises KindUnknown: nobody registered the kind. :raises LanguageRefused: not one of the languages of the product.
    :raises FormatRefused: neither PDF nor DOCX.
    """
    known = rules.kind(kind)
    _require_language(language)
    if form not in PaperFormat.values:
        raise FormatRefused(_("Documents come as PDF or DOCX."), field="form")
    paper = known.data_for(pk, language)
    company_id = paper.branch.company_id
    identity.require(by, Permission.DOCUMENT_MAKE, company_id=company_id, branch_id=paper.branch.pk)
    version = queries.in_force(company_id, kind, language) or standard_version(kind, language)
    data = queries.snapshot(paper, language)
    content = render(source=version.source, kind=kind, data=data, language=language, form=form)
    document, is_new = Document.objects.get_or_create(
        subject=paper.subject,
        kind=kind,
        language=language,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "company_id": company_id,
            "branch": paper.branch,
            "subject_permission": paper.subject_permission,
            "title": paper.title,
            "path": files.keep(content, form),
            "size": len(content),
            "template_version": _engine(form),
            "version": version,
            "form": form,
            "sealed": json.dumps(data, ensure_ascii=False, sort_keys=True),
            "created_at": clock.now(),
            "created_by": by,
        },
    )
    if is_new:
        new = {"kind": [None, kind], "language": [None, language], "subject": [None, paper.subject]}
        audit.record(action="documents.document.make", subject=document, by=by, company_id=company_id, changes=new)
    return document


def render(*, source: str, kind: str, data: Mapping[str, Any], language: str, form: str = PaperFormat.PDF) -> bytes:
    """The bytes of a template filled with a snapshot of data; nothing is kept."""
    blocks = queries.printed(source, rules.kind(kind), data, language)
    dated_on = date.fromisoformat(data["dated_on"])
    if form == PaperFormat.DOCX:
        return word.render(blocks, company=data["company"], title=data["title"], dated_on=dated_on)
    return typst.print_blocks(
        blocks, company=data["company"], title=data["title"], dated_on=dated_on, language=language
    )


def preview(*, source: str, kind: str, pk: int, language: str) -> bytes:
    """The PDF that a text would give for a subject; nothing is kept.

    :raises TemplateRefused: something in the text is wrong; the message says where.
    """
    known = rules.kind(kind)
    if found := queries.faults(source, known):
        where = {"line": found[0].line, "column": found[0].column, "fault": found[0].text}
        raise TemplateRefused(_("Line %(line)s, column %(column)s: %(fault)s") % where, field="source")
    data = queries.snapshot(known.data_for(pk, language), language)
    return render(source=source, kind=kind, data=data, language=language)


def _engine(form: str) -> str:
    """SHA-256 over what decides the bytes beside text and data."""
    if form == PaperFormat.PDF:
        return typst.version_of_markup()
    return hashlib.sha256(word.version().encode()).hexdigest()


def labels(kind: str, language: str) -> dict[str, str]:
    """The words of a kind of document in a language, whatever language the screens are in.

    :raises LanguageRefused: not one of the languages of the product.
    """
    _require_language(language)
    return typst.labels(kind, language)


def _require_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise LanguageRefused(_("Documents come in Bulgarian, English, Polish and Russian."), field="language")
