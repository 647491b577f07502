"""Making documents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.gateways import typst
from roadbook.apps.documents.models import Document
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Branch
from roadbook.kit import audit, clock, files
from roadbook.kit.errors import Refused


class LanguageRefused(Refused):
    """We have no words for this language."""

    code = "language"


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


def labels(kind: str, language: str) -> dict[str, str]:
    """The words of a kind of document in a language, whatever language the screens are in.

    :raises LanguageRefused: not one of the languages of the product.
    """
    if language not in dict(settings.LANGUAGES):
        raise LanguageRefused(_("Documents come in Bulgarian, English, Polish and Russian."), field="language")
    return typst.labels(kind, language)
