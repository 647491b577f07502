"""Looking at a scan of an identity document is an act of its own."""

from __future__ import annotations

from typing import Any

from roadbook.apps.documents.models import Attachment
from roadbook.kit import audit


def view(*, attachment: Attachment, by: Any, how: str) -> None:
    """Write down that an identity scan was opened (``how``: ``shown`` or ``api``). Other files leave no trace."""
    if attachment.is_id_scan:
        audit.record(
            action="documents.attachment.view",
            subject=attachment,
            by=by,
            company_id=attachment.company_id,
            changes={"how": [None, how], "subject": [None, attachment.subject]},
        )
