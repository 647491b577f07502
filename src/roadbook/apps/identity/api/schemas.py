"""What the API says of the caller and of own companies."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from roadbook.kit.api import Key


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
    permissions: list[str]
    roles: list[RoleOut]


class BranchOut(Schema):
    id: Key
    code: str
    name: str
    city: str


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
