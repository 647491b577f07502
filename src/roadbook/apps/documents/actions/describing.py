"""Saying better what a file is, and taking it away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.documents import rules
from roadbook.apps.documents.enums import EXPIRING, AttachmentKind
from roadbook.apps.documents.models import Attachment
from roadbook.apps.timeline import actions as timeline
from roadbook.kit import audit, clock
from roadbook.kit.text import clean

from .attaching import LONGEST_NOTE, AttachRefused
from .checking import _reason

REMOVED = gettext_noop("File removed: %(name)s")


@transaction.atomic
def describe(
    *, attachment: Attachment, kind: str, note: str, expires_on: date | None, by: Any, name: str = ""
) -> Attachment:
    """Change kind, note and last day of validity. What is an identity scan stays one, and nothing else becomes one.

    :raises Forbidden: the user does not attach files here.
    :raises AttachRefused: kind, note or date do not fit.
    """
    rules.require(rules.may_change(by, attachment), _("Your role does not attach files here."))
    row = Attachment.objects.live().select_for_update(of=("self",)).get(pk=attachment.pk)
    new = {"kind": kind, "note": _note(note), "expires_on": expires_on}
    if name:
        new["name"] = name
    if kind not in AttachmentKind.values:
        raise AttachRefused(_("Choose one of the list."), field="kind")
    if kind == AttachmentKind.PHOTO and not row.is_picture:
        raise AttachRefused(_("A photo is a picture: JPEG, PNG, WebP or TIFF."), field="kind")
    if (kind == AttachmentKind.ID_SCAN) != row.is_id_scan:
        raise AttachRefused(
            _("A scan of an identity document is attached as one from the beginning: it is kept in another way."),
            field="kind",
        )
    if expires_on and kind not in EXPIRING:
        raise AttachRefused(_("Files of this kind do not run out."), field="expires_on")
    changes = audit.diff({name: getattr(row, name) for name in new}, new)
    if changes:
        lost_main = {"is_main": False} if kind != AttachmentKind.PHOTO else {}
        Attachment.objects.filter(pk=row.pk).update(**new, **lost_main)
        note_change = {"note": changes.pop("note")} if "note" in changes else None
        audit.record(
            action="documents.attachment.change",
            subject=row,
            by=by,
            company_id=row.company_id,
            changes=changes,
            personal=note_change,
        )
    attachment.refresh_from_db()
    return attachment


def _note(typed: str) -> str:
    try:
        said = clean(typed).strip()
    except ValueError as error:
        raise AttachRefused(_("This text holds a character that cannot be stored."), field="note") from error
    if len(said) > LONGEST_NOTE:
        raise AttachRefused(
            _("A note on a file has at most %(most)d characters.") % {"most": LONGEST_NOTE}, field="note"
        )
    return said


@transaction.atomic
def remove(*, attachment: Attachment, reason: str, by: Any) -> None:
    """Take the file from its subject; the row stays for the record, the bytes are erased 30 days later.

    :raises Forbidden: it is somebody else's file, or it was checked.
    :raises CheckRefused: there is no reason in words.
    """
    rules.require(rules.may_remove(by, attachment), _("Only who checks files may remove this one."))
    said = _reason(reason)
    now = clock.now()
    mine = Attachment.objects.live().filter(pk=attachment.pk)
    if not mine.update(removed_at=now, removed_by=by, removed_reason=said, is_main=False):
        return
    attachment.removed_at = now
    audit.record(
        action="documents.attachment.remove",
        subject=attachment,
        by=by,
        company_id=attachment.company_id,
        changes={"reason": [None, said]},
    )
    timeline.tell_on(
        company_id=attachment.company_id,
        subject=attachment.subject,
        kind="file",
        title=REMOVED,
        params={"name": {"msg": str(attachment.get_kind_display())} if attachment.is_id_scan else attachment.name},
        text=said,
        by=by,
    )
