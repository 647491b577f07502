"""A signed contract goes live: the vehicle is handed over, the account opens, what falls due at once is charged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules, states
from roadbook.apps.leasing.enums import ContractEvent, ContractState, HandingKind, ProductKind
from roadbook.apps.leasing.events import ContractActivated
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries import account_parties, starting
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish
from roadbook.kit.states import MoveRefused, move

from .charging import charge_activation
from .freezing import freeze_from
from .handovers import Handing, write_hand_over
from .telling import tell, tell_vehicle


class ActivationRefused(Refused):
    """The contract cannot go live on that day."""

    code = "activation"


@transaction.atomic
def activate(*, contract: Contract, by: Any, on: date | None = None, handing: Handing | None = None) -> Contract:
    """The vehicle is handed over on a day (the company's business date unless given) and the contract goes live.

    Interest runs from the hand-over: on another day than that of the signing the schedule is reckoned anew as
    version 2, with the due dates that were agreed. The account opens, the disbursement is booked, and what falls due
    at once is charged.

    :raises ActivationRefused: the day is before signing or ahead, a due date has come before it, or papers are missing.
    :raises HandOverRefused: the protocol cannot be written down.
    :raises MoveRefused: the contract is not signed, or somebody activated it first.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_ACTIVATE, row)
    day = on or row.company.business_date
    if row.state != ContractState.SIGNED:
        raise MoveRefused(_("Only a signed contract can be activated."))
    if not row.signed_on <= day <= row.company.business_date:
        raise ActivationRefused(_("A contract goes live between its signing and the business date."), field="on")
    _require_papers(row)
    version = freeze_from(row, day, by=by)
    row.account, row.activated_on = _open_account(row, day, by), day
    row.save(update_fields=["account", "activated_on"])
    write_hand_over(row, HandingKind.GIVEN, on=day, handing=handing or Handing(), by=by)
    charge_activation(row, version, on=day, by=by)
    move(row, ContractEvent.ACTIVATE, table=states.CONTRACT, by=by)
    tell(row, "activated", by=by)
    tell_vehicle(row, "handed_out", by=by)
    publish(
        ContractActivated(
            contract_id=row.pk,
            company_id=row.company_id,
            account_id=row.live_account.pk,
            activated_on=day,
            financed=row.financed,
            currency=row.currency,
        )
    )
    return row


def _require_papers(row: Contract) -> None:
    missing = starting.missing_papers(row)
    if missing:
        names = ", ".join(str(one) for one in missing)
        raise ActivationRefused(
            _("The product asks for papers that are not in the file: %(papers)s.") % {"papers": names}, code="papers"
        )


def _open_account(row: Contract, on: date, by: Any) -> Account:
    account = receivables.open_account(
        company=row.company,
        branch=row.branch,
        currency=row.currency,
        subject=audit.key(row),
        number=row.number,
        parties=account_parties(row),
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
