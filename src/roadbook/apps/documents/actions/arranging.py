"""The order of photos, and which of them stands for the subject."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents import rules
from roadbook.apps.documents.enums import AttachmentKind
from roadbook.apps.documents.models import Attachment
from roadbook.kit import audit
from roadbook.kit.errors import Refused


class MoveRefused(Refused):
    """Only photos are put in order."""

    code = "photo"


@transaction.atomic
def make_main(*, attachment: Attachment, by: Any) -> None:
    """Let this photo stand for its subject.

    :raises MoveRefused: it is not a photo.
    """
    photos = _photos(attachment, by)
    old = next((one.pk for one in photos if one.is_main), None)
    if old == attachment.pk:
        return
    of_subject = Attachment.objects.about(attachment.subject)
    of_subject.filter(is_main=True).update(is_main=False)
    of_subject.filter(pk=attachment.pk).update(is_main=True)
    _record(attachment, {"main_photo": [old, attachment.pk]}, by)


@transaction.atomic
def move_photo(*, attachment: Attachment, step: int, by: Any) -> None:
    """Change places with the photo before (``step=-1``) or behind (``step=1``); at the end nothing happens.

    :raises MoveRefused: it is not a photo.
    """
    photos = [one for one in _photos(attachment, by) if not one.is_main]
    at = next((place for place, one in enumerate(photos) if one.pk == attachment.pk), None)
    to = None if at is None else at + (1 if step > 0 else -1)
    if at is None or to is None or not 0 <= to < len(photos):
        return
    photos[at], photos[to] = photos[to], photos[at]
    for place, one in enumerate(photos, 1):
        Attachment.objects.filter(pk=one.pk).exclude(position=place).update(position=place)
    _record(attachment, {"position": [at + 1, to + 1]}, by)


def _photos(attachment: Attachment, by: Any) -> list[Attachment]:
    rules.require(rules.may_change(by, attachment), _("Your role does not attach files here."))
    if attachment.kind != AttachmentKind.PHOTO:
        raise MoveRefused(_("Only photos are put in order."))
    found = Attachment.objects.about(attachment.subject).filter(kind=AttachmentKind.PHOTO)
    return list(found.select_for_update(of=("self",)).order_by("position", "pk"))


def _record(attachment: Attachment, changes: dict[str, Any], by: Any) -> None:
    audit.record(
        action="documents.attachment.arrange",
        subject=attachment,
        by=by,
        company_id=attachment.company_id,
        changes=changes,
    )
