"""Showing a national or document number in full: with a reason, and on the record."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties.models import IdDocument, Identifier, Party, Relation
from roadbook.kit import audit
from roadbook.kit.errors import Refused

SHORTEST_REASON = 3


class ReasonMissing(Refused):
    """A number is not shown without a reason."""

    code = "reason_missing"


def show_identifier(*, identifier: Identifier, reason: str, by: Any) -> str:
    """The national number in full; who asked and why stays in the audit log.

    :raises ReasonMissing: no reason in words.
    """
    _tell("parties.identifier.show", identifier.party, identifier.kind, reason, by)
    return identifier.value


def show_id_document(*, document: IdDocument, reason: str, by: Any) -> str:
    """The number of an identity document in full, on the record.

    :raises ReasonMissing: no reason in words.
    """
    _tell("parties.iddocument.show", document.party, document.kind, reason, by)
    return document.number


def show_manager_number(*, party: Party, reason: str, by: Any) -> str:
    """The national number of an organisation's manager in full, on the record.

    :raises ReasonMissing: no reason in words.
    """
    _tell("parties.manager.show", party, party.manager_number_kind, reason, by)
    return party.manager_number


def show_outsider_number(*, relation: Relation, reason: str, by: Any) -> str:
    """The national number of somebody without a file, on the record.

    :raises ReasonMissing: no reason in words.
    """
    _tell("parties.relation.show", relation.party, relation.kind, reason, by)
    return relation.outsider_number


@transaction.atomic
def _tell(action: str, subject: models.Model, kind: str, reason: str, by: Any) -> None:
    company_id: int = subject.company_id  # type: ignore[attr-defined]  # a party has one
    identity.require(by, Permission.PARTY_REVEAL, company_id=company_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing(_("Say why you need the whole number."), field="reason")
    audit.record(
        action=action,
        subject=subject,
        by=by,
        company_id=company_id,
        changes={"reason": [None, reason.strip()], "kind": [None, kind]},
    )
