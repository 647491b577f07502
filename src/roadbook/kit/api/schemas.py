"""Building blocks of request and answer schemas."""

from __future__ import annotations

import re
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, field_validator

from roadbook.kit import keyset, money, text
from roadbook.kit.errors import Refused

AMOUNT_PATTERN = r"^-?(0|[1-9][0-9]{0,13})(\.[0-9]{1,3})?$"

Key = Annotated[int, Field(ge=1, le=keyset.LARGEST)]
"""Primary key of a row, in a path, a query or a body."""

Text = Annotated[str, Field(max_length=10_000), AfterValidator(text.clean)]
"""Text of a person: composed form, no control characters."""


def _without_controls(value: Any) -> Any:
    if isinstance(value, str):
        return text.clean(value)
    if isinstance(value, list):
        return [_without_controls(item) for item in value]
    return value


class StrictSchema(Schema):
    """A request body: unknown fields are refused by name, and no text holds control characters."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _no_control_characters(cls, value: Any) -> Any:
        return _without_controls(value)


class MoneySchema(StrictSchema):
    """An amount as a decimal string with its ISO 4217 currency: ``{"amount": "1234.50", "currency": "EUR"}``."""

    amount: str = Field(pattern=AMOUNT_PATTERN, examples=["1234.50"])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])


def money_out(minor: int, currency: str) -> MoneySchema:
    """The schema of an amount in minor units."""
    return MoneySchema(amount=money.to_decimal_text(minor, currency), currency=currency)


def money_in(amount: str, currency: str, *, field: str = "amount") -> int:
    """Minor units of a decimal string, ``"1234.5"``; no grouping, no comma, no exponent, no rounding.

    :raises Refused: a currency that we do not keep, not such a string, or more decimals than the currency has.
    """
    if currency not in money.EXPONENTS:
        raise Refused(f"{currency} is not a currency of ours", field="currency", code="currency")
    if not re.fullmatch(AMOUNT_PATTERN.strip("^$"), amount):
        raise Refused("an amount is a decimal string such as 1234.50", field=field, code="amount")
    whole, _, part = amount.removeprefix("-").partition(".")
    places = money.exponent(currency)
    if len(part) > places:
        raise Refused(f"{currency} has {places} decimal places", field=field, code="amount")
    minor = int(whole) * 10**places + int((part + "0" * places)[:places] or "0")
    return int(-minor if amount.startswith("-") else minor)
