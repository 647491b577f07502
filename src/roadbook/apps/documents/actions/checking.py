"""The back office looks at a file and says yes or no."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.documents import rules, states
from roadbook.apps.documents.enums import AttachmentEvent
from roadbook.apps.documents.models import Attachment
from roadbook.apps.timeline import actions as timeline
from roadbook.kit import audit, clock
from roadbook.kit.errors import Refused
from roadbook.kit.states import move
from roadbook.kit.text import clean

ACCEPTED = gettext_noop("File accepted: %(name)s")
REJECTED = gettext_noop("File rejected: %(name)s")
SHORTEST_REASON, LONGEST_REASON = 3, 300


class CheckRefused(Refused):
    """A file is rejected for a reason in words, and nothing is said of one that cannot be opened."""

    code = "check"


@transaction.atomic
def accept(*, attachment: Attachment, by: Any) -> Attachment:
    """The file is good.

    :raises Forbidden: the user does not check files.
    :raises MoveRefused: it is accepted already.
    """
    return _decide(attachment, AttachmentEvent.ACCEPT, "", by)


@transaction.atomic
def reject(*, attachment: Attachment, reason: str, by: Any) -> Attachment:
    """The file is no good; whoever brought it reads the reason on the timeline.

    :raises Forbidden: the user does not check files.
    :raises CheckRefused: there is no reason in words.
    :raises MoveRefused: it is rejected already.
    """
    said = _reason(reason)
    return _decide(attachment, AttachmentEvent.REJECT, said, by)


def _reason(typed: str) -> str:
    try:
        said = clean(typed).strip()
    except ValueError as error:
        raise CheckRefused(_("This text holds a character that cannot be stored."), field="reason") from error
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise CheckRefused(_("Say in words why the file is no good."), field="reason")
    return said


def _decide(attachment: Attachment, event: AttachmentEvent, reason: str, by: Any) -> Attachment:
    rules.require(rules.may_check(by, attachment), _("Your role does not check files here."))
    if not attachment.is_open:
        raise CheckRefused(_("This file is not open to be looked at."))
    move(attachment, event, table=states.ATTACHMENT, by=by, reason=reason)
    checked = {"state_reason": reason, "checked_by": by, "checked_at": clock.now()}
    Attachment.objects.filter(pk=attachment.pk).update(**checked)
    for name, value in checked.items():
        setattr(attachment, name, value)
    timeline.tell_on(
        company_id=attachment.company_id,
        subject=attachment.subject,
        kind="file",
        title=ACCEPTED if event == AttachmentEvent.ACCEPT else REJECTED,
        params={"name": {"msg": str(attachment.get_kind_display())} if attachment.is_id_scan else attachment.name},
        text=reason,
        target=audit.key(attachment),
        by=by,
    )
    return attachment
