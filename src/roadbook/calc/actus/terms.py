"""The terms of a contract, read from the names of the ACTUS dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from roadbook.calc.actus.times import Calendar, Cycle, read_time
from roadbook.calc.actus.words import Base, ContractType, TermsRefused

LIABILITIES = {"RPL", "ST", "PFL", "SEL", "GUA", "UDLM"}
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Repeat:
    """When something happens: from an anchor by a cycle; either may be missing."""

    anchor: datetime | None = None
    cycle: Cycle | None = None

    def __bool__(self) -> bool:
        """Say whether anything is agreed."""
        return self.anchor is not None or self.cycle is not None

    def start(self, issued: datetime) -> datetime | None:
        """Give the anchor, else one cycle after the initial exchange; None when nothing is agreed."""
        if self.anchor or not self.cycle:
            return self.anchor
        return self.cycle.after(issued, 1)


@dataclass(frozen=True)
class Part:
    """One element of the arrays of LAX: from an anchor by a cycle, what applies, and its word (INC, DEC, FIX, VAR)."""

    anchor: datetime
    cycle: Cycle | None
    value: Decimal
    word: str


@dataclass(frozen=True)
class Resets:
    """How the rate is set again: observed x multiplier + spread within floors and caps (None: no bound)."""

    when: Repeat
    code: str | None
    next_rate: Decimal | None
    multiplier: Decimal
    spread: Decimal
    life_floor: Decimal | None
    life_cap: Decimal | None
    period_floor: Decimal | None
    period_cap: Decimal | None


@dataclass(frozen=True)
class Scaling:
    """What an index scales (letters I interest, N notional) and from which value it is measured."""

    when: Repeat
    code: str | None
    effect: str
    index_at_deal: Decimal | None
    interest: Decimal
    notional: Decimal


@dataclass(frozen=True)
class Fees:
    """Fees: an absolute amount (basis A) or a rate on the notional (basis N)."""

    when: Repeat
    rate: Decimal
    basis: str
    accrued: Decimal


@dataclass(frozen=True)
class Terms:
    """What was agreed. ``sign`` is 1 for the lender's side, -1 for the borrower's; amounts and rates are unsigned."""

    type: ContractType
    sign: int
    status_at: datetime
    issued_at: datetime
    maturity: datetime | None
    amortized_at: datetime | None
    notional: Decimal
    rate: Decimal | None
    accrued: Decimal | None
    premium: Decimal
    redemption: Decimal | None
    calendar: Calendar
    end_of_month: bool
    base: Base
    base_amount: Decimal | None
    interest: Repeat
    capitalized_until: datetime | None
    redemptions: Repeat
    bases: Repeat
    resets: Resets
    scaling: Scaling
    fees: Fees
    purchased_at: datetime | None
    purchase_price: Decimal
    terminated_at: datetime | None
    termination_price: Decimal
    penalty_type: str
    penalty: Decimal
    exchange: str | None
    interest_parts: tuple[Part, ...]
    redemption_parts: tuple[Part, ...]
    rate_parts: tuple[Part, ...]


def read_terms(given: Given) -> Terms:
    """Read terms as ACTUS names them.

    :raises TermsRefused: a term is missing that every contract has, or has a form that is not known.
    """
    calendar = Calendar.read(
        _word(given, "calendar", "NC"),
        _word(given, "businessDayConvention", ""),
        _word(given, "dayCountConvention", "A365"),
        _time(given, "maturityDate"),
    )
    return Terms(
        type=_contract_type(given),
        sign=-1 if _word(given, "contractRole", "RPA") in LIABILITIES else 1,
        status_at=_needed_time(given, "statusDate"),
        issued_at=_needed_time(given, "initialExchangeDate"),
        maturity=_time(given, "maturityDate"),
        amortized_at=_time(given, "amortizationDate"),
        notional=_needed_number(given, "notionalPrincipal"),
        rate=_number(given, "nominalInterestRate"),
        accrued=_number(given, "accruedInterest"),
        premium=_number_or(given, "premiumDiscountAtIED", 0),
        redemption=_number(given, "nextPrincipalRedemptionPayment"),
        calendar=calendar,
        end_of_month=_word(given, "endOfMonthConvention", "SD") == "EOM",
        base=_base(given),
        base_amount=_number(given, "interestCalculationBaseAmount"),
        interest=_repeat(given, "InterestPayment"),
        capitalized_until=_time(given, "capitalizationEndDate"),
        redemptions=_repeat(given, "PrincipalRedemption"),
        bases=_repeat(given, "InterestCalculationBase"),
        resets=_resets(given),
        scaling=_scaling(given),
        fees=_fees(given),
        purchased_at=_time(given, "purchaseDate"),
        purchase_price=_number_or(given, "priceAtPurchaseDate", 0),
        terminated_at=_time(given, "terminationDate"),
        termination_price=_number_or(given, "priceAtTerminationDate", 0),
        penalty_type=_word(given, "penaltyType", "O"),
        penalty=_number_or(given, "penaltyRate", 0),
        exchange=_exchange(given),
        interest_parts=_parts(given, "InterestPayment"),
        redemption_parts=_parts(
            given, "PrincipalRedemption", "arrayNextPrincipalRedemptionPayment", "arrayIncreaseDecrease"
        ),
        rate_parts=_parts(given, "RateReset", "arrayRate", "arrayFixedVariable"),
    )


def _resets(given: Given) -> Resets:
    return Resets(
        when=_repeat(given, "RateReset"),
        code=given.get("marketObjectCodeOfRateReset"),
        next_rate=_number(given, "nextResetRate"),
        multiplier=_number_or(given, "rateMultiplier", 1),
        spread=_number_or(given, "rateSpread", 0),
        life_floor=_number(given, "lifeFloor"),
        life_cap=_number(given, "lifeCap"),
        period_floor=_number(given, "periodFloor"),
        period_cap=_number(given, "periodCap"),
    )


def _scaling(given: Given) -> Scaling:
    at_deal = _number(given, "scalingIndexAtContractDealDate")
    return Scaling(
        when=_repeat(given, "ScalingIndex"),
        code=given.get("marketObjectCodeOfScalingIndex"),
        effect=_word(given, "scalingEffect", "OOO"),
        index_at_deal=at_deal,
        interest=_number_or(given, "interestScalingMultiplier", 1),
        notional=_number_or(given, "notionalScalingMultiplier", 1),
    )


def _fees(given: Given) -> Fees:
    return Fees(
        when=_repeat(given, "Fee"),
        rate=_number_or(given, "feeRate", 0),
        basis=_word(given, "feeBasis", "N"),
        accrued=_number_or(given, "feeAccrued", 0),
    )


def _contract_type(given: Given) -> ContractType:
    name = _word(given, "contractType", "")
    if name not in ContractType.__members__:
        raise TermsRefused(f"contractType {name!r} is not known")
    return ContractType(name)


def _base(given: Given) -> Base:
    name = _word(given, "interestCalculationBase", "NT")
    if name not in Base.__members__:
        raise TermsRefused(f"interestCalculationBase {name!r} is not known")
    return Base(name)


def _exchange(given: Given) -> str | None:
    """Give the code of the exchange rate to the currency of settlement, None when it is that of the contract."""
    currency, settled = _word(given, "currency", ""), _word(given, "settlementCurrency", "")
    return f"{currency}/{settled}" if settled and settled != currency else None


def _repeat(given: Given, what: str) -> Repeat:
    cycle = _word(given, f"cycleOf{what}", "")
    return Repeat(_time(given, f"cycleAnchorDateOf{what}"), Cycle.read(cycle) if cycle else None)


def _parts(given: Given, what: str, value: str = "", word: str = "") -> tuple[Part, ...]:
    """Read arrays side by side; one of a single element holds for every anchor."""
    anchors = _array(given, f"arrayCycleAnchorDateOf{what}")
    width = len(anchors)
    cycles, values, words = (_stretched(_array(given, name), width) for name in (f"arrayCycleOf{what}", value, word))
    return tuple(
        Part(read_time(str(anchor)), Cycle.read(str(cycle)) if cycle else None, _decimal(amount or 0, value), str(kind))
        for anchor, cycle, amount, kind in zip(anchors, cycles, values, words, strict=True)
    )


def _array(given: Given, name: str) -> list[Any]:
    found = given.get(name)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def _stretched(found: list[Any], width: int) -> list[Any]:
    return found if len(found) == width else (found[:1] or [None]) * width


def _word(given: Given, name: str, default: str) -> str:
    found = given.get(name)
    return default if found is None else str(found).strip()


def _time(given: Given, name: str) -> datetime | None:
    text = _word(given, name, "")
    return read_time(text) if text else None


def _needed_time(given: Given, name: str) -> datetime:
    found = _time(given, name)
    if found is None:
        raise TermsRefused(f"{name} is missing")
    return found


def _number(given: Given, name: str) -> Decimal | None:
    text = _word(given, name, "")
    return _decimal(text, name) if text else None


def _number_or(given: Given, name: str, default: int) -> Decimal:
    found = _number(given, name)
    return Decimal(default) if found is None else found


def _needed_number(given: Given, name: str) -> Decimal:
    found = _number(given, name)
    if found is None:
        raise TermsRefused(f"{name} is missing")
    return found


def _decimal(text: object, name: str) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation as error:
        raise TermsRefused(f"{name} {text!r} is not a number") from error
