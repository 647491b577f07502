"""Attaching a file to a subject: looked at, made harmless, stored, then told. Bytes come before the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.documents import rules
from roadbook.apps.documents.enums import EXPIRING, AttachmentKind, LegalBasis, ScanState
from roadbook.apps.documents.models import Attachment
from roadbook.apps.documents.queries import guess_kind
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline import actions as timeline
from roadbook.apps.timeline.rules import Subject
from roadbook.calc.dates import add_months
from roadbook.kit import audit, clock, crash, files, jobs
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.files import sealing
from roadbook.kit.text import clean

ATTACHED = gettext_noop("File attached: %(name)s")
SCANNED = gettext_noop("Identity document scanned")
SEALED = "sealed"
LONGEST_NOTE = 300


class AttachRefused(Refused):
    """What was told of the file does not fit."""

    code = "attachment"


class AlreadyAttached(Conflict):
    """The same file is already there; ``existing`` is it."""

    code = "duplicate"

    def __init__(self, existing: Attachment) -> None:
        super().__init__(_("The same file is already here: “%(name)s”.") % {"name": existing.name}, field="file")
        self.existing = existing


@dataclass(frozen=True)
class Meaning:
    """What the sender says of a file. Without a kind it is guessed."""

    kind: str = ""
    note: str = ""
    expires_on: date | None = None
    legal_basis: str = ""


def attach(*, subject: Subject, content: bytes, name: str, by: Any, meaning: Meaning | None = None) -> Attachment:
    """Keep a file about a subject that the user may see. A picture is kept without what its camera wrote into it.

    The file is looked at before anything is locked: that may take a second.

    :raises Forbidden: the user may not attach files here, or not scans of identity documents.
    :raises FileRefused: the file is not one that we take.
    :raises AttachRefused: kind, date or legal basis do not fit.
    :raises AlreadyAttached: the subject has this very file.
    :raises DiskFull: there is no room.
    """
    identity.require(by, Permission.FILE_ATTACH, company_id=subject.company_id)
    company = Company.objects.get(pk=subject.company_id)
    told = meaning or Meaning()
    uploaded = files.sha256(content)
    _refuse_second(subject, uploaded)
    _check(told, company, by)
    checked = files.check(content, name)
    kind = told.kind or guess_kind(name, checked.media_type)
    values = {**_fields(checked, kind, told, company), "name": files.clean_name(name, checked.suffix), "kind": kind}
    row = Attachment(company=company, uploaded_sha256=uploaded, uploaded_at=clock.now(), uploaded_by=by, **values)
    row.subject_kind, _colon, pk = subject.key.partition(":")
    row.subject_pk = int(pk)
    _store(row, checked)
    crash.point("attachment.stored")
    _write(row, subject, by)
    crash.point("attachment.told")
    return row


def _refuse_second(subject: Subject, uploaded: str) -> None:
    existing = Attachment.objects.about(subject.key).filter(uploaded_sha256=uploaded).first()
    if existing is not None:
        raise AlreadyAttached(existing)


def _check(told: Meaning, company: Company, by: Any) -> None:
    if told.kind and told.kind not in AttachmentKind.values:
        raise AttachRefused(_("Choose one of the list."), field="kind")
    try:
        is_short = len(clean(told.note)) <= LONGEST_NOTE
    except ValueError as error:
        raise AttachRefused(_("This text holds a character that cannot be stored."), field="note") from error
    if not is_short:
        raise AttachRefused(
            _("A note on a file has at most %(most)d characters.") % {"most": LONGEST_NOTE}, field="note"
        )
    if told.expires_on and told.kind not in EXPIRING:
        raise AttachRefused(_("Files of this kind do not run out."), field="expires_on")
    if told.kind == AttachmentKind.ID_SCAN:
        decision = rules.may_scan_ids(by, company.pk)
        if not decision:
            raise Forbidden(decision.reason)
        _basis(told.legal_basis, company)
    elif told.legal_basis:
        raise AttachRefused(_("Only a scan of an identity document needs a legal basis."), field="legal_basis")


def _basis(code: str, company: Company) -> rules.Basis:
    found = next((one for one in rules.bases(company.country) if one.code == code), None)
    if found is None:
        raise AttachRefused(
            _("Say by what law the copy of the identity document is kept: without one it may not be."),
            field="legal_basis",
        )
    return found


def _fields(checked: files.Checked, kind: str, told: Meaning, company: Company) -> dict[str, Any]:
    is_scan = kind == AttachmentKind.ID_SCAN
    basis = _basis(told.legal_basis, company) if is_scan else None
    on = company.business_date
    return {
        "note": clean(told.note).strip(),
        "media_type": checked.media_type,
        "size": len(checked.content),
        "pages": checked.pages,
        "width": checked.width,
        "height": checked.height,
        "sha256": files.sha256(checked.content),
        "is_sealed": is_scan,
        "expires_on": told.expires_on,
        "legal_basis": LegalBasis(basis.code) if basis else "",
        "keep_until": add_months(on, 12 * basis.years) if basis else None,
        "scan": ScanState.WAITING if settings.ROADBOOK_CLAMAV else ScanState.NOT_SCANNED,
    }


def _store(row: Attachment, checked: files.Checked) -> None:
    if row.kind == AttachmentKind.PHOTO and not row.is_picture:
        raise AttachRefused(_("A photo is a picture: JPEG, PNG, WebP or TIFF."), field="file")
    if row.is_id_scan and not row.has_pages:
        raise AttachRefused(_("An identity document is scanned as a picture or a PDF."), field="file")
    stored = sealing.seal(checked.content) if row.is_sealed else checked.content
    row.stored_sha256 = files.sha256(stored)
    row.path = files.keep(stored, SEALED if row.is_sealed else checked.suffix)


def _write(row: Attachment, subject: Subject, by: Any) -> None:
    try:
        with transaction.atomic():
            last = Attachment.objects.about(subject.key).aggregate(last=Max("position"))["last"]
            row.position = (last or 0) + 1
            row.is_main = row.kind == AttachmentKind.PHOTO and not _has_main(subject)
            row.save(force_insert=True)
            _tell(row, subject, by)
            if row.scan == ScanState.WAITING:
                jobs.enqueue("documents.scan", by=by, company_id=row.company_id, attachment_id=row.pk)
    except IntegrityError:
        _refuse_second(subject, row.uploaded_sha256)
        raise


def _has_main(subject: Subject) -> bool:
    return Attachment.objects.about(subject.key).filter(is_main=True).exists()


def _tell(row: Attachment, subject: Subject, by: Any) -> None:
    new = {"subject": row.subject, "kind": str(row.kind), "sha256": row.sha256, "size": row.size}
    more = {"legal_basis": str(row.legal_basis), "keep_until": row.keep_until} if row.is_id_scan else {}
    audit.record(
        action="documents.attachment.attach",
        subject=row,
        by=by,
        company_id=row.company_id,
        changes={name: [None, value] for name, value in {**new, **more}.items()},
        personal={"name": [None, row.name], **({"note": [None, row.note]} if row.note else {})},
    )
    timeline.tell(
        subject=subject,
        kind="file",
        title=SCANNED if row.is_id_scan else ATTACHED,
        params={} if row.is_id_scan else {"name": row.name},
        text=row.note,
        target=audit.key(row),
        by=by,
    )
