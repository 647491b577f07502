"""What was put out comes back: the vehicle of a contract that ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from roadbook.apps.ledger import actions as ledger
from roadbook.apps.receivables.models import Account, AccountPosition


@transaction.atomic
def book_return(
    *,
    account: Account,
    amount: int,
    product_kind: str,
    value_on: date,
    source: str,
    by: Any,
    vat: int = 0,
    is_financed: bool = True,
) -> None:
    """Book a returned vehicle at ``amount`` (minor units, above zero), the counterpart of ``book_disbursement``.

    Where it was financed the amount leaves the principal that is not due, and ``vat`` of it the output VAT; where the
    vehicle stayed ours it only changes its place among our assets.

    :raises PostingRefused: the books do not take it.
    """
    row = Account.objects.locked(account.pk)
    moves = [
        ledger.Movement(
            event="return",
            product_kind=product_kind,
            charge_kind=kind,
            amount=part,
            currency=row.currency,
            source=source,
            leg=leg,
            account_id=row.pk if is_financed else None,
        )
        for leg, (kind, part) in enumerate([("", amount - vat), ("vat", vat)])
        if part
    ]
    ledger.post(
        company=row.company, branch_id=row.branch_id, event_id=source, value_on=value_on, movements=moves, by=by
    )
    if is_financed:
        AccountPosition.objects.filter(account=row).update(principal_not_due=F("principal_not_due") - amount)
