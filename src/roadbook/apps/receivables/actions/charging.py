"""Charging: something becomes owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.ledger import actions as ledger
from roadbook.apps.receivables.enums import OF_NET_INVESTMENT, ChargeKind
from roadbook.apps.receivables.models import Account, Charge
from roadbook.kit.errors import Refused

from .positions import Change, apply

BATCH = 500
CHARGED, TAKEN_OVER = "charge", "takeover"


class ChargeRefused(Refused):
    """This cannot become owed."""

    code = "charge"


@dataclass(frozen=True)
class ChargeLine:
    """One open item to be: ``amount`` in minor units of the account's currency, ``source`` its unique key.

    ``label`` is an English message marked for translation, ``params`` its values.
    """

    kind: str
    amount: int
    due_on: date
    source: str
    label: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def charge(
    *,
    account: Account,
    product_kind: str,
    lines: Sequence[ChargeLine],
    charged_on: date,
    by: Any,
    event: str = CHARGED,
) -> list[Charge]:
    """Charge one account; returns what was new. Refusals as for ``charge_many``."""
    return charge_many(batches={account: lines}, product_kind=product_kind, charged_on=charged_on, by=by, event=event)


@transaction.atomic
def charge_many(
    *,
    batches: Mapping[Account, Sequence[ChargeLine]],
    product_kind: str,
    charged_on: date,
    by: Any,
    event: str = CHARGED,
) -> list[Charge]:
    """Charge many accounts of one company in a fixed number of statements a thousand; returns what was new.

    A source that is charged already is left as it is: charging twice is charging once. Credit is not applied here.
    ``event`` is what the books are told; a debt that is ``TAKEN_OVER`` was never part of what is not due here.

    :raises ChargeRefused: a closed account, accounts of two companies, an amount not above zero.
    :raises PostingRefused: the books have no rule for it.
    """
    accounts = _locked(batches)
    if not accounts:
        return []
    lines = [(accounts[account.pk], line) for account, lines in batches.items() for line in lines]
    for account, line in lines:
        _check(account, line)
    known = _known([line.source for _account, line in lines])
    fresh = [_charge(account, line, product_kind, charged_on) for account, line in lines if line.source not in known]
    Charge.objects.bulk_create(fresh, batch_size=BATCH)
    company = next(iter(accounts.values())).company
    ledger.post_many(company=company, acts=list(_acts(fresh, event)), by=by)
    apply([_change(one, event) for one in fresh], on=company.business_date)
    return fresh


def _locked(batches: Mapping[Account, Sequence[ChargeLine]]) -> dict[int, Account]:
    ids = [account.pk for account, lines in batches.items() if lines]
    rows = Account.objects.filter(pk__in=ids).select_for_update(of=("self",), no_key=True)
    found = {row.pk: row for row in rows.select_related("company").order_by("pk")}
    if len({row.company_id for row in found.values()}) > 1:
        raise ChargeRefused(_("Accounts charged together belong to one company."))
    return found


def _check(account: Account, line: ChargeLine) -> None:
    if not account.is_open:
        raise ChargeRefused(_("Account %(number)s is closed.") % {"number": account.number}, code="account_closed")
    if line.amount <= 0:
        raise ChargeRefused(_("A charge has an amount above zero."), field="amount")
    if line.kind not in ChargeKind.values:
        raise ChargeRefused(_("There is no such kind of charge."), field="kind")


def _known(sources: list[str]) -> set[str]:
    chunks = (sources[start : start + BATCH] for start in range(0, len(sources), BATCH))
    return {
        known for chunk in chunks for known in Charge.objects.filter(source__in=chunk).values_list("source", flat=True)
    }


def _charge(account: Account, line: ChargeLine, product_kind: str, charged_on: date) -> Charge:
    return Charge(
        account=account,
        product_kind=product_kind,
        kind=line.kind,
        amount=line.amount,
        open=line.amount,
        charged_on=charged_on,
        due_on=line.due_on,
        source=line.source,
        label=line.label,
        label_params=dict(line.params),
    )


def _acts(charges: Sequence[Charge], event: str) -> Iterator[ledger.Act]:
    for one in charges:
        move = ledger.Movement(
            event=event,
            product_kind=one.product_kind,
            charge_kind=one.kind,
            amount=one.amount,
            currency=one.account.currency,
            source=f"receivables:charge:{one.pk}",
            account_id=one.account_id,
            charge_id=one.pk,
        )
        yield ledger.Act(one.account.branch_id, f"charge:{one.account_id}:{one.charged_on}", one.charged_on, [move])


def _change(one: Charge, event: str) -> Change:
    of_plan = event == CHARGED and one.kind in OF_NET_INVESTMENT
    return Change(one.account_id, not_due=-one.amount if of_plan else 0)
