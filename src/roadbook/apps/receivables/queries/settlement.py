"""What money would settle: rows into ``calc.settlement`` and its answer back to rows. Nothing is written here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from roadbook.apps.receivables import rules
from roadbook.apps.receivables.models import Account, AccountPosition, Allocation, Charge, Payment, Withdrawal
from roadbook.calc import explain, settlement
from roadbook.kit.reading import ById

WATERFALLS = Path(__file__).resolve().parent.parent / "waterfalls.json"
NEW = 0
AGREED = "product"
_OPEN = ById(lambda pk: Charge.objects.open().filter(account_id=pk).order_by("due_on", "kind", "id"))
_POSITION = ById(lambda pk: AccountPosition.objects.filter(pk=pk).only("unapplied"))


@dataclass(frozen=True)
class Applied:
    """One allocation to be: ``amount`` in minor units of the account's currency, ``reason`` from ``calc.explain``."""

    payment_id: int
    charge: Charge
    amount: int
    rule: str
    reason: dict[str, Any]
    value_on: date


@dataclass(frozen=True)
class Item:
    """An open charge in a preview: what the payment would settle of it, what earlier credit would, what stays open."""

    charge: Charge
    is_chosen: bool
    settles: int
    from_credit: int

    @property
    def rest(self) -> int:
        return self.charge.open - self.settles - self.from_credit


@dataclass(frozen=True)
class Instalment:
    """The open charges of an account that are due on one day."""

    due_on: date
    items: tuple[Item, ...]

    @property
    def open(self) -> int:
        return sum(item.charge.open for item in self.items)

    @property
    def settles(self) -> int:
        return sum(item.settles for item in self.items)

    @property
    def rest(self) -> int:
        return sum(item.rest for item in self.items)

    @property
    def is_chosen(self) -> bool:
        return all(item.is_chosen for item in self.items)

    @property
    def charge_ids(self) -> str:
        return ",".join(str(item.charge.pk) for item in self.items)


@dataclass(frozen=True)
class Preview:
    """What a payment of ``amount`` would do: nothing is booked. ``unapplied`` is the part that would stay as credit."""

    account: Account
    amount: int
    instalments: tuple[Instalment, ...]
    unapplied: int

    @property
    def settles(self) -> int:
        return self.amount - self.unapplied

    @property
    def open(self) -> int:
        return sum(one.open for one in self.instalments)

    @property
    def rest(self) -> int:
        return sum(one.rest for one in self.instalments)

    @property
    def is_settling(self) -> bool:
        return self.settles > 0


@cache
def _waterfalls() -> tuple[dict[str, Any], ...]:
    rows = json.loads(WATERFALLS.read_text(encoding="utf-8"))
    return tuple(sorted(rows, key=lambda row: row["since"], reverse=True))


def waterfall(country: str, on: date) -> settlement.Waterfall:
    """The legal order of the country on a date: instalment by instalment, and whether only what is due."""
    row = next(row for row in _waterfalls() if row["country"] == country and row["since"] <= on.isoformat())
    return settlement.Waterfall(code=row["code"], kinds=tuple(row["kinds"]), due_only=row["due_only"])


def waterfall_of(account: Account, on: date) -> settlement.Waterfall:
    """The order agreed for the account; kinds that it does not name come after, as the law has them."""
    law = waterfall(account.company.country, on)
    if not account.waterfall:
        return law
    rest = [kind for kind in law.kinds if kind not in account.waterfall]
    return settlement.Waterfall(code=AGREED, kinds=(*account.waterfall, *rest), due_only=law.due_only)


def open_charges(account: Account) -> list[Charge]:
    """What is still to pay on the account, by due date, interest before principal."""
    charges = _OPEN.rows(account.pk)
    for one in charges:
        one.account = account
    return charges


def rest_of_payment() -> Any:
    """What a payment that stands has left, minor units: neither allocated nor set aside. An expression on payments."""
    return F("amount") - part_of_payment(Allocation) - part_of_payment(Withdrawal)


def part_of_payment(of: type[Model]) -> Any:
    """The sum of a payment's rows of this model, minor units. An expression over payments."""
    mine = of._default_manager.filter(payment=OuterRef("pk")).order_by().values("payment")
    return Coalesce(Subquery(mine.annotate(total=Sum("amount")).values("total")), 0)


def credits_of(account_ids: Collection[int]) -> dict[int, list[tuple[int, int, date]]]:
    """The payments of accounts that have something left: (payment id, rest, value date) by account id."""
    rows = Payment.objects.standing().filter(account_id__in=account_ids)
    rows = rows.annotate(rest=rest_of_payment()).filter(rest__gt=0)
    found: defaultdict[int, list[tuple[int, int, date]]] = defaultdict(list)
    for account_id, *credit in rows.order_by("id").values_list("account_id", "id", "rest", "value_on"):
        found[account_id].append(tuple(credit))
    return found


