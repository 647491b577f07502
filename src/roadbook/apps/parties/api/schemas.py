"""What the API says of clients. National numbers leave masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from roadbook.apps.jurisdictions.enums import IdentifierKind, Sex
from roadbook.apps.parties.enums import Channel, PaperKind, PartyKind
from roadbook.kit.api import Key, StrictSchema, Text

Country = Annotated[Text, Field(pattern="^([A-Z]{2})?$", examples=["BG"], description="ISO 3166, or empty")]
Language = Annotated[Text, Field(pattern="^(bg|en|pl|ru)$")]
Name = Annotated[Text, Field(max_length=80)]
Phones = Annotated[list[Annotated[Text, Field(max_length=40)]], Field(max_length=10, examples=[["+359888123456"]])]
Emails = Annotated[list[Annotated[Text, Field(max_length=254)]], Field(max_length=10)]


class AddressSchema(StrictSchema):
    """All empty means that there is none."""

    country: Country = ""
    region: Text = Field("", max_length=80)
    city: Text = Field("", max_length=80)
    postcode: Text = Field("", max_length=12)
    street: Text = Field("", max_length=200)


class IdPaperSchema(StrictSchema):
    """An identity document; without a number there is none."""

    kind: PaperKind = PaperKind.ID_CARD
    number: Text = Field("", max_length=30)
    issued_on: date | None = None
    issuer: Text = Field("", max_length=120)
    expires_on: date | None = None


class NumberOut(Schema):
    """A national number, of which only the last four digits are told."""

    id: Key
    kind: str
    country: str
    masked: str


class ReasonIn(StrictSchema):
    reason: Text = Field(max_length=200, description="Why the whole number is needed; kept in the audit log")


class WholeNumberOut(Schema):
    kind: str
    country: str
    value: str


class ClientOut(Schema):
    id: Key
    company_id: Key
    number: str
    kind: PartyKind
    name: str
    latin_name: str
    language: str
    phone: str
    identifiers: list[NumberOut]
    version: int
    created_at: datetime


class ClientFileOut(ClientOut):
    first_name: str
    middle_name: str
    last_name: str
    birth_date: date | None
    sex: str
    citizenship: str
    accountable_person: str
    preferred_channel: str
    phones: list[str]
    emails: list[str]
    registered_address: AddressSchema
    current_address: AddressSchema
    id_document: IdPaperSchema


class ClientDetails(StrictSchema):
    """A person has first and last name, an organisation ``name``. The national number tells birth date and sex."""

    first_name: Name = ""
    middle_name: Name = ""
    last_name: Name = ""
    name: Text = Field("", max_length=250)
    latin_name: Text = Field("", max_length=250)
    identifier_kind: IdentifierKind | None = None
    identifier: Text = Field("", max_length=20)
    birth_date: date | None = None
    sex: Sex | None = None
    citizenship: Country = ""
    accountable_person: Text = Field("", max_length=150)
    language: Language = "bg"
    preferred_channel: Channel = Channel.PHONE
    phones: Phones = []
    emails: Emails = []
    registered_address: AddressSchema | None = None
    current_address: AddressSchema | None = None
    id_document: IdPaperSchema | None = None


class ClientIn(ClientDetails):
    company_id: Key
    kind: PartyKind = PartyKind.PERSON


class ClientChangeIn(ClientDetails):
    """What is not sent stays; an address, a document and a list are sent whole. An older ``version`` answers 409."""

    version: int = Field(ge=1, le=2**31 - 1)
