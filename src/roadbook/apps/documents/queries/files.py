"""Reading attached files: of a subject, one of them, those that wait to be checked, their bytes and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from roadbook.apps.documents.enums import AttachmentKind, AttachmentState
from roadbook.apps.documents.models import Attachment, AttachmentQuerySet, Document
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline.rules import Planned, Subject
from roadbook.kit import audit_words, files
from roadbook.kit.files import pdfs, sealing

SHOWN = ("company", "uploaded_by", "checked_by")
SMALL, LARGE = 320, 2000
AHEAD = timedelta(days=90)
GUESSES = (
    (AttachmentKind.SIGNED_CONTRACT, ("договор", "contract", "umowa")),
    (AttachmentKind.REGISTRATION, ("талон", "малък", "registration", "dowod rej", "стс", "птс")),
    (AttachmentKind.INSURANCE, ("полица", "застрах", "insurance", "polisa", "casco", "каско", "страхов", "осаго")),
    (AttachmentKind.INCOME, ("доход", "income", "zarobk", "dochod", "2-ндфл")),
    (AttachmentKind.POWER_OF_ATTORNEY, ("пълномощно", "pelnomoc", "доверенность", "attorney")),
    (AttachmentKind.INVOICE, ("фактура", "invoice", "faktura", "счет", "счёт")),
)


def guess_kind(name: str, media_type: str) -> str:
    """What a file may be by its name and type; the user has the last word. An identity scan is never guessed."""
    told = name.lower()
    for kind, words in GUESSES:
        if any(word in told for word in words):
            return kind
    return AttachmentKind.PHOTO if media_type.startswith("image/") else AttachmentKind.OTHER


def company_of(subject: Subject) -> Company:
    """The company of a subject that the user may see."""
    return Company.objects.get(pk=subject.company_id)


def about(subject: Subject, user: Any, *, kind: str = "") -> QuerySet[Attachment]:
    """The files of a subject that the user may see, newest first; photos by their order. The subject was checked."""
    found = Attachment.objects.about(subject.key).filter(Attachment.objects.all().allowed(user))
    if kind:
        found = found.filter(kind=kind)
    order = ("-is_main", "position", "pk") if kind == AttachmentKind.PHOTO else ("-pk",)
    return found.select_related(*SHOWN).order_by(*order)


def attachment_file(user: Any) -> AttachmentQuerySet:
    """Every live file that the user may see."""
    return Attachment.objects.visible_to(user).select_related(*SHOWN)


def waiting(user: Any) -> QuerySet[Attachment]:
    """Files that nobody has checked yet, oldest first; photos need no check."""
    found = attachment_file(user).filter(state=AttachmentState.NEW).exclude(kind=AttachmentKind.PHOTO)
    return found.order_by("pk")


@dataclass(frozen=True)
class Place:
    """Where a file is: its own page and what it is about."""

    attachment: Attachment
    subject: str
    subject_url: str

    @property
    def url(self) -> str:
        return reverse("documents:attachment_show", args=[self.attachment.pk])


def places_to_show(found: Iterable[Attachment]) -> list[Place]:
    """Each file with the words for what it is about."""
    rows = list(found)
    things = audit_words.things(row.subject for row in rows)
    return [Place(row, str(things[row.subject]), things[row.subject].url) for row in rows]


def places_of(user: Any, uploaded_sha256: str, *, limit: int = 5) -> list[Place]:
    """Where the same file already is, as far as the user may see that place."""
    return places_to_show(attachment_file(user).filter(uploaded_sha256=uploaded_sha256).order_by("pk")[:limit])


def neighbours(attachment: Attachment, user: Any) -> tuple[int | None, int | None]:
    """The files before and after this one on the same subject, in the order of the panel (newest first)."""
    beside = Attachment.objects.about(attachment.subject).filter(Attachment.objects.all().allowed(user))
    if attachment.kind == AttachmentKind.PHOTO:
        beside = beside.filter(kind=AttachmentKind.PHOTO).order_by("-is_main", "position", "pk")
    else:
        beside = beside.exclude(kind=AttachmentKind.PHOTO).order_by("-pk")
    pks = list(beside.values_list("pk", flat=True))
    at = pks.index(attachment.pk) if attachment.pk in pks else -1
    before = pks[at - 1] if at > 0 else None
    after = pks[at + 1] if 0 <= at < len(pks) - 1 else None
    return before, after


def bytes_of(attachment: Attachment) -> bytes:
    """The bytes that were kept, unsealed.

    :raises Damaged: they are missing or not those that were stored (I18).
    """
    stored = files.read(attachment.path, attachment.stored_sha256)
    return sealing.unseal(stored) if attachment.is_sealed else stored


def page_image(attachment: Attachment, *, number: int, is_small: bool = False, mark: str = "") -> tuple[bytes, str]:
    """A page as a picture with its media type; ``mark`` is written across it.

    :raises FileRefused: there is no such page.
    :raises Damaged: the stored bytes are not right.
    """
    most = SMALL if is_small else LARGE
    kept = bytes_of(attachment)
    if attachment.is_picture:
        return files.page_of_picture(kept, number=number, most=most, mark=mark), "image/jpeg"
    drawn = pdfs.page(kept, number=number, most=most)
    if mark:
        return files.page_of_picture(drawn, mark=mark), "image/jpeg"
    return drawn, "image/png"


def paths_with_rows(paths: Iterable[str]) -> set[str]:
    """Which of these stored paths belong to a document, or to an attached file whose bytes were not erased."""
    asked = list(paths)
    found: set[str] = set()
    for start in range(0, len(asked), 500):
        some = asked[start : start + 500]
        found |= set(Document.objects.filter(path__in=some).values_list("path", flat=True))
        kept = Attachment.objects.filter(path__in=some, erased_at__isnull=True)
        found |= set(kept.values_list("path", flat=True))
    return found


def planned(subject: Subject, user: Any) -> list[Planned]:
    """For the timeline: papers of a subject that run out within 90 days, or have run out."""
    found = about(subject, user).exclude(state=AttachmentState.REJECTED).filter(expires_on__isnull=False)
    return [
        Planned(
            on=one.expires_on,
            title=_("%(kind)s runs out: %(name)s") % {"kind": one.get_kind_display(), "name": one.name},
            icon="calendar-clock",
            tone="bad" if one.is_expired(one.company.business_date) else "warn",
            url=reverse("documents:attachment_show", args=[one.pk]),
        )
        for one in found
        if one.expires_on and one.expires_on <= one.company.business_date + AHEAD
    ]
