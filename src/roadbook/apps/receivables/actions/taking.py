"""Balances of a running business that is taken over: what is not due and what is open, without their history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from roadbook.apps.ledger import actions as ledger
from roadbook.apps.ledger import queries as books
from roadbook.apps.receivables.models import Account, AccountParty, AccountPosition, Charge, Payment
from roadbook.kit import audit
from roadbook.kit.errors import Refused

from .charging import TAKEN_OVER, ChargeLine, charge


class TakingRefused(Refused):
    """Something has been done on the account since it was taken over."""

    code = "taking"


@transaction.atomic
def take_over_balances(
    *,
    account: Account,
    product_kind: str,
    amount: int,
    lines: Sequence[ChargeLine],
    value_on: date,
    source: str,
    by: Any,
    is_financed: bool = True,
) -> None:
    """Open an account with ``amount`` (minor units, above zero) that is not due and ``lines`` that are owed.

    Where nothing is financed (the vehicle stays ours) the amount is an asset in our books and no part of the account.
    Booked against the opening balances, on the business date.

    :raises PostingRefused, ChargeRefused: as for what is put out and charged here.
    """
    row = Account.objects.locked(account.pk)
    move = ledger.Movement(
        event=TAKEN_OVER,
        product_kind=product_kind,
        charge_kind="",
        amount=amount,
        currency=row.currency,
        source=source,
        account_id=row.pk if is_financed else None,
    )
    ledger.post(
        company=row.company, branch_id=row.branch_id, event_id=source, value_on=value_on, movements=[move], by=by
    )
    if is_financed:
        AccountPosition.objects.filter(account=row).update(principal_not_due=F("principal_not_due") + amount)
    charge(account=row, product_kind=product_kind, lines=lines, charged_on=value_on, by=by, event=TAKEN_OVER)


@transaction.atomic
def give_back_balances(*, account: Account, source: str, by: Any) -> None:
    """Undo ``take_over_balances``: counter rows in the journal, and the account is gone.

    :raises TakingRefused: a payment was taken on it, or something was charged since.
    """
    row = Account.objects.locked(account.pk)
    charges = list(row.charges.values_list("pk", "source"))
    if Payment.objects.filter(account=row).exists() or any(not one.startswith(f"{source}:") for _pk, one in charges):
        raise TakingRefused(_("Payments or charges have been booked on account %(number)s.") % {"number": row.number})
    sources = [source, *(f"receivables:charge:{pk}" for pk, _source in charges)]
    today = row.company.business_date
    ledger.reverse(company=row.company, rows=books.rows_of(sources), value_on=today, by=by)
    audit.record(action="receivables.account.give_back", subject=row, by=by, company_id=row.company_id)
    for model in (Charge, AccountParty, AccountPosition):
        model.objects.filter(account=row).delete()
    row.delete()
