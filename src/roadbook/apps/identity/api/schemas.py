"""What the API says of the caller, of own companies and of users."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, StringConstraints, model_validator

from roadbook.apps.identity.enums import Density, Permission, Role, Theme
from roadbook.apps.organisation.enums import Country
from roadbook.kit.api import Key, StrictSchema, Text
from roadbook.kit.money import EXPONENTS

ZONES = frozenset(zone for zone in available_timezones() if zone.startswith("Europe/"))

FIRST_YEAR, LAST_YEAR = 2000, 2200


def _zone(value: str) -> str:
    if value not in ZONES:
        raise ValueError("not a time zone of Europe, such as Europe/Sofia")
    return value


def _currency(value: str) -> str:
    if value not in EXPONENTS:
        raise ValueError(f"not a currency of ours: {', '.join(EXPONENTS)}")
    return value


def _email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValueError("not an e-mail address") from error
    return value


def _year(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"a moment from {FIRST_YEAR} to {LAST_YEAR}")
    return value


Language = Literal["bg", "en", "pl", "ru"]
Code = Annotated[Text, Field(pattern="^[A-Z0-9-]{1,12}$", examples=["SOF"])]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
BranchName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
FullName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]
KeyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Email = Annotated[Text, Field(max_length=254, examples=["office@example.com"]), AfterValidator(_email)]
OptionalEmail = Annotated[Text, Field(max_length=254), AfterValidator(lambda value: value and _email(value))]
Zone = Annotated[Text, Field(max_length=50, examples=["Europe/Sofia"]), AfterValidator(_zone)]
Moment = Annotated[AwareDatetime, AfterValidator(_year)]
Currency = Annotated[Text, Field(pattern="^[A-Z]{3}$", examples=["EUR"]), AfterValidator(_currency)]


class RoleOut(Schema):
    """A role held in a company; ``branch_id`` is null when it holds in all its branches."""

    role: str
    company_id: Key
    branch_id: Key | None


class MeOut(Schema):
    """Who the caller is, and what may be done in this request: with a key, no more than its scopes."""

    id: Key
    email: str
    name: str
    language: str
    theme: str
    density: str
    has_shortcuts: bool
    permissions: list[str]
    roles: list[RoleOut]


class MeChangeIn(StrictSchema):
    """What is not sent stays."""

    name: FullName | None = None
    language: Language | None = None
    theme: Theme | None = None
    density: Density | None = None
    has_shortcuts: bool | None = None


class BranchOut(Schema):
    id: Key
    code: str
    name: str
    city: str
    address: str
    postcode: str
    phone: str
    email: str
    manager: str
    opening_hours: str
    closed_on: date | None


class CompanyOut(Schema):
    """An own company in which the caller holds some permission."""

    id: Key
    code: str
    name: str
    country: str
    currency: str
    language: str
    business_date: date
    branches: list[BranchOut]


class CompanyDetailsOut(Schema):
    """``manager_number`` shows its last four digits only."""

    name: str
    legal_form: str
    language: str
    time_zone: str
    tax_number: str
    bulstat: str
    regon: str
    krs: str
    kpp: str
    ogrn: str
    vat_number: str
    accountable_person: str
    manager: str
    manager_number: str
    address: str
    postcode: str
    city: str
    region: str
    phone: str
    email: str
    website: str


class CompanyFileOut(CompanyOut):
    details: CompanyDetailsOut | None


class CompanyPapers(StrictSchema):
    """What stands on the papers of a company. An empty text means that there is none."""

    time_zone: Zone = "Europe/Sofia"
    legal_form: Text = Field("", max_length=60)
    tax_number: Text = Field("", max_length=20)
    bulstat: Text = Field("", max_length=20)
    regon: Text = Field("", max_length=20)
    krs: Text = Field("", max_length=20)
    kpp: Text = Field("", max_length=20)
    ogrn: Text = Field("", max_length=20)
    vat_number: Text = Field("", max_length=20)
    accountable_person: Text = Field("", max_length=150)
    manager: Text = Field("", max_length=150)
    manager_number: Text = Field("", max_length=20)
    address: Text = Field("", max_length=300)
    postcode: Text = Field("", max_length=12)
    city: Text = Field("", max_length=80)
    region: Text = Field("", max_length=80)
    phone: Text = Field("", max_length=30)
    email: OptionalEmail = ""
    website: Text = Field("", max_length=120)


class CompanyIn(CompanyPapers):
    """``business_date`` is the first date on which the company books; bank accounts are added at their own address."""

    code: Code
    name: Name
    country: Country
    currency: Currency
    language: Language
    business_date: date


class CompanyChangeIn(CompanyPapers):
    """What is not sent stays."""

    name: Name | None = None
    language: Language | None = None


class BranchPlace(StrictSchema):
    city: Text = Field("", max_length=80)
    address: Text = Field("", max_length=300)
    postcode: Text = Field("", max_length=12)
    phone: Text = Field("", max_length=30)
    email: OptionalEmail = ""
    manager: Text = Field("", max_length=150)
    opening_hours: Text = Field("", max_length=120)


class BranchIn(BranchPlace):
    code: Code
    name: BranchName


class BranchChangeIn(BranchPlace):
    """What is not sent stays."""

    name: BranchName | None = None


class AssignmentOut(RoleOut):
    id: Key


class UserOut(Schema):
    """``roles`` are the running ones that the caller manages; the user may hold others where it ``works_elsewhere``."""

    id: Key
    email: str
    name: str
    language: str
    is_active: bool
    last_login: datetime | None
    roles: list[AssignmentOut]
    works_elsewhere: bool


class NewUserOut(UserOut):
    password: str = Field(description="To hand over; it must be changed at the first sign-in")


class PlaceIn(StrictSchema):
    """A role in a company, or in one branch of it."""

    role: Role
    company_id: Key
    branch_id: Key | None = None


class UserIn(StrictSchema):
    """A first role in a place, or a template with several."""

    email: Email
    name: FullName
    language: Language = "en"
    template_id: Key | None = None
    role: Role | None = None
    company_id: Key | None = None
    branch_id: Key | None = None

    @model_validator(mode="after")
    def _one_way(self) -> UserIn:
        has_place = self.role is not None and self.company_id is not None
        if has_place == (self.template_id is not None):
            raise ValueError("either a template, or a role with a company")
        return self

    def place(self) -> PlaceIn:
        return PlaceIn.model_validate({"role": self.role, "company_id": self.company_id, "branch_id": self.branch_id})


class KeyIn(StrictSchema):
    """``scopes`` are permissions that the caller holds in the company."""

    name: KeyName
    company_id: Key
    scopes: list[Permission] = Field(min_length=1, max_length=len(Permission))
    expires_at: Moment | None = None
    addresses: list[Annotated[Text, Field(max_length=50)]] = Field(
        default_factory=list, max_length=20, description="IP addresses or networks; none: from anywhere"
    )


class KeyOut(Schema):
    id: Key
    name: str
    prefix: str
    company_id: Key
    scopes: list[str]
    addresses: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    replaces_id: Key | None = Field(description="The key that this one was made from by rotation")


class NewKeyOut(KeyOut):
    secret: str = Field(description="Send as `Authorization: Bearer …`")
