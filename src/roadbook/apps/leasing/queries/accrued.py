"""Interest that runs between the last due date and the day on which a contract ends before its plan does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_noop

from roadbook.apps.leasing.enums import ProductKind, VatBasis
from roadbook.apps.leasing.models import Contract, Instalment, ProductTerms
from roadbook.apps.receivables.models import Account
from roadbook.calc.accrual import Stretch, so_far
from roadbook.calc.daycount import DayCount
from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding, to_units

from .ending import is_written_back
from .vat import rates

WORDS = (gettext_noop("interest"), gettext_noop("days"), gettext_noop("period"))


@dataclass(frozen=True)
class Accrued:
    """Interest of an instalment that is not charged yet, up to a day, and the VAT on it; minor units."""

    instalment: Instalment
    line: Line
    vat_line: Line | None
    rate: Decimal

    @property
    def amount(self) -> int:
        return self.line.value

    @property
    def vat(self) -> int:
        return self.vat_line.value if self.vat_line else 0

    def source(self, part: str) -> str:
        """The plain key by which receivables knows it."""
        return f"leasing:accrued:{self.instalment.pk}:{part}"


@dataclass(frozen=True)
class End:
    """What a termination on a day brings: minor units."""

    accrued: list[Accrued]
    not_due: int
    is_written_back: bool


def accrued(contract: Contract, on: date) -> list[Accrued]:
    """The interest that ran up to a day and that no charge holds yet; none of a rent, which is owed for its term."""
    if contract.product.kind == ProductKind.OPERATING_LEASE:
        return []
    rows = Instalment.objects.filter(
        schedule__contract=contract, schedule__is_active=True, charged_on__isnull=True, days__gt=0, interest__gt=0
    )
    rate = _rate(contract, on)
    found = (
        _accrued(row, on, rate) for row in rows.select_related("schedule").order_by("number") if _begins_on(row) < on
    )
    return [one for one in found if one.amount]


def explain(instalment_id: int, part: str) -> Line | None:
    """Why a charge of such interest, or of the VAT on it, is what it is."""
    rows = Instalment.objects.select_related("schedule__contract__company", "schedule__contract__product")
    row = rows.filter(pk=instalment_id).first()
    on = row.schedule.contract.terminated_on if row else None
    if row is None or on is None:
        return None
    one = _accrued(row, on, _rate(row.schedule.contract, on))
    return one.vat_line if part == "vat" else one.line


def end(contract: Contract, on: date) -> End:
    """What a termination on a day would charge, and what it would make due at once or write back."""
    account: Account = contract.live_account
    return End(accrued(contract, on), account.position.principal_not_due, is_written_back(contract))


def _begins_on(row: Instalment) -> date:
    return row.due_on - timedelta(days=row.days)


def _accrued(row: Instalment, on: date, rate: Decimal) -> Accrued:
    terms = ProductTerms.from_data(row.schedule.terms["product"])
    stretch = Stretch(_begins_on(row), row.due_on, row.interest)
    line = so_far(stretch, on, DayCount(terms.day_count), Rounding(terms.rounding))
    vat = to_units(line.value * Fraction(rate), Rounding.HALF_UP)
    operands = (Operand("base", line.value, "money"), Operand("rate", rate, "rate"))
    tax = Line("VAT", "round(base * rate, HALF_UP)", operands, vat, "leasing.vat") if vat else None
    return Accrued(row, line, tax, rate)


def _rate(contract: Contract, on: date) -> Decimal:
    """VAT is due on it where each payment is taxed; taxed whole at hand-over, it has been taxed with the whole."""
    if contract.vat_basis != VatBasis.EACH_INSTALMENT:
        return Decimal(0)
    return rates(contract.company.country, contract.product.kind)(on)
