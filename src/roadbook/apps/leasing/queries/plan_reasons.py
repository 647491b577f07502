"""Why the amounts of a plan are what they are, frozen, drafted or only typed so far: lines that give them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext, gettext_noop

from roadbook.apps.leasing.enums import FeeBase
from roadbook.apps.leasing.models import AgreedTerms, Contract, Fee, ProductTerms, ScheduleVersion
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding
from roadbook.calc.schedule import Schedule
from roadbook.kit import figures

from .cost import Cost, cost, flows_of
from .plan import frozen_plan, frozen_terms, plan
from .vat import rates

INTEREST_OF = "Interest of instalment %(number)s"
PRINCIPAL_OF = "Principal of instalment %(number)s"
WORDS = (gettext_noop("base"), gettext_noop("least"), gettext_noop("price"), gettext_noop("fees"))


class Due(Protocol):
    """What is due beside an instalment (or, under number 0, at activation): stored, or to be."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def base(self) -> int: ...
    @property
    def amount(self) -> int: ...
    @property
    def due_on(self) -> date: ...
    @property
    def is_apart(self) -> bool: ...


@dataclass(frozen=True)
class Basis:
    """Conditions, terms and plan of a contract that is, or would be."""

    country: str
    kind: str
    product: ProductTerms
    agreed: AgreedTerms
    schedule: Schedule


@dataclass(frozen=True)
class Drafted(Basis):
    """A plan that is not frozen, with what it costs."""

    cost: Cost


def drafted(country: str, kind: str, product: ProductTerms, agreed: AgreedTerms) -> Drafted:
    """The plan of terms whose VAT is known, and its cost.

    :raises TermsRefused: no schedule comes of them.
    :raises VatUnknown: the pack has no rule for the kind.
    """
    schedule = plan(product, agreed)
    return Drafted(country, kind, product, agreed, schedule, cost(country, kind, product, agreed, schedule))


def drafted_of(contract: Contract) -> Drafted:
    """As the draft would have them."""
    conditions = contract.product.conditions_on(contract.signed_on)
    return drafted(contract.company.country, contract.product.kind, conditions, contract.agreed)


def basis(contract: Contract) -> Basis:
    """Of a contract: as its active version keeps them, or as the draft would have them."""
    version = contract.schedules.filter(is_active=True).first()
    return drafted_of(contract) if version is None else basis_of(contract, version)


def basis_of(contract: Contract, version: ScheduleVersion) -> Basis:
    """As a version keeps them."""
    conditions = ProductTerms.from_data(version.terms["product"])
    country, kind = contract.company.country, contract.product.kind
    return Basis(country, kind, conditions, frozen_terms(version), frozen_plan(version))


def parts_of(schedule: Schedule, number: int) -> dict[str, Line]:
    """The amounts of an instalment: ``total``, ``principal``, ``interest`` and ``closing``, the balance after it.

    :raises KeyError: there is no such instalment.
    """
    line, row = schedule.explain(number), schedule.row(number)
    interest, principal = line.lines
    moved = (
        money("opening", row.opening),
        money("added", row.disbursed + row.capitalised),
        money("principal", row.principal),
    )
    title = gettext_noop("Balance")
    closing = Line(title, "opening + added - principal", moved, row.closing, "schedule.closing")
    return {"total": line, "interest": interest, "principal": principal, "closing": closing}


def of_due(basis: Basis, row: Due) -> Line:
    """VAT, a fee or the down payment."""
    if row.kind == ChargeKind.VAT:
        operands = (money("base", row.base), Operand("VAT_rate", _rate(basis, row), "rate"))
        return Line("VAT", "round(base * VAT_rate, HALF_UP)", operands, row.amount, "leasing.vat")
    fee = next((one for one in basis.product.fees if f"fee:{one.code}"[:20] == row.code), None)
    if fee is not None:
        return _fee(fee, basis, row.amount)
    paid = (money("down_payment", row.amount),)
    return Line("Down payment", "down_payment", paid, row.amount, "leasing.down_payment")


