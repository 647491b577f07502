"""Fees that a product has "when asked for": charged once somebody asks for what they are for, and invoiced."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing import actions as billing
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries import asked_fees, invoicing
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.models import Charge
from roadbook.kit.errors import Refused

from .telling import tell


class FeeRefused(Refused):
    """This fee cannot be charged."""

    code = "fee"


@transaction.atomic
def charge_fee(*, contract: Contract, code: str, by: Any) -> list[Charge]:
    """Charge a fee of the product and the VAT on it, due on the business date; asked for twice it is owed twice.

    Where fees are taxed the invoice is issued in the same transaction.

    :raises FeeRefused: the contract is not live, or its product has no such fee to ask for.
    :raises Forbidden: the user may not charge fees there.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.FEE_CHARGE, row)
    if not rules.is_charged(row):
        raise FeeRefused(_("Fees are charged while a contract is live."))
    due = asked_fees.due_of(row, code)
    if due is None:
        raise FeeRefused(_("The product has no such fee to ask for."), field="code")
    lines = [ChargeLine(one.kind, one.amount, one.due_on, one.source, one.label, one.params) for one in due]
    charges = receivables.charge(
        account=row.live_account,
        product_kind=row.product.kind,
        lines=lines,
        charged_on=row.company.business_date,
        by=by,
    )
    draft = invoicing.of_fee(row, due, {one.source: one.pk for one in charges})
    if draft:
        billing.issue_many(company=row.company, drafts=[draft], by=by)
    tell(row, "fee_charged", by=by, name=due[0].params["name"])
    return charges
