"""Own companies and branches for tests, made through actions."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from roadbook.apps.organisation import actions
from roadbook.apps.organisation.models import BankAccount, Branch, Company

_numbers = count(1)


def company(**fields: Any) -> Company:
    """An own company; Bulgarian, in euro, on 24 November 2026 unless said otherwise."""
    number = next(_numbers)
    values = {
        "code": f"CO{number}",
        "name": f"Company {number}",
        "country": "BG",
        "currency": "EUR",
        "language": "bg",
        "business_date": date(2026, 11, 24),
        **fields,
    }
    return actions.create_company(by=None, **values)


def branch(of: Company | None = None, **fields: Any) -> Branch:
    """A branch, of a new company unless one is given."""
    number = next(_numbers)
    values = {"code": f"B{number}", "name": f"Branch {number}", "city": "Sofia", **fields}
    return actions.create_branch(company=of or company(), by=None, **values)


def account(of: Company | None = None, **details: Any) -> BankAccount:
    """A bank account, of a new company unless one is given."""
    return actions.open_account(company=of or company(), by=None, **{"iban": "BG80BNBG96611020345678", **details})
