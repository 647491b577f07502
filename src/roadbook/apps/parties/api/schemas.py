"""What the API says of clients. National numbers leave masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from roadbook.apps.jurisdictions.enums import IdentifierKind, Sex
from roadbook.apps.parties.enums import (
    AddressKind,
    Channel,
    ConsentPurpose,
    ConsentSource,
    ContactSource,
    ContactStatus,
    PaperKind,
    PartyKind,
    RelationKind,
    ReturnReason,
)
from roadbook.kit.api import Key, StrictSchema, Text

Country = Annotated[Text, Field(pattern="^([A-Z]{2})?$", examples=["BG"], description="ISO 3166, or empty")]
Language = Annotated[Text, Field(pattern="^(bg|en|pl|ru)$")]
Name = Annotated[Text, Field(max_length=80)]
Currency = Annotated[Text, Field(pattern="^([A-Z]{3})?$", examples=["EUR"], description="ISO 4217, or empty")]


class ContactIn(StrictSchema):
    """A phone or an e-mail. What is not said of one that is on file stays."""

    value: Text = Field(max_length=254)
    label: Text = Field("", max_length=40)
    status: ContactStatus | None = None
    source: ContactSource = ContactSource.CLIENT


class ContactOut(Schema):
    value: str
    label: str
    status: ContactStatus
    source: ContactSource


Phones = Annotated[
    list[Annotated[Text, Field(max_length=40)] | ContactIn], Field(max_length=10, examples=[["+359888123456"]])
]
Emails = Annotated[list[Annotated[Text, Field(max_length=254)] | ContactIn], Field(max_length=10)]


class NumberIn(StrictSchema):
    """A national number; ``country`` counts for kind ``foreign``."""

    kind: IdentifierKind
    value: Text = Field(max_length=40)
    country: Country = ""


class BankAccountSchema(StrictSchema):
    """An IBAN, or a Russian account with the БИК of its bank. BIC and bank are filled in where we know them."""

    iban: Text = Field(max_length=50)
    bic: Text = Field("", max_length=14)
    bank_name: Text = Field("", max_length=120)
    currency: Currency = ""
    is_default: bool = False
    closed_on: date | None = None


class AddressSchema(StrictSchema):
    """All empty means that there is none."""

    country: Country = ""
    region: Text = Field("", max_length=80)
    city: Text = Field("", max_length=80)
    postcode: Text = Field("", max_length=12)
    street: Text = Field("", max_length=200)


class AddressOut(AddressSchema):
    """``returned_on``: the day on which a letter came back; ``return_reason``: why, empty where none did."""

    kind: AddressKind
    returned_on: date | None
    return_reason: str


class LetterReturnIn(StrictSchema):
    """The day on which the letter came back, and what the post wrote on it."""

    on: date
    reason: ReturnReason


class IdPaperOut(Schema):
    """An identity document, of whose number only the last characters are told."""

    id: Key
    kind: PaperKind
    country: str
    masked: str
    issued_on: date | None
    issuer: str
    expires_on: date | None
    is_current: bool


class IdPaperSchema(StrictSchema):
    """An identity document. Without a number it is the one on file; another number is a new document."""

    kind: PaperKind = PaperKind.ID_CARD
    country: Country = ""
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
    manager: str
    manager_number_masked: str
    preferred_channel: str
    phones: list[ContactOut]
    emails: list[ContactOut]
    addresses: list[AddressOut]
    bank_accounts: list[BankAccountSchema]
    id_documents: list[IdPaperOut]
    flags: list[str]
    may_market: list[Channel] = Field(description="Channels by which offers may be sent: derived from the consents")


class ClientDetails(StrictSchema):
    """A person has first and last name, an organisation ``name``. The national number tells birth date and sex."""

    first_name: Name = ""
    middle_name: Name = ""
    last_name: Name = ""
    name: Text = Field("", max_length=250)
    latin_name: Text = Field("", max_length=250)
    identifier_kind: IdentifierKind | None = None
    identifier: Text = Field("", max_length=40)
    identifier_country: Country = ""
    numbers: list[NumberIn] = Field([], max_length=10, description="Further national numbers")
    dropped_numbers: list[IdentifierKind] = Field([], max_length=10, description="Kinds to take off the file")
    birth_date: date | None = None
    sex: Sex | None = None
    citizenship: Country = ""
    accountable_person: Text = Field("", max_length=150)
    manager: Text = Field("", max_length=150)
    manager_number_kind: IdentifierKind | None = None
    manager_number: Text = Field("", max_length=40)
    language: Language = "bg"
    preferred_channel: Channel = Channel.PHONE
    phones: Phones = []
    emails: Emails = []
    registered_address: AddressSchema | None = None
    current_address: AddressSchema | None = None
    correspondence_address: AddressSchema | None = None
    bank_accounts: list[BankAccountSchema] = Field([], max_length=20)
    id_document: IdPaperSchema | None = None


class ClientIn(ClientDetails):
    company_id: Key
    kind: PartyKind = PartyKind.PERSON


class ClientChangeIn(ClientDetails):
    """What is not sent stays; an address, a document and a list are sent whole. An older ``version`` answers 409."""

    version: int = Field(ge=1, le=2**31 - 1)


class NumberAskedIn(StrictSchema):
    """A whole national or document number, a phone or a client number; in the body, because addresses are logged."""

    number: Text = Field(min_length=4, max_length=40)


class DuplicatesIn(StrictSchema):
    """What is known of a client who may be on file already."""

    company_id: Key | None = None
    kind: PartyKind = PartyKind.PERSON
    first_name: Name = ""
    last_name: Name = ""
    name: Text = Field("", max_length=250)
    birth_date: date | None = None
    numbers: list[NumberIn] = Field([], max_length=10)
    phones: list[Annotated[Text, Field(max_length=40)]] = Field([], max_length=10)
    emails: list[Annotated[Text, Field(max_length=254)]] = Field([], max_length=10)
    language: Language = "bg"


class CandidateOut(Schema):
    id: Key
    number: str
    name: str
    reasons: list[str]


class RelationOut(Schema):
    """``name`` is the other one, seen from the client whose relations were asked for; ``word`` what he or she is."""

    id: Key
    kind: RelationKind
    word: str
    client_id: Key | None
    name: str
    is_ours: bool = Field(description="True: the other one is the kind of this client; false: seen from the other side")
    outsider_contact: str
    outsider_number_masked: str
    share: str | None = Field(description="Percent")
    from_on: date | None
    to_on: date | None
    note: str


class RelationChangeIn(StrictSchema):
    outsider_number: Text = Field("", max_length=40)
    outsider_contact: Text = Field("", max_length=254)
    share: Text | None = Field(None, pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$", description="Percent", examples=["25.00"])
    from_on: date | None = None
    to_on: date | None = None
    note: Text = Field("", max_length=200)


class RelationIn(RelationChangeIn):
    """To a client on file (``other_id``), or to somebody of this name."""

    kind: RelationKind
    other_id: Key | None = None
    outsider_name: Text = Field("", max_length=150)


class ConsentTextOut(Schema):
    id: Key
    company_id: Key
    purpose: ConsentPurpose
    language: str
    version: int
    text: str
    created_at: datetime


class ConsentTextIn(StrictSchema):
    company_id: Key
    purpose: ConsentPurpose
    language: Language
    text: Text = Field(max_length=8000)


class ConsentOut(Schema):
    """One entry of the register: the version of the words, when, how and to whom; and when it was taken back."""

    id: Key
    purpose: ConsentPurpose
    channel: str
    text: ConsentTextOut
    source: ConsentSource
    given_at: datetime
    given_to: str | None
    withdrawn_at: datetime | None
    withdrawn_source: str
    withdrawn_to: str | None


class ConsentIn(StrictSchema):
    text_id: Key
    channels: list[Channel] = Field([], max_length=len(Channel))
    source: ConsentSource


class WithdrawIn(StrictSchema):
    source: ConsentSource


class MergeChoiceOut(Schema):
    """A field on which two files differ; name its ``key`` in ``taken`` to keep the merged file's value."""

    key: str
    label: str
    survivor: str
    merged: str
    is_taken: bool


class MergePreviewOut(Schema):
    survivor_id: Key
    merged_id: Key
    survivor_version: int
    merged_version: int
    choices: list[MergeChoiceOut]
    added: list[str]
    following: dict[str, int]
    refusals: list[str]


class MergeIn(StrictSchema):
    survivor_version: int = Field(ge=1, le=2**31 - 1)
    merged_version: int = Field(ge=1, le=2**31 - 1)
    taken: list[Annotated[Text, Field(max_length=60)]] = Field([], max_length=40)


class FactOut(Schema):
    key: str
    label: str
    text: str


class FactsOut(Schema):
    """What came after a merge; ``seen`` goes along with the decision, so that it is about these facts."""

    merged_id: Key
    merged_number: str
    seen: str
    facts: list[FactOut]


class PartIn(StrictSchema):
    """``merged`` are the keys of the facts that go with the merged file; all others stay."""

    seen: Text = Field(max_length=64)
    merged: list[Annotated[Text, Field(max_length=64)]] = Field([], max_length=1000)
