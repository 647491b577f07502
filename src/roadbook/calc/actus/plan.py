"""Which events a contract has and when: the schedules of techspecs sections 7.1 to 7.5, before anything is computed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from roadbook.calc.actus.market import Market
from roadbook.calc.actus.terms import Part, Repeat, Terms
from roadbook.calc.actus.times import Cycle, schedule
from roadbook.calc.actus.words import Base, ContractType, Kind, TermsRefused

BY_PAYMENT = {ContractType.NAM, ContractType.ANN}


@dataclass(frozen=True)
class Due:
    """A planned event: its scheduled time, the time at which it happens, and the amount or rate it brings."""

    kind: Kind
    scheduled: datetime
    at: datetime
    value: Decimal | None = None

    @property
    def order(self) -> tuple[datetime, int]:
        """Its place in the sequence of events."""
        return self.at, self.kind.rank


def planned(terms: Terms, market: Market) -> list[Due]:
    """Give every event of a contract after its status date, in order, up to its termination."""
    maturity = maturity_of(terms)
    scheduled = [_moved(terms, Kind.MD, maturity)]
    scheduled += [*_principal(terms, maturity), *_interest(terms, maturity), *_rates(terms, maturity)]
    scheduled += [*_bases(terms, maturity), *_scalings(terms, maturity), *_fees(terms, maturity)]
    found = [due for due in scheduled if due.scheduled >= terms.issued_at]
    found += [_exact(Kind.IED, terms.issued_at), *_prepayments(terms, market), *_sales(terms)]
    found = sorted((due for due in found if due.at > terms.status_at), key=lambda due: due.order)
    ends = [number for number, due in enumerate(found, 1) if due.kind is Kind.TD]
    return found[: ends[0]] if ends else found


def _sales(terms: Terms) -> Iterator[Due]:
    if terms.purchased_at:
        yield _exact(Kind.PRD, terms.purchased_at)
    if terms.terminated_at:
        yield _exact(Kind.TD, terms.terminated_at)


def maturity_of(terms: Terms) -> datetime:
    """Give the agreed maturity, else the amortisation date, else the time at which the payments have redeemed all.

    :raises TermsRefused: it cannot be derived, or the payments do not cover the interest.
    """
    agreed = terms.maturity or terms.amortized_at
    if agreed:
        return agreed
    if terms.type is ContractType.LAX:
        return _array_maturity(terms)
    cycle = terms.redemptions.cycle
    if cycle is None or not terms.redemption:
        raise TermsRefused("maturityDate is missing and cannot be derived")
    first, second = (_redemption_time(terms, cycle, ahead) for ahead in (0, 1))
    redeemed = terms.redemption
    if terms.type in BY_PAYMENT:
        redeemed -= terms.notional * terms.calendar.years(first, second) * (terms.rate or 0)
    if redeemed <= 0:
        raise TermsRefused("nextPrincipalRedemptionPayment does not cover the interest")
    return _redemption_time(terms, cycle, math.ceil(terms.notional / redeemed) - 1)


def _redemption_time(terms: Terms, cycle: Cycle, ahead: int) -> datetime:
    """Give a redemption time counted from the first one after the status date."""
    anchor, passed = terms.redemptions.start(terms.issued_at) or terms.issued_at, 0
    while cycle.after(anchor, passed, end_of_month=terms.end_of_month) <= terms.status_at:
        passed += 1
    return cycle.after(anchor, passed + ahead, end_of_month=terms.end_of_month)


def _array_maturity(terms: Terms) -> datetime:
    """Give the time at which increases and decreases have brought the notional to nothing."""
    left = terms.notional
    for time, part in _array_times(terms, terms.redemption_parts, None):
        left += part.value if part.word == "INC" else -part.value
        if left <= 0:
            return time
    raise TermsRefused("maturityDate is missing and the arrays do not redeem the notional")


def _array_times(terms: Terms, parts: tuple[Part, ...], end: datetime | None) -> Iterator[tuple[datetime, Part]]:
    """Give the times of arrays: each part until the next anchor, the last until the end (None: until it is left)."""
    for part, following in itertools.zip_longest(parts, parts[1:]):
        limit = following.anchor if following else end
        if limit is None and part.cycle and part.word != "INC":
            yield from _endless(terms, part, part.cycle)
        elif part.cycle is None or limit is None:
            yield part.anchor, part
        else:
            times = schedule(part.anchor, part.cycle, limit, with_end=False, end_of_month=terms.end_of_month)
            yield from ((time, part) for time in times)


def _endless(terms: Terms, part: Part, cycle: Cycle) -> Iterator[tuple[datetime, Part]]:
    if part.value <= 0:
        raise TermsRefused("arrayNextPrincipalRedemptionPayment never redeems the notional")
    for count in itertools.count():
        yield cycle.after(part.anchor, count, end_of_month=terms.end_of_month), part


def _exact(kind: Kind, time: datetime) -> Due:
    return Due(kind, time, time)


def _moved(terms: Terms, kind: Kind, time: datetime, value: Decimal | None = None) -> Due:
    return Due(kind, time, terms.calendar.event_time(time), value)


def repeated(terms: Terms, when: Repeat, end: datetime, *, with_end: bool) -> list[datetime]:
    """Give the times of something that repeats until the end; none when nothing is agreed."""
    anchor = when.start(terms.issued_at)
    if anchor is None:
        return []
    return schedule(anchor, when.cycle, end, with_end=with_end, end_of_month=terms.end_of_month)


def redemption_times(terms: Terms, end: datetime) -> list[datetime]:
    """Give the times at which principal is redeemed, with the end."""
    return repeated(terms, terms.redemptions, end, with_end=True)


def _principal(terms: Terms, maturity: datetime) -> Iterator[Due]:
    if terms.type is ContractType.LAX:
        for time, part in _array_times(terms, terms.redemption_parts, maturity):
            if time < maturity:
                yield _moved(terms, Kind.PI if part.word == "INC" else Kind.PR, time, part.value)
    elif terms.type is not ContractType.PAM:
        times = repeated(terms, terms.redemptions, maturity, with_end=False)
        yield from (_moved(terms, Kind.PR, time) for time in times)
        if terms.type is ContractType.ANN:
            yield from _first_fixing(terms)


def fixes_at_exchange(terms: Terms) -> bool:
    """Say whether the first annuity is fixed at the initial exchange: the day before its payment is earlier."""
    return terms.redemption is None and first_fixing_time(terms) < terms.issued_at


def first_fixing_time(terms: Terms) -> datetime:
    """Give the day before the first redemption, on which an annuity that is not agreed is fixed."""
    return (terms.redemptions.start(terms.issued_at) or terms.issued_at) - timedelta(days=1)


def _first_fixing(terms: Terms) -> Iterator[Due]:
    if terms.redemption is None and not fixes_at_exchange(terms):
        yield _exact(Kind.PRF, first_fixing_time(terms))


def interest_times(terms: Terms, maturity: datetime) -> list[datetime]:
    """Give the times at which interest falls due, paid or capitalised; none without a rate."""
    if terms.rate is None:
        return []
    if terms.interest_parts:
        times = [time for time, _ in _array_times(terms, terms.interest_parts, maturity) if time < maturity]
        return [*times, maturity]
    if terms.type in BY_PAYMENT and terms.redemptions and terms.interest.cycle != terms.redemptions.cycle:
        return _interest_with_redemptions(terms, maturity)
    return repeated(terms, terms.interest, maturity, with_end=True) or ([maturity] if terms.rate else [])


def _interest_with_redemptions(terms: Terms, maturity: datetime) -> list[datetime]:
    """From the first redemption on, interest is paid with each; before it by its own cycle (techspecs 7.4)."""
    later = redemption_times(terms, maturity)
    own = repeated(terms, terms.interest, maturity, with_end=False)
    return [*(time for time in own if time < later[0]), *later]


def _interest(terms: Terms, maturity: datetime) -> Iterator[Due]:
    until = terms.capitalized_until
    times = interest_times(terms, maturity)
    if until and terms.rate is not None:
        yield _moved(terms, Kind.IPCI, until)
    for time in times:
        if until is None or time > until:
            yield _moved(terms, Kind.IP, time)
        elif time < until:
            yield _moved(terms, Kind.IPCI, time)


def _rates(terms: Terms, maturity: datetime) -> Iterator[Due]:
    for time, part in _array_times(terms, terms.rate_parts, maturity):
        if time < maturity:
            yield _moved(terms, Kind.RRF if part.word.startswith("F") else Kind.RR, time, part.value)
    yield from _resets(terms, repeated(terms, terms.resets.when, maturity, with_end=False))


def _resets(terms: Terms, times: Iterable[datetime]) -> Iterator[Due]:
    """A rate that is already known takes the place of the first reset after the status date; annuities follow suit."""
    known = terms.resets.next_rate
    for time in times:
        fixed = known is not None and time > terms.status_at
        yield _moved(terms, Kind.RRF if fixed else Kind.RR, time, known if fixed else terms.resets.spread)
        known = None if fixed else known
        if terms.type is ContractType.ANN:
            yield _moved(terms, Kind.PRF, time)


def _bases(terms: Terms, maturity: datetime) -> Iterator[Due]:
    if terms.base is Base.NTL and terms.type is not ContractType.PAM:
        yield from (_moved(terms, Kind.IPCB, time) for time in repeated(terms, terms.bases, maturity, with_end=False))


def _scalings(terms: Terms, maturity: datetime) -> Iterator[Due]:
    if {"I", "N"} & set(terms.scaling.effect):
        times = repeated(terms, terms.scaling.when, maturity, with_end=False)
        yield from (_moved(terms, Kind.SC, time) for time in times)


def fee_times(terms: Terms, maturity: datetime) -> list[datetime]:
    """Give the times at which fees are paid."""
    return repeated(terms, terms.fees.when, maturity, with_end=True) if terms.fees.rate else []


def _fees(terms: Terms, maturity: datetime) -> Iterator[Due]:
    yield from (_moved(terms, Kind.FP, time) for time in fee_times(terms, maturity))


def _prepayments(terms: Terms, market: Market) -> Iterator[Due]:
    for time, amount in market.prepayments:
        yield Due(Kind.PP, time, time, amount)
        if terms.penalty_type != "O":
            yield Due(Kind.PY, time, time)
