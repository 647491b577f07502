"""What a contract costs its client altogether, and as a yearly rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from roadbook.apps.leasing.enums import ProductKind
from roadbook.apps.leasing.models import AgreedTerms, Contract, ProductTerms
from roadbook.apps.organisation.enums import Country
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.calc import apr, psk
from roadbook.calc.irr import NoRateError
from roadbook.calc.schedule import Schedule

from .streams import Beside, beside
from .vat import rates


@dataclass(frozen=True)
class Cost:
    """Minor units. ``beside`` is what is due beside the instalments; ``total`` all that the client pays, the down
    payment included. ``apr`` is None where there is no credit, or no such rate.
    """

    down_payment: int
    instalments: int
    interest: int
    fees: int
    vat: int
    beside: Sequence[Beside]
    apr: apr.Apr | None

    @property
    def total(self) -> int:
        return self.down_payment + self.instalments + self.fees + self.vat

    @property
    def apr_rate(self) -> Decimal | None:
        """The yearly rate as a fraction of one, to a hundredth of a percent."""
        return self.apr.percent(2) / 100 if self.apr else None

    @property
    def apart(self) -> list[Beside]:
        """What falls due at activation and at the end, beside the instalments and their VAT."""
        return [row for row in self.beside if row.is_apart]

    def vat_with(self, number: int) -> int:
        """The VAT that falls due with an instalment."""
        return sum(row.amount for row in self.beside if row.number == number and not row.is_apart)


def cost(country: str, kind: str, product: ProductTerms, agreed: AgreedTerms, schedule: Schedule) -> Cost:
    """The cost of a plan whose VAT is known.

    :raises VatUnknown: the pack has no rule for the kind.
    """
    rows = beside(kind, product, agreed, schedule, on=agreed.starts_on, rate_on=rates(country, kind))
    sums = {of: sum(row.amount for row in rows if row.kind == of) for of in (ChargeKind.FEE, ChargeKind.VAT)}
    return Cost(
        down_payment=agreed.down_payment,
        instalments=schedule.total,
        interest=schedule.total_interest,
        fees=sums[ChargeKind.FEE],
        vat=sums[ChargeKind.VAT],
        beside=rows,
        apr=None if kind == ProductKind.OPERATING_LEASE else _rate(country, flows_of(agreed, schedule, rows)),
    )


def cost_of(contract: Contract, schedule: Schedule) -> Cost:
    """The cost of a contract under a plan of its own."""
    conditions = contract.product.conditions_on(contract.signed_on)
    return cost(contract.company.country, contract.product.kind, conditions, contract.agreed, schedule)


def flows_of(agreed: AgreedTerms, schedule: Schedule, rows: Sequence[Beside]) -> list[apr.Flow]:
    """The financed amount to the client, then all that comes back. VAT that is due with each instalment is left out on
    both sides: the price is net there, too.
    """
    extra = [row for row in rows if row.code != "down_payment" and not (agreed.is_net and row.kind == ChargeKind.VAT)]
    days: dict[date, int] = {agreed.starts_on: agreed.financed}
    for on, amount in [
        *((row.due_on, row.total) for row in schedule.rows),
        *((row.due_on, row.amount) for row in extra),
    ]:
        days[on] = days.get(on, 0) - amount
    return [apr.Flow(on, amount) for on, amount in sorted(days.items()) if amount]


def _rate(country: str, flows: Sequence[apr.Flow]) -> apr.Apr | None:
    """The rate by the reading of the country: ПСК in Russia, else that of the European directive."""
    try:
        return psk.full_cost(flows) if country == Country.RUSSIA else apr.european(flows)
    except NoRateError:
        return None
