"""Buyer and seller as they stand on the day of issue: what a document says for ever."""

from __future__ import annotations

from typing import Any

from roadbook.apps.organisation.models import BankAccount, Company
from roadbook.apps.parties.enums import AddressKind
from roadbook.apps.parties.models import Party

SELLER_NUMBERS = ("tax_number", "vat_number", "bulstat", "kpp")


def buyer_of(party: Party) -> dict[str, Any]:
    """Name, address and, of an organisation, its registered numbers. The national number of a person stays out.

    Identifiers and addresses are at hand.
    """
    line = next(
        (
            one.line
            for kind in (AddressKind.REGISTERED, AddressKind.CURRENT, AddressKind.CORRESPONDENCE)
            for one in party.addresses.all()
            if one.kind == kind and one.line
        ),
        None,
    )
    numbers = [] if party.is_person else sorted(party.identifiers.all(), key=lambda one: one.pk)
    return {
        "name": party.name,
        "is_person": party.is_person,
        "country": (line.country if line else "") or party.company.country,
        "address": str(line) if line else "",
        "numbers": [{"kind": one.kind, "country": one.country, "value": one.value} for one in numbers],
    }


def seller_of(company: Company, account: BankAccount | None) -> dict[str, Any]:
    """The company as its papers name it, and the account to pay to."""
    return {
        "name": company.name,
        "country": company.country,
        "address": company.full_address,
        "street": company.address,
        "city": " ".join(part for part in (company.postcode, company.city) if part),
        **{name: getattr(company, name) for name in SELLER_NUMBERS},
        "phone": company.phone,
        "email": company.email,
        "account": account.iban if account else "",
        "bic": account.bic if account else "",
        "bank": account.bank if account else "",
    }
