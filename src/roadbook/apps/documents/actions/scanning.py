"""What the virus scanner says of a file. Until it has spoken, the file is not handed out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import rules
from roadbook.apps.documents.enums import ScanState
from roadbook.apps.documents.gateways import clamav
from roadbook.apps.documents.models import Attachment
from roadbook.apps.documents.queries import bytes_of
from roadbook.kit import audit, clock, jobs

from .expiring import erase


def scan(*, attachment: Attachment) -> Attachment:
    """Ask the scanner. Bytes with a virus are never handed out and erased; the row says what was found.

    :raises clamav.ScannerAway: the scanner does not answer; the job is tried again.
    """
    found = clamav.scan(bytes_of(attachment), address=settings.ROADBOOK_CLAMAV)
    state = ScanState.INFECTED if found else ScanState.CLEAN
    with transaction.atomic():
        waiting = Attachment.objects.filter(pk=attachment.pk, scan__in=[ScanState.WAITING, ScanState.FAILED])
        if not waiting.update(scan=state, scan_note=found[:200], is_main=False if found else attachment.is_main):
            return attachment
        changes = {"scan": [str(attachment.scan), str(state)], "found": [None, found]}
        audit.record(
            action="documents.attachment.scan",
            subject=attachment,
            by=None,
            company_id=attachment.company_id,
            changes=changes,
        )
        attachment.scan, attachment.scan_note = state, found[:200]
        if found:
            erase(attachment, at=clock.now())
    return attachment


@transaction.atomic
def scan_again(*, attachment: Attachment, by: Any) -> None:
    """Put a file before the scanner that was never scanned, or whose scan failed.

    :raises Forbidden: the user neither checks nor attaches files here.
    """
    rules.require(rules.may_change(by, attachment), _("Your role does not attach files here."))
    open_states = [ScanState.NOT_SCANNED, ScanState.FAILED]
    mine = Attachment.objects.filter(pk=attachment.pk, scan__in=open_states, erased_at__isnull=True)
    if settings.ROADBOOK_CLAMAV and mine.update(scan=ScanState.WAITING):
        attachment.scan = ScanState.WAITING
        jobs.enqueue("documents.scan", by=by, company_id=attachment.company_id, attachment_id=attachment.pk)
