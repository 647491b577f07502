"""Jobs of documents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.kit import jobs

from . import actions
from .models import Attachment


@jobs.job("documents.scan", title=_("Scan a file for viruses"))
def scan(progress: jobs.Progress, *, attachment_id: int) -> dict[str, Any]:
    """Ask the scanner about one file; tried again while the scanner is away."""
    del progress
    found = actions.scan(attachment=Attachment.objects.get(pk=attachment_id))
    return {"scan": str(found.scan)}
