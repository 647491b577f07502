"""What a balance that is taken over should be by its own figures, and why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import Difference, FeeWhen, Method
from roadbook.apps.leasing.models import Contract, ProductTerms, TakenContract, TakeOver
from roadbook.apps.receivables.models import Charge, Payment
from roadbook.calc.schedule import Schedule
from roadbook.kit.money import format_money

PENNIES = 2


@dataclass(frozen=True)
class Compared:
    """Given and derived, minor units; ``difference`` is given less derived, nothing where one of them is unknown."""

    given: int | None
    derived: int | None
    cause: str = Difference.NONE

    @property
    def difference(self) -> int:
        return 0 if self.given is None or self.derived is None else self.given - self.derived


def compared_principal(*, principal: int, financed: int | None, paid: int | None, arrears: int, count: int) -> Compared:
    """What was financed less what was paid is what is left, due or not. ``arrears`` is open principal.

    Each of ``count`` instalments may have been rounded, so that many minor units are rounding.
    """
    if financed is None or paid is None:
        return Compared(principal, None)
    found = Compared(principal, financed - paid - arrears)
    return replace(found, cause=_why(found.difference, arrears, count))


def _why(difference: int, arrears: int, count: int) -> str:
    if not difference:
        return Difference.NONE
    if arrears and abs(difference) == arrears:
        return Difference.ARREARS
    return Difference.ROUNDING if abs(difference) <= count else Difference.UNKNOWN


def explained_by_instalment(found: Compared, first_principal: int) -> Compared:
    """The same, where the difference is just the principal of the next instalment."""
    if found.cause == Difference.UNKNOWN and abs(found.difference) == first_principal:
        return replace(found, cause=Difference.INSTALMENT)
    return found


def compared_instalment(*, given: int | None, derived: int) -> Compared:
    """The next instalment as it was in the old system against that of our plan."""
    found = Compared(given, derived)
    if not found.difference:
        return found
    return replace(found, cause=Difference.ROUNDING if abs(found.difference) <= PENNIES else Difference.TERMS)


def compared(brought: Any, plan: Schedule) -> tuple[Compared, Compared]:
    """The principal and the next instalment of what is brought, against what we derive of it."""
    first = next(row for row in plan.rows if row.number)
    principal = compared_principal(
        principal=brought.terms.price,
        financed=brought.financed,
        paid=brought.paid_principal,
        arrears=brought.arrears.get("principal", 0),
        count=brought.terms.count,
    )
    instalment = compared_instalment(given=brought.instalment, derived=first.total)
    return explained_by_instalment(principal, first.principal), instalment


def said(currency: str, principal: Compared, instalment: Compared) -> str:
    """The differences of a row in words, nothing where there are none."""
    found = []
    for label, one in ((_("Principal"), principal), (_("Next instalment"), instalment)):
        if one.difference:
            money = format_money(one.difference, currency)
            found.append(f"{label}: {money} ({Difference(one.cause).label})")
    return " · ".join(found)


def booked_since(ids: Sequence[int]) -> list[tuple[int, str, str]]:
    """What was booked since on the accounts of taken contracts: (contract, what, which), the first of each."""
    rows = Contract.objects.filter(pk__in=ids, account__isnull=False)
    accounts = dict(rows.values_list("account_id", "pk"))
    found: dict[int, tuple[int, str, str]] = {}
    for payment in Payment.objects.filter(account_id__in=accounts).order_by("pk"):
        pk = accounts[payment.account_id]
        found.setdefault(pk, (pk, str(_("Payment")), payment.number))
    since = Charge.objects.filter(account_id__in=accounts).exclude(source__startswith="leasing:takeover:")
    for charge in since.order_by("pk"):
        pk = accounts[charge.account_id]
        found.setdefault(pk, (pk, str(_("Charge")), charge.title))
    return list(found.values())


def without_limits(terms: ProductTerms) -> ProductTerms:
    """The conditions of a product for what was agreed elsewhere: no limits, and nothing is charged at activation."""
    return replace(
        terms,
        methods=tuple(Method.values),
        rate_min=Decimal(0),
        rate_max=Decimal(1),
        count_min=1,
        count_max=600,
        residual_max=Decimal("0.9999"),
        down_payment_min=Decimal(0),
        fees=tuple(fee for fee in terms.fees if fee.when != FeeWhen.ACTIVATION),
    )


def taken_contracts(user: Any) -> QuerySet[TakenContract]:
    """The contracts that were taken over and that the user may see, with what a list shows."""
    rows: QuerySet[TakenContract] = TakenContract.objects.visible_to(user)
    return rows.select_related("take_over__company", "contract__client", "contract__company")


def take_overs(user: Any) -> QuerySet[TakeOver]:
    """The take-overs of the companies whose contracts the user may make active."""
    rows: QuerySet[TakeOver] = TakeOver.objects.visible_to(user)
    return rows.select_related("company", "branch__company")
