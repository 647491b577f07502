"""Twelve months of a company, or of one broker in it: what was signed, what fell due and what was collected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables.models import Charge, Payment
from roadbook.kit import charts, figures, money

MONTHS = 12
BROKERS = 8
FRESH = 300
SIGNED = (ContractState.SIGNED, ContractState.ACTIVE, ContractState.CLOSED)


@dataclass(frozen=True)
class Signed:
    """Contracts of a month: how many, and the sum financed in minor units."""

    count: int = 0
    financed: int = 0


@dataclass(frozen=True)
class Seller:
    """What a broker signed in the month that runs."""

    user_id: int
    name: str
    count: int
    financed: int


@dataclass(frozen=True)
class Year:
    """Sums are minor units of the company's currency; contracts in another currency are counted, not summed.

    ``months`` are first days, the last one is the month of the business date. ``expected`` maps days ahead to what
    falls due by contract. ``sellers`` is None in the year of one broker.
    """

    company: Company
    months: tuple[date, ...]
    signed: tuple[Signed, ...]
    due: tuple[int, ...]
    collected: tuple[int, ...]
    expected: dict[int, int]
    sellers: list[Seller] | None
    broker_id: int | None = None

    @property
    def this_month(self) -> Signed:
        return self.signed[-1]

    @property
    def last_month(self) -> Signed:
        return self.signed[-2]

    @property
    def collected_now(self) -> int:
        return self.collected[-1]

    @property
    def collected_before(self) -> int:
        return self.collected[-2]

    @property
    def names(self) -> tuple[str, ...]:
        pattern = "LLL yy" if figures.locale() == "en" else "MM.yy"
        return tuple(format_date(one, pattern, locale=figures.locale()) for one in self.months)

    @property
    def signed_chart(self) -> charts.Chart:
        """Contracts signed in each month; a column leads to them."""
        counts = charts.Series(_("Contracts"), tuple(one.count for one in self.signed))
        return charts.Chart(self.names, (counts,), urls=tuple(self._contracts_of(one) for one in self.months))

    @property
    def money_chart(self) -> charts.Chart:
        """What fell due and what was collected in each month."""
        series = (charts.Series(_("Collected"), self.collected), charts.Series(_("Fell due"), self.due))
        return charts.Chart(self.names, series, shown=self._in_units)

    def _in_units(self, minor: int) -> str:
        return money.format_money(minor, self.company.currency, symbol=False).rsplit(
            "." if figures.locale() == "en" else ",", 1
        )[0]

    def _contracts_of(self, month: date) -> str:
        last = next_month(month) - timedelta(days=1)
        mine = f"&broker={self.broker_id}" if self.broker_id else ""
        period = f"signed_on_from={month}&signed_on_to={last}"
        return f"{reverse('leasing:contract_list')}?company={self.company.pk}&{period}{mine}"


def companies_of_year(user: Any, permission: str) -> list[Company]:
    """Companies whose months the user may see, the one of the first role in front."""
    ids = identity.scope(user, permission).any_company_ids
    main = next((one.company_id for one in identity.roles_of(user)), 0)
    return sorted(Company.objects.filter(pk__in=ids), key=lambda one: (one.pk != main, one.name))


def year(user: Any, company: Company, *, broker_id: int | None = None) -> Year:
    """The year of a company as this user may see it, at most five minutes old. Six statements when it is made.

    Users with the same view of the company share it.
    """
    where = identity.scope(user, Permission.CONTRACT_VIEW)
    branches = sorted(where.branch_ids) if company.pk not in where.company_ids else "all"
    key = f"year:{company.pk}:{company.business_date}:{broker_id or 0}:{branches}".replace(" ", "")
    found: Year | None = cache.get(key)
    if found is None:
        found = _year(user, company, broker_id)
        cache.set(key, found, FRESH)
    return found


def _year(user: Any, company: Company, broker_id: int | None) -> Year:
    months = months_until(company.business_date)
    contracts = Contract.objects.visible_to(user).filter(company=company)
    if broker_id:
        contracts = contracts.filter(broker_id=broker_id)
    accounts = contracts.filter(account__isnull=False, currency=company.currency).values("account_id")
    debts = Charge.objects.filter(account_id__in=accounts)
    arrived = Payment.objects.standing().filter(account_id__in=accounts)
    return Year(
        company=company,
        months=months,
        signed=_signed(contracts, months, company.currency),
        due=_by_month(debts.filter(due_on__lte=company.business_date), "due_on", months),
        collected=_by_month(arrived, "booked_on", months),
        expected=_expected(contracts, debts, company),
        sellers=None if broker_id else _sellers(contracts, months[-1], company.currency),
        broker_id=broker_id,
    )


def _signed(contracts: Any, months: tuple[date, ...], currency: str) -> tuple[Signed, ...]:
    rows = (
        contracts.filter(state__in=SIGNED, signed_on__gte=months[0])
        .order_by()
        .values(month=TruncMonth("signed_on"))
        .annotate(count=Count("pk"), financed=Sum("financed", filter=Q(currency=currency), default=0))
    )
    found = {row["month"]: Signed(row["count"], row["financed"]) for row in rows}
    return tuple(found.get(month, Signed()) for month in months)


def _by_month(rows: QuerySet[Any], day: str, months: tuple[date, ...]) -> tuple[int, ...]:
    sums = (
        rows.filter(**{f"{day}__gte": months[0]}).order_by().values(month=TruncMonth(day)).annotate(total=Sum("amount"))
    )
    found = {row["month"]: row["total"] for row in sums}
    return tuple(found.get(month, 0) for month in months)


def _expected(contracts: Any, debts: QuerySet[Charge], company: Company) -> dict[int, int]:
    """Open debt and instalments not yet charged that fall due within so many days after the business date."""
    today = company.business_date
    limits = {days: today + timedelta(days=days) for days in (7, 30)}
    coming = Instalment.objects.filter(
        schedule__is_active=True,
        schedule__contract__in=contracts.active().filter(currency=company.currency).values("pk"),
        charged_on__isnull=True,
        due_on__gte=today,
    )
    owed = debts.filter(open__gt=0, due_on__gte=today)
    charged = owed.aggregate(**_within(limits, "open"))
    planned = coming.aggregate(**_within(limits, "total"))
    return {days: charged[f"in_{days}"] + planned[f"in_{days}"] for days in limits}


def _within(limits: dict[int, date], column: str) -> dict[str, Any]:
    return {f"in_{days}": Sum(column, filter=Q(due_on__lte=last), default=0) for days, last in limits.items()}


def _sellers(contracts: Any, month: date, currency: str) -> list[Seller]:
    rows = (
        contracts.filter(state__in=SIGNED, signed_on__gte=month)
        .order_by()
        .values("broker_id", name=F("broker__name"))
        .annotate(count=Count("pk"), financed=Sum("financed", filter=Q(currency=currency), default=0))
        .order_by("-financed", "-count", "broker_id")[:BROKERS]
    )
    return [Seller(row["broker_id"], row["name"], row["count"], row["financed"]) for row in rows]


def months_until(day: date, count: int = MONTHS) -> tuple[date, ...]:
    """First days of the ``count`` months that end with the month of ``day``."""
    return tuple(_months_before(day, count))


def _months_before(day: date, count: int) -> Iterable[date]:
    number = day.year * 12 + day.month - 1
    return (date(at // 12, at % 12 + 1, 1) for at in range(number - count + 1, number + 1))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
