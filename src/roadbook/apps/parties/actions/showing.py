"""Showing a national number in full: with a reason, and on the record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties.models import Identifier
from roadbook.kit import audit
from roadbook.kit.errors import Refused

SHORTEST_REASON = 3


class ReasonMissing(Refused):
    """A number is not shown without a reason."""

    code = "reason_missing"


@transaction.atomic
def show_identifier(*, identifier: Identifier, reason: str, by: Any) -> str:
    """The number in full; who asked and why stays in the audit log.

    :raises ReasonMissing: no reason in words.
    """
    identity.require(by, Permission.PARTY_VIEW, company_id=identifier.company_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing(_("Say why you need the whole number."), field="reason")
    audit.record(
        action="parties.identifier.show",
        subject=identifier.party,
        by=by,
        company_id=identifier.company_id,
        changes={"reason": [None, reason.strip()], "kind": [None, identifier.kind]},
    )
    value: str = identifier.value
    return value
