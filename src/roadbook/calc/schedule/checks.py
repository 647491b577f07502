"""Terms that contradict themselves are refused before anything is computed, naming the field and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from roadbook.calc.rounding import Rounding
from roadbook.calc.schedule.enums import Grace, Method, Profile, ResidualDue, Shortfall
from roadbook.calc.schedule.terms import Terms, TermsRefused

Problem = tuple[bool, str, str]
LONGEST = 1200


def require(terms: Terms) -> None:
    """Refuse the first thing that is wrong.

    :raises TermsRefused: with the field and the reason.
    """
    for part in (_amounts, _dates, _pattern, _grace, _events):
        for wrong, field, message in part(terms):
            if wrong:
                raise TermsRefused(field, message)


def _amounts(terms: Terms) -> Iterator[Problem]:
    yield terms.principal <= 0, "principal", "must be more than zero"
    yield terms.rate < 0, "rate", "must not be negative"
    yield terms.unit < 1, "unit", "must be at least one minor unit"
    yield terms.rounding is Rounding.NONE, "rounding", "amounts are whole minor units, so a mode is needed"
    yield terms.payment_rounding is Rounding.NONE, "payment_rounding", "an instalment is whole minor units"
    yield terms.down_payment < 0, "down_payment", "must not be negative"
    yield terms.payment is not None and terms.payment < 0, "payment", "must not be negative"
    plain = not (terms.residual or terms.factors or terms.steps or terms.grace_principal or terms.grace_interest)
    odd = terms.profile is Profile.FINERACT and not plain
    yield odd, "profile", "the fineract profile knows no residual, pattern or grace"
    yield terms.residual < 0, "residual", "must not be negative"
    grows = terms.shortfall is Shortfall.CAPITALISE or terms.residual_due is ResidualDue.OWN_ROW
    yield terms.residual > terms.principal and not grows, "residual", "must not exceed the financed amount"


def _dates(terms: Terms) -> Iterator[Problem]:
    yield not 1 <= terms.count <= LONGEST, "count", f"must be between 1 and {LONGEST}"
    yield terms.every_months < 1, "every_months", "must be at least 1"
    explicit = terms.due_on
    yield bool(explicit) and len(explicit) != terms.count, "due_on", f"{terms.count} dates are needed"
    yield any(b <= a for a, b in pairwise(explicit)), "due_on", "dates must rise"
    first = explicit[0] if explicit else terms.first_due_on
    yield first < terms.start_on, "first_due_on", "must not be before the day from which interest runs"
    late = not terms.advance and first == terms.start_on
    yield late, "first_due_on", "must be after the day from which interest runs (or instalments are in advance)"
    yield terms.advance and first != terms.start_on, "first_due_on", "in advance, row 1 is due on the start day"
    end = terms.residual_due_on
    last = explicit[-1] if explicit else terms.first_due_on
    yield end is not None and end < last, "residual_due_on", "must not be before the last instalment"


def _pattern(terms: Terms) -> Iterator[Problem]:
    given = terms.method is Method.GIVEN
    few = len(terms.payments) not in {terms.count - 1, terms.count} or not terms.payments
    yield given and few, "payments", f"{terms.count} amounts are needed, or one less: the last then takes the rest"
    yield bool(terms.payments) and not given, "payments", "are for the method of given amounts only"
    yield any(one < 0 for one in terms.payments), "payments", "must not be negative"
    fixed = terms.payment is not None and terms.method is not Method.ANNUITY
    yield fixed, "payment", "can be agreed for an annuity only"
    yield any(one < 0 for one in terms.factors), "factors", "must not be negative"
    yield any(step.factor < 0 for step in terms.steps), "steps", "must not be negative"
    rising = all(a.number < b.number for a, b in pairwise(terms.steps))
    yield not rising, "steps", "row numbers must rise"


def _grace(terms: Terms) -> Iterator[Problem]:
    yield not 0 <= terms.grace_principal < terms.count, "grace_principal", "must leave a row that pays principal"
    yield not 0 <= terms.grace_interest < terms.count, "grace_interest", "must leave a row that pays interest"
    yield terms.interest_every < 1, "interest_every", "must be at least 1"
    both = terms.interest_every > 1 and (terms.grace_interest or terms.grace_principal or terms.method is Method.FLAT)
    yield bool(both), "interest_every", "goes with neither grace nor flat interest"
    flat = terms.method is Method.FLAT and terms.grace_interest > 0 and terms.grace_kind is not Grace.DEFERRED
    yield flat, "grace_kind", "flat interest in grace can only be deferred"


def _events(terms: Terms) -> Iterator[Problem]:
    total = sum(one.amount for one in terms.disbursements)
    yield bool(terms.disbursements) and total != terms.principal, "disbursements", "must sum to the financed amount"
    yield any(one.amount <= 0 for one in terms.disbursements), "disbursements", "must be more than zero"
    early = any(one.on < terms.start_on for one in terms.disbursements)
    yield early, "disbursements", "must not be before the day from which interest runs"
    yield any(change.rate < 0 for change in terms.rate_changes), "rate_changes", "must not be negative"
    flat = terms.method is Method.FLAT and bool(terms.disbursements)
    yield flat, "disbursements", "flat interest is charged on the whole amount from the first day"
