"""A contract passes from one broker to another."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import queries, rules, states
from roadbook.apps.leasing.models import Contract
from roadbook.kit import audit
from roadbook.kit.errors import Refused

from .telling import tell


class HandingRefused(Refused):
    """The contract is over, has this broker already, or the broker does not work there."""

    code = "handing"


@transaction.atomic
def hand_over(*, contract: Contract, broker: Any, by: Any) -> Contract:
    """From now on ``broker`` looks after the contract.

    :raises HandingRefused: see there.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_EDIT, row)
    if not states.CONTRACT[row.state]:
        raise HandingRefused(_("This contract is over."))
    if row.broker_id == broker.pk:
        raise HandingRefused(_("This broker looks after it already."), field="broker")
    if not queries.is_broker_of(broker, row):
        raise HandingRefused(_("This broker does not work there."), field="broker")
    changes = {"broker_id": [row.broker_id, broker.pk]}
    row.broker, row.version = broker, row.version + 1
    row.save(update_fields=["broker", "version"])
    audit.record(action="leasing.contract.hand_over", subject=row, by=by, company_id=row.company_id, changes=changes)
    tell(row, "handed_over", by=by, broker=broker.name)
    return row
