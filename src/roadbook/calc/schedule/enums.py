"""The choices that terms of a schedule can make."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """How the financed amount is repaid."""

    ANNUITY = "annuity"
    EQUAL_PRINCIPAL = "equal_principal"
    FLAT = "flat"
    INTEREST_ONLY = "interest_only"
    GIVEN = "given"


class Remainder(StrEnum):
    """Which instalments take what rounding leaves over.

    FIRST and SPREAD are exact for equal parts; in an annuity the interest rounded on each row may leave a unit or two
    that no earlier instalment can hold, and the last one has them.
    INTEREST: the last instalment is like the others, and its interest takes the minor units that are over; meant for
    a rate that was solved back from the rounded instalments.
    """

    LAST = "last"
    FIRST = "first"
    SPREAD = "spread"
    INTEREST = "interest"


class Profile(StrEnum):
    """Whose rounding habits are followed: ours, or those of Apache Fineract to the cent."""

    STANDARD = "standard"
    FINERACT = "fineract"


class ResidualDue(StrEnum):
    """When the residual value is paid.

    STAYS: it is the closing balance of the last row (the vehicle comes back, or another agreement follows).
    WITH_LAST: the last instalment is the regular one and the residual together.
    OWN_ROW: a row of its own follows, on ``residual_due_on`` or one period after the last instalment; its total
    (principal with the interest since the last instalment) is the residual.
    """

    STAYS = "stays"
    WITH_LAST = "with_last"
    OWN_ROW = "own_row"


class Grace(StrEnum):
    """What becomes of the interest of rows in grace on interest."""

    DEFERRED = "deferred"  # paid with the first row after the grace, without interest on it
    CAPITALISED = "capitalised"  # added to the balance
    WAIVED = "waived"  # never charged


class Shortfall(StrEnum):
    """What happens when an instalment does not cover its interest."""

    REFUSE = "refuse"
    CAPITALISE = "capitalise"


class OddPeriod(StrEnum):
    """Under equal periods: whether a shorter or longer first period counts whole, or by its days (30E/360)."""

    WHOLE = "whole"
    BY_DAYS = "by_days"


class OnChange(StrEnum):
    """What a new rate does to the instalment of an annuity."""

    RECOMPUTE = "recompute"
    KEEP = "keep"
