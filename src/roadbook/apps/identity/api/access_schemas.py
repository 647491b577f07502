"""What the API says of roles, templates of users, sessions and what companies ask at sign-in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from roadbook.apps.identity.enums import Role, SecondFactor
from roadbook.kit.api import Key, StrictSchema

TemplateName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class PermissionOut(Schema):
    """A permission, what it is called, and what it lets one do."""

    code: str
    label: str
    sentence: str


class RoleToldOut(Schema):
    """A role in words; ``holders`` are people where the caller manages users."""

    role: str
    label: str
    summary: str
    permissions: list[str]
    holders: int


class RolesOut(Schema):
    roles: list[RoleToldOut]
    permissions: list[PermissionOut]


class TemplatePlace(StrictSchema):
    """A role in the whole company of the template, or in one branch of it."""

    role: Role
    branch_id: Key | None = None


class TemplatePlaceOut(Schema):
    role: str
    branch_id: Key | None


class TemplateOut(Schema):
    id: Key
    company_id: Key
    name: str
    roles: list[TemplatePlaceOut]


class TemplateIn(StrictSchema):
    company_id: Key
    name: TemplateName
    roles: list[TemplatePlace] = Field(min_length=1, max_length=60)


class TemplateChangeIn(StrictSchema):
    name: TemplateName
    roles: list[TemplatePlace] = Field(min_length=1, max_length=60)


class SessionOut(Schema):
    """A session of a browser; ``agent`` is what the browser calls itself."""

    id: Key
    ip: str | None
    agent: str
    method: str
    at: datetime
    seen_at: datetime
    ended_at: datetime | None
    end: str


class CountOut(Schema):
    count: int


class PolicyOut(Schema):
    """What a company asks when its people sign in; ``roles`` count where ``second_factor`` is ``roles``."""

    company_id: Key
    second_factor: SecondFactor
    roles: list[str]


class PolicyIn(StrictSchema):
    second_factor: SecondFactor
    roles: list[Role] = Field(default_factory=list, max_length=len(Role))


class CopyIn(StrictSchema):
    colleague_id: Key


class EndIn(StrictSchema):
    """Without a last day the role ends at once."""

    last_day: date | None = None


class RotateIn(StrictSchema):
    """For how many days the old secret works on; 0 ends it at once."""

    days: Annotated[int, Field(ge=0, le=30)] = 7
