"""Signing, activating and cancelling a contract."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules, states
from roadbook.apps.leasing.enums import ContractEvent, ContractState, ProductKind
from roadbook.apps.leasing.events import ContractActivated, ContractCancelled, ContractSigned
from roadbook.apps.leasing.models import Contract
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish
from roadbook.kit.states import MoveRefused, move

from .charging import charge_activation
from .freezing import freeze
from .telling import tell


class SigningRefused(Refused):
    """The contract cannot be signed on its signing date."""

    code = "signing"


class ActivationRefused(Refused):
    """The contract cannot go live today."""

    code = "activation"


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
def activate(*, contract: Contract, by: Any, on: date | None = None) -> Contract:
    """Go live on a date (the company's business date unless given): the account opens, the disbursement is booked.

    The schedule is the one that was signed: interest runs from the signing date.

    :raises ActivationRefused: the date is before signing, in the future, or not before the first due date.
    :raises MoveRefused: the contract is not signed, or somebody activated it first.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_ACTIVATE, row)
    today = on or row.company.business_date
    if row.state != ContractState.SIGNED:
        raise MoveRefused(_("Only a signed contract can be activated."))
    if not row.signed_on <= today <= row.company.business_date:
        raise ActivationRefused(_("A contract goes live between its signing and the business date."), field="on")
    if row.first_due_on <= row.company.business_date:
        raise ActivationRefused(_("The first due date has come before the contract went live. Draft it again."))
    row.account, row.activated_on = _open_account(row, today, by), today
    row.save(update_fields=["account", "activated_on"])
    charge_activation(row, row.schedules.get(is_active=True), on=today, by=by)
    move(row, ContractEvent.ACTIVATE, table=states.CONTRACT, by=by)
    tell(row, "activated", by=by)
    publish(
        ContractActivated(
            contract_id=row.pk,
            company_id=row.company_id,
            account_id=row.live_account.pk,
            activated_on=today,
            financed=row.financed,
            currency=row.currency,
        )
    )
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


def _open_account(row: Contract, on: date, by: Any) -> Account:
    account = receivables.open_account(
        company=row.company,
        branch=row.branch,
        currency=row.currency,
        subject=audit.key(row),
        number=row.number,
        parties=[(row.client, "debtor")],
        waterfall=row.product.conditions_on(row.signed_on).waterfall,
        by=by,
    )
    receivables.book_disbursement(
        account=account,
        amount=row.financed if row.product.kind == ProductKind.LOAN else row.price,
        vat=row.agreed.vat_contained,
        is_financed=row.product.kind != ProductKind.OPERATING_LEASE,
        product_kind=row.product.kind,
        value_on=on,
        source=f"leasing:contract:{row.pk}:disbursement",
        by=by,
    )
    return account
