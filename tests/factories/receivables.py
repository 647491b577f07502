"""Accounts with debts for tests, made through actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from roadbook.apps.ledger import actions as ledger
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties import actions as parties
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables import actions
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.models import Account, Payment
from tests.factories import organisation

_numbers = count(1)


def company(**fields: Any) -> Company:
    """A company with open books."""
    one = organisation.company(**fields)
    ledger.open_books(company=one, by=None)
    return one


def client(of: Company, **fields: Any) -> Party:
    return parties.register_person(
        company=of, by=None, **{"first_name": "Мария", "last_name": f"Стоева {next(_numbers)}", **fields}
    )


def account(
    of: Company | None = None,
    *,
    disbursed: int = 1_200_00,
    debtor: Party | None = None,
    branch: Branch | None = None,
    waterfall: Sequence[str] = (),
) -> Account:
    """An account with ``disbursed`` minor units put out on the business date; none where it is 0."""
    of = of or company()
    number = f"L-2026-{next(_numbers):05}"
    one = actions.open_account(
        company=of,
        branch=branch or organisation.branch(of),
        currency=of.currency,
        subject=f"test.subject:{number}",
        number=number,
        parties=[(debtor or client(of), "debtor")],
        waterfall=waterfall,
        by=None,
    )
    if disbursed:
        actions.book_disbursement(
            account=one,
            amount=disbursed,
            product_kind="loan",
            value_on=of.business_date,
            source=f"test:{number}:disbursement",
            by=None,
        )
    return one


def instalment(to: Account, due_on: date, principal: int, interest: int, *, charged_on: date | None = None) -> None:
    """Charge one instalment, on its due date unless said otherwise."""
    key = f"test:instalment:{to.pk}:{due_on}"
    lines = [
        ChargeLine("principal", principal, due_on, f"{key}:principal", "Principal"),
        ChargeLine("interest", interest, due_on, f"{key}:interest", "Interest"),
    ]
    actions.charge(
        account=to,
        product_kind="loan",
        lines=[line for line in lines if line.amount],
        charged_on=charged_on or due_on,
        by=None,
    )


def payment(
    to: Account, amount: int, *, value_on: date | None = None, instructions: Sequence[int] = (), **fields: Any
) -> Payment:
    """Cash from the debtor, on the business date unless said otherwise."""
    return actions.take_payment(
        account=to,
        amount=amount,
        channel=fields.pop("channel", "cash"),
        value_on=value_on or to.company.business_date,
        payer_name=fields.pop("payer_name", "Мария Стоева"),
        instructions=instructions,
        by=fields.pop("by", None),
        **fields,
    )


def move_date(of: Company, on: date) -> None:
    """Put the business date where a test wants it. No day is closed."""
    Company.objects.filter(pk=of.pk).update(business_date=on)
    of.refresh_from_db()