def accounts_to_settle(company_id: int, on: date) -> QuerySet[Account]:
    """Open accounts that hold credit while something charged on ``on`` or before is open, by id."""
    charged = Charge.objects.open().charged(on=on).filter(account=OuterRef("pk"))
    rows = Account.objects.open().filter(Exists(charged), company_id=company_id, position__unapplied__gt=0)
    return rows.order_by("pk")


def settlement_of_payment(account: Account, payment: Payment, charges: Sequence[Charge]) -> list[Applied]:
    """What a stored payment settles today, together with older credit. ``charges`` are the open ones."""
    receipt = _receipt(payment.pk, payment.amount, payment.value_on, payment.instructions)
    older = [one for one in _older(account) if one[0] != payment.pk]
    return _applied(account, charges, [*(_receipt(*one) for one in older), receipt], account.company.business_date)


def _older(account: Account) -> list[tuple[int, int, date]]:
    """The credit of a locked account; most have none, as their position says."""
    kept = _POSITION.get(account.pk)
    return credits_of([account.pk])[account.pk] if kept.unapplied else []


def settlement_of_credit(accounts: Iterable[Account], on: date, since: date | None = None) -> list[Applied]:
    """What the unapplied credit of locked accounts settles on a date. Three statements for all of them.

    With ``since`` nothing is settled before that day, because what is open was not owed before it.
    """
    by_id = {one.pk: one for one in accounts}
    owed: defaultdict[int, list[Charge]] = defaultdict(list)
    for charge in Charge.objects.open().filter(account_id__in=by_id).select_related("account").order_by("id"):
        owed[charge.account_id].append(charge)
    credit = credits_of(by_id)
    return [
        one
        for pk, account in by_id.items()
        for one in _applied(account, owed[pk], [_late(item, since) for item in credit[pk] if item[2] <= on], on)
    ]


def preview_payment(account: Account, amount: int, value_on: date, instructions: Sequence[int] = ()) -> Preview:
    """What taking this payment today would settle.

    :raises PaymentRefused: as taking it would.
    """
    charges = open_charges(account)
    rules.check_payment(account, amount, account.currency, value_on, value_on)
    rules.check_instructions(charges, instructions)
    receipts = [_receipt(*one) for one in credits_of([account.pk])[account.pk]]
    receipts.append(_receipt(_after(receipts), amount, value_on, instructions))
    applied = _applied(account, charges, receipts, account.company.business_date)
    return _preview(account, amount, charges, applied, new=receipts[-1].id, instructions=instructions)


def plain_preview(account: Account) -> Preview:
    """The open charges alone, as if nothing were paid."""
    return _preview(account, 0, open_charges(account))


def _after(receipts: Sequence[settlement.Receipt]) -> int:
    """An id for money that has none yet: later than every stored one, as the real one will be."""
    return max((one.id for one in receipts), default=NEW) + 1


def _preview(
    account: Account,
    amount: int,
    charges: Sequence[Charge],
    applied: Sequence[Applied] = (),
    *,
    new: int = NEW,
    instructions: Sequence[int] = (),
) -> Preview:
    settles: defaultdict[int, int] = defaultdict(int)
    credit: defaultdict[int, int] = defaultdict(int)
    for one in applied:
        (settles if one.payment_id == new else credit)[one.charge.pk] += one.amount
    items = [Item(one, one.pk in instructions, settles[one.pk], credit[one.pk]) for one in charges]
    instalments = (Instalment(due_on, tuple(found)) for due_on, found in groupby(items, lambda one: one.charge.due_on))
    return Preview(account, amount, tuple(instalments), amount - sum(settles.values()))


def _late(credit: tuple[int, int, date], since: date | None) -> settlement.Receipt:
    pk, amount, value_on = credit
    return _receipt(pk, amount, max(value_on, since) if since else value_on)


def _receipt(pk: int, amount: int, value_on: date, instructions: Sequence[int] = ()) -> settlement.Receipt:
    return settlement.Receipt(id=pk, amount=amount, value_on=value_on, instructions=tuple(instructions))


def _applied(
    account: Account, charges: Sequence[Charge], receipts: Sequence[settlement.Receipt], on: date
) -> list[Applied]:
    if not charges or not receipts:
        return []
    by_id = {one.pk: one for one in charges}
    owed = [
        settlement.OpenCharge(id=one.pk, kind=one.kind, due_on=one.due_on, open=one.open, charged_on=one.charged_on)
        for one in charges
    ]
    result = settlement.settle(owed, receipts, waterfall_of(account, on), on=on)
    return [
        Applied(
            payment_id=one.receipt_id,
            charge=by_id[one.charge_id],
            amount=one.amount,
            rule=one.rule,
            reason=explain.to_data(one.reason),
            value_on=one.value_on,
        )
        for one in result.allocations
    ]
