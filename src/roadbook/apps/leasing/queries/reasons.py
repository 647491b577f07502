"""Why an amount beside the interest is what it is: totals and principal, VAT, fees, the down payment; as data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from roadbook.apps.leasing.enums import FeeBase
from roadbook.apps.leasing.models import AgreedTerms, Contract, Fee, ProductTerms
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding
from roadbook.calc.schedule import Schedule

from .besides import BesideLine
from .plan import frozen_plan, frozen_terms, plan
from .vat import rates

TOTAL, PRINCIPAL, VAT = "total", "principal", "vat"
LEAST, PRICE = gettext_noop("least"), gettext_noop("price")


def basis(contract: Contract) -> tuple[ProductTerms, AgreedTerms, Schedule]:
    """Conditions, terms and plan of a contract: as its active version keeps them, or as a draft would have them."""
    version = contract.schedules.filter(is_active=True).first()
    if version is None:
        conditions = contract.product.conditions_on(contract.signed_on)
        return conditions, contract.agreed, plan(conditions, contract.agreed)
    return ProductTerms.from_data(version.terms["product"]), frozen_terms(version), frozen_plan(version)


def reason(contract: Contract, number: int, part: str, beside: list[BesideLine]) -> Line | None:
    """The lines of an amount of the page; ``number`` 0 asks for what falls due at activation, by its code.

    None where the page shows no such amount.
    """
    if number and part in {TOTAL, PRINCIPAL}:
        _conditions, _agreed, schedule = basis(contract)
        line = schedule.explain(number)
        return line if part == TOTAL else next(one for one in line.lines if one.label == "Principal")
    row = next((one for one in beside if one.number == number and one.code == part), None)
    return _of_beside(contract, row) if row else None


def _of_beside(contract: Contract, row: BesideLine) -> Line:
    conditions, agreed, _schedule = basis(contract)
    if row.kind == ChargeKind.VAT:
        return _vat(row.base, row.amount, _rate(contract, agreed, row))
    fee = next((one for one in conditions.fees if f"fee:{one.code}"[:20] == row.code), None)
    if fee is not None:
        return _fee(fee, conditions, agreed, row.amount)
    return Line(
        "Down payment", "down_payment", (_money("down_payment", row.amount),), row.amount, "leasing.down_payment"
    )


def _rate(contract: Contract, agreed: AgreedTerms, row: BesideLine) -> Decimal:
    """Each instalment takes the rate of its own day, what falls due at activation that of the signing."""
    return rates(contract.company.country, contract.product.kind)(row.due_on) if row.number else agreed.vat_rate


def _vat(base: int, amount: int, rate: Decimal) -> Line:
    operands = (_money("base", base), Operand("rate", rate, "rate"))
    return Line("VAT", "round(base * rate, HALF_UP)", operands, amount, "leasing.vat")


def _fee(fee: Fee, conditions: ProductTerms, agreed: AgreedTerms, amount: int) -> Line:
    if fee.base == FeeBase.FIXED:
        return Line("Fee", "amount", (_money("amount", amount),), amount, "leasing.fee.fixed")
    name, base = ("price", agreed.price) if fee.base == FeeBase.PRICE else ("financed", agreed.financed)
    operands = (_money(name, base), Operand("share", fee.share, "rate"), _money("least", fee.least))
    formula = f"max(round({name} * share, {Rounding(conditions.rounding).name}), least)"
    return Line("Fee", formula, operands, amount, "leasing.fee.share")


def _money(name: str, amount: Any) -> Operand:
    return Operand(name, amount, "money")
