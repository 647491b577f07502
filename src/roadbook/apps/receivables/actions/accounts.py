"""Opening an account, putting money out on it, closing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import actions as ledger
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.apps.receivables.models import Account, AccountParty, AccountPosition
from roadbook.kit import audit, text
from roadbook.kit.errors import Refused


class AccountRefused(Refused):
    """The account cannot be opened, used or closed like this."""

    code = "account"


@transaction.atomic
def open_account(
    *,
    company: Company,
    branch: Branch,
    currency: str,
    subject: str,
    number: str,
    parties: Sequence[tuple[Party, str]],
    by: Any,
    waterfall: Sequence[str] = (),
) -> Account:
    """Open the one account of a subject. ``parties`` are (party, role) pairs; the caller has asked whether it may.

    ``waterfall``: kinds of charges in the agreed order of payment; empty is the law of the country.

    :raises AccountRefused: the subject has an account, branch or people belong to another company, or the waterfall
        names a kind twice, or one that there is not.
    """
    if len(set(waterfall)) < len(waterfall) or not set(waterfall) <= set(ChargeKind.values):
        raise AccountRefused(_("An order of payment names kinds of charges, each once."), field="waterfall")
    if branch.company_id != company.pk or any(party.company_id != company.pk for party, _role in parties):
        raise AccountRefused(_("Branch and people of an account belong to its company."))
    account = Account(
        company=company,
        branch=branch,
        currency=currency,
        subject=subject,
        number=number,
        search_text=text.search_text(number, *(party.search_text or party.name for party, _role in parties)),
        opened_on=company.business_date,
        waterfall=list(waterfall),
    )
    _insert(account)
    AccountParty.objects.bulk_create(AccountParty(account=account, party=party, role=role) for party, role in parties)
    AccountPosition.objects.create(account=account, as_of=company.business_date)
    new = {"number": [None, number], "subject": [None, subject], "currency": [None, currency]}
    audit.record(action="receivables.account.open", subject=account, by=by, company_id=company.pk, changes=new)
    return account


def _insert(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise AccountRefused(_("There is an account for this already."), code="account_exists") from error


@transaction.atomic
def book_disbursement(
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
    """Book what was put out on the account (minor units of its currency, above zero) as principal that is not due.

    ``vat`` is the part of it that is VAT, due whole at hand-over. Where nothing is financed (the vehicle stays ours)
    it is an asset in our books and no part of the account.

    :raises PostingRefused: the books do not take it.
    """
    row = Account.objects.locked(account.pk)
    parts = [("", amount - vat), ("vat", vat)]
    moves = [
        ledger.Movement(
            event="activation",
            product_kind=product_kind,
            charge_kind=kind,
            amount=part,
            currency=row.currency,
            source=source,
            leg=leg,
            account_id=row.pk if is_financed else None,
        )
        for leg, (kind, part) in enumerate(parts)
        if part
    ]
    ledger.post(
        company=row.company, branch_id=row.branch_id, event_id=source, value_on=value_on, movements=moves, by=by
    )
    if is_financed:
        AccountPosition.objects.filter(account=row).update(principal_not_due=F("principal_not_due") + amount)


@transaction.atomic
def close_account(*, account: Account, by: Any) -> Account:
    """Close an account on which nothing is owed, not due or unapplied, on the company's business date.

    :raises AccountRefused: something is left on it.
    """
    row = Account.objects.locked(account.pk)
    identity.require(by, Permission.CONTRACT_CLOSE, company_id=row.company_id, branch_id=row.branch_id)
    position = AccountPosition.objects.get(account=row)
    if position.principal_not_due or position.owed or position.unapplied:
        raise AccountRefused(_("Something is still owed or unapplied on this account."), code="account_not_empty")
    if row.is_open:
        row.closed_on = row.company.business_date
        row.save(update_fields=["closed_on"])
        audit.record(action="receivables.account.close", subject=row, by=by, company_id=row.company_id)
    return row
