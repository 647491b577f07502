"""What the API says of bank accounts, number series and holidays of a company."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field, Schema

from roadbook.apps.organisation.enums import AccountPurpose, SeriesKind
from roadbook.kit.api import Key, StrictSchema, Text

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Currency = Annotated[Text, Field(min_length=3, max_length=3, pattern="^[A-Z]{3}$", examples=["EUR"])]


class BankAccountOut(Schema):
    """``is_default``: of the open accounts in its currency this one stands on papers."""

    id: Key
    company_id: Key
    iban: str
    bank: str
    bic: str
    currency: str
    purpose: str
    is_default: bool
    opened_on: date | None
    closed_on: date | None
    version: int


class AccountDetails(StrictSchema):
    """Bank and BIC are read from an IBAN where the country pack knows the bank."""

    bank: Text = Field("", max_length=120)
    bic: Text = Field("", max_length=11)
    purpose: AccountPurpose = AccountPurpose.OPERATING
    is_default: bool = False
    opened_on: date | None = None


class AccountIn(AccountDetails):
    iban: Text = Field(min_length=1, max_length=40)
    currency: Currency


class AccountChangeIn(AccountDetails):
    """What is not sent stays. An older ``version`` answers 409."""

    version: Version
    iban: Text | None = Field(None, min_length=1, max_length=40)
    currency: Currency | None = None


class CloseIn(StrictSchema):
    on: date


class BranchCloseIn(StrictSchema):
    """Since when it is closed; null opens it again."""

    on: date | None


class SeriesOut(Schema):
    """``gaps`` are numbers that were given and that nothing bears; null where nobody tells."""

    kind: str
    year: int
    prefix: str
    next: int
    shown: str
    gaps: list[str] | None


class PrefixIn(StrictSchema):
    kind: SeriesKind
    year: Year
    prefix: Text = Field(min_length=1, max_length=8)


class HolidayOut(Schema):
    on: date
    name: str


class ShowReasonIn(StrictSchema):
    reason: Text = Field(max_length=200)


class ShownNumberOut(Schema):
    number: str
