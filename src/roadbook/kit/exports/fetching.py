"""Fetching a file that was written, and forgetting it when its time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roadbook.kit import access, audit, clock, vault
from roadbook.kit.errors import Forbidden, Refused
from roadbook.kit.models import Export, JobState

from .asking import PERMISSION

FORGOTTEN_AFTER = timedelta(days=1)
"""A file whose job never finished is removed after this time."""
AT_ONCE = 100


class Gone(Refused):
    """The file is not there: not yet, or no longer."""

    code = "export_gone"
    status = 410


def mine(user: Any) -> QuerySet[Export]:
    """The user's own exports; nobody sees those of another."""
    return Export.objects.filter(created_by=user).select_related("job")


def open_file(*, export: Export, by: Any) -> IO[bytes]:
    """The file, to hand out. Each time it is fetched is in the audit log.

    :raises Forbidden: it is another user's, or the user may no longer export.
    :raises Gone: it is not written yet, or its time is over.
    """
    if export.created_by_id != by.pk or not access.companies(by, PERMISSION):
        raise Forbidden(_("This file is not yours."))
    if not export.ready_at or not export.file or (export.expires_at and export.expires_at <= clock.now()):
        raise Gone(_("This file is not there any more. Export the list again."))
    try:
        file = vault.opened(export.file)
    except FileNotFoundError:
        raise Gone(_("This file is not there any more. Export the list again.")) from None
    told = {"list": [None, export.table], "rows": [None, export.rows]}
    audit.record(action="kit.export.download", subject=export, by=by, changes=told)
    return file


def erase() -> int:
    """Remove files whose time is over, and drafts of jobs that ended without one; returns how many."""
    now = clock.now()
    ended = [JobState.CANCELLED, JobState.DEAD]
    left = Q(ready_at__isnull=True) & (Q(job__state__in=ended) | Q(created_at__lt=now - FORGOTTEN_AFTER))
    over = Export.objects.filter(Q(expires_at__lte=now) | left).exclude(file="")
    found = list(over.values_list("pk", "file")[:AT_ONCE])
    for pk, file in found:
        vault.remove(file)
        Export.objects.filter(pk=pk).update(file="")
    return len(found)