def of_sum(basis: Basis, due: Sequence[Due], name: str) -> Line | None:
    """A sum over the plan by its name; None for any other name. ``due``: what the page shows beside the instalments."""
    schedule, agreed = basis.schedule, basis.agreed
    if name == "financed":
        said = (money("price", agreed.price), money("down_payment", agreed.down_payment))
        title = gettext_noop("Financed amount")
        return Line(title, "price - down_payment", said, agreed.financed, "leasing.financed")
    if name == "payment":
        return _payment(schedule)
    title, lines = {
        "interest": (gettext_noop("Total interest"), _parts(schedule, "interest", INTEREST_OF)),
        "principal": (gettext_noop("Principal"), _parts(schedule, "principal", PRINCIPAL_OF)),
        "fees": (gettext_noop("Fees"), _dues(basis, due, ChargeKind.FEE)),
        "vat": (gettext_noop("VAT"), _dues(basis, due, ChargeKind.VAT)),
    }.get(name, ("", iter(())))
    return _sum(title, lines) if title else None


def of_cost(basis: Drafted, name: str) -> Line | None:
    """A figure of the cost by its name; the annual percentage rate is hundredths of a per cent, no money."""
    if name == "apr":
        return _rate_of_cost(basis)
    return _cost(basis.cost, name) or of_sum(basis, basis.cost.beside, name)


def _rate_of_cost(basis: Drafted) -> Line | None:
    """Each flow by its day with its value today; together these are nothing."""
    found = basis.cost
    if found.apr is None:
        return None
    line, days = found.apr.line(), flows_of(basis.agreed, basis.schedule, found.beside)
    flows = tuple(
        Line(figures.day(flow.on), one.formula, (one.operands[0], _factor(one)), one.value, one.rule)
        for one, flow in zip(line.lines, days, strict=True)
    )
    return Line(line.label, line.formula, line.operands[:1], line.value, line.rule, flows)


def _factor(line: Line) -> Operand:
    return Operand("factor", line.operands[1].value, "count")


def _cost(found: Cost, name: str) -> Line | None:
    parts = [
        money("principal", found.instalments - found.interest),
        money("interest", found.interest),
        money("fees", found.fees),
        money("VAT", found.vat),
        money("down_payment", found.down_payment),
    ]
    if name == "to_pay":
        title = gettext_noop("To pay after the down payment")
        return Line(title, "principal + interest", tuple(parts[:2]), found.instalments, "leasing.to_pay")
    if name != "cost":
        return None
    title, shown = gettext_noop("Total with the down payment"), tuple(one for one in parts if one.value)
    return Line(title, " + ".join(one.name for one in shown), shown, found.total, "leasing.cost")


def _payment(schedule: Schedule) -> Line:
    """The first instalment: as the annuity gives it, or from its interest and principal."""
    first, regular = schedule.explain(1), schedule.regular
    return regular if regular is not None and regular.value == first.value else first


def _parts(schedule: Schedule, part: str, label: str) -> Iterator[Line]:
    for row in schedule.rows:
        if row.number:
            yield parts_of(schedule, row.number)[part].named(gettext(label) % {"number": row.number})


def _dues(basis: Basis, due: Sequence[Due], kind: str) -> Iterator[Line]:
    return (of_due(basis, row).named(row.text) for row in due if row.kind == kind)


def _sum(title: str, lines: Iterable[Line]) -> Line:
    kept = tuple(one for one in lines if one.value)
    return Line(title, "sum(lines)", (), sum(one.value for one in kept), "leasing.sum", kept)


def _rate(basis: Basis, row: Due) -> Decimal:
    """Each instalment takes the rate of its own day, what stands apart that of the signing."""
    return basis.agreed.vat_rate if row.is_apart else rates(basis.country, basis.kind)(row.due_on)


def _fee(fee: Fee, basis: Basis, amount: int) -> Line:
    if fee.base == FeeBase.FIXED:
        return Line("Fee", "amount", (money("amount", amount),), amount, "leasing.fee.fixed")
    agreed = basis.agreed
    name, base = ("price", agreed.price) if fee.base == FeeBase.PRICE else ("financed", agreed.financed)
    operands = (money(name, base), Operand("share", fee.share, "rate"), money("least", fee.least))
    formula = f"max(round({name} * share, {Rounding(basis.product.rounding).name}), least)"
    return Line("Fee", formula, operands, amount, "leasing.fee.share")


def money(name: str, amount: Any) -> Operand:
    return Operand(name, amount, "money")
