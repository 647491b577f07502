"""Signing and cancelling a contract."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules, states
from roadbook.apps.leasing.enums import ContractEvent
from roadbook.apps.leasing.events import ContractCancelled, ContractSigned
from roadbook.apps.leasing.models import Contract
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish
from roadbook.kit.states import move

from .freezing import freeze
from .telling import tell


class SigningRefused(Refused):
    """The contract cannot be signed on its signing date."""

    code = "signing"


@transaction.atomic
def sign(*, contract: Contract, by: Any) -> Contract:
    """The client has signed on the draft's signing date: terms and plan are fixed as schedule version 1.

    A product that changes afterwards changes nothing here.

    :raises SigningRefused: the signing date is after the company's business date. :raises MoveRefused: it is no draft.
    :raises TermsRefused: the product has changed since the draft and does not allow the terms any more.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_SIGN, row)
    if row.signed_on > row.company.business_date:
        raise SigningRefused(_("The signing date is in the future. Change it or wait for that day."), field="signed_on")
    move(row, ContractEvent.SIGN, table=states.CONTRACT, by=by)
    freeze(row, by=by)
    tell(row, "signed", by=by)
    publish(ContractSigned(contract_id=row.pk, company_id=row.company_id, signed_on=row.signed_on))
    return row


@transaction.atomic
def cancel(*, contract: Contract, by: Any, reason: str = "") -> Contract:
    """Give up a contract that never went live.

    :raises MoveRefused: it is live or over.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_EDIT, row)
    move(row, ContractEvent.CANCEL, table=states.CONTRACT, by=by, reason=reason)
    tell(row, "cancelled", by=by)
    publish(ContractCancelled(contract_id=row.pk, company_id=row.company_id))
    return row
