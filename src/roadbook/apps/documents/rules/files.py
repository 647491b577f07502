"""Who may attach and check files, and by what law a copy of an identity document may be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import AttachmentKind, LegalBasis
from roadbook.apps.documents.models import Attachment, IdScanPermit
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit.errors import Forbidden


@dataclass(frozen=True)
class Basis:
    """One legal basis of a country: the law in its own words, and how many years a copy is kept by default."""

    code: LegalBasis
    law: str
    years: int

    @property
    def label(self) -> str | Promise:
        return self.code.label


BASES: dict[str, tuple[Basis, ...]] = {
    # ЗЗЛД чл. 25г: a copy of an identity document only where a law provides for it, so consent is no basis in Bulgaria
    "BG": (Basis(LegalBasis.AML, "ЗМИП, чл. 53, ал. 1 и чл. 67, ал. 1; ЗЗЛД, чл. 25г", 5),),
    "PL": (Basis(LegalBasis.AML, "Ustawa o przeciwdziałaniu praniu pieniędzy, art. 34 ust. 4 i art. 49 ust. 1", 5),),
    "RU": (
        Basis(LegalBasis.AML, "Федеральный закон № 115-ФЗ, ст. 7, п. 1, пп. 1 и п. 4", 5),
        Basis(LegalBasis.CONSENT, "Федеральный закон № 152-ФЗ, ст. 9", 1),
    ),
}


def bases(country: str) -> tuple[Basis, ...]:
    """The legal bases on which a company of this country may keep copies of identity documents."""
    return BASES.get(country, ())


def may_attach(user: Any, company_id: int) -> bool:
    return bool(identity.may(user, Permission.FILE_ATTACH, company_id=company_id))


def may_scan_ids(user: Any, company_id: int) -> identity.Decision:
    """May the user attach scans of identity documents here: allowed in the company or in a branch where he works."""
    decision = identity.may(user, Permission.PARTY_REVEAL, company_id=company_id)
    if not decision:
        return decision
    permits = list(IdScanPermit.objects.filter(company_id=company_id).values_list("branch_id", flat=True))
    if user is None:
        return identity.Decision(bool(permits), "" if permits else str(NOT_ALLOWED))
    where = identity.scope(user, Permission.FILE_ATTACH)
    if any(branch_id is None or where.covers(company_id, branch_id) for branch_id in permits):
        return identity.Decision(is_allowed=True)
    return identity.Decision(False, str(NOT_ALLOWED))


NOT_ALLOWED = _(
    "Scans of identity documents are switched off here. An administrator can switch them on for a company or branch."
)


def kinds_to_attach(user: Any, company_id: int) -> list[tuple[str, str]]:
    """The kinds that the user may choose here."""
    allowed = bool(may_scan_ids(user, company_id))
    return [(str(kind), str(kind.label)) for kind in AttachmentKind if allowed or kind is not AttachmentKind.ID_SCAN]


def may_check(user: Any, attachment: Attachment) -> bool:
    return bool(identity.may(user, Permission.DOCUMENT_VERIFY, company_id=attachment.company_id))


def may_change(user: Any, attachment: Attachment) -> bool:
    """Whoever attaches files here may say what they are."""
    return may_attach(user, attachment.company_id)


def may_remove(user: Any, attachment: Attachment) -> bool:
    """The one who brought the file, while nobody accepted it; who checks files, always."""
    if may_check(user, attachment):
        return True
    is_own = user is not None and attachment.uploaded_by_id == user.pk
    return is_own and may_attach(user, attachment.company_id) and attachment.checked_at is None


def require(is_allowed: bool, message: str | Promise) -> None:
    """Pass, or say no.

    :raises Forbidden: with the message.
    """
    if not is_allowed:
        raise Forbidden(message)
