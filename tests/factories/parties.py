"""Clients for tests, made through actions. Nobody here exists."""

from __future__ import annotations

import random
from datetime import date
from itertools import count
from typing import Any

from roadbook.apps.backoffice.management.demo import numbers
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties import actions
from roadbook.apps.parties.models import Party
from tests.factories import organisation

_numbers = count(1)
BORN = date(1985, 3, 12)


def egn(seed: int, born: date = BORN, *, is_woman: bool = False) -> str:
    """A ЕГН with the right check digit; the same seed gives the same number."""
    return numbers.egn(random.Random(seed), born, is_woman=is_woman)


def eik(seed: int) -> str:
    """An ЕИК with the right check digit; the same seed gives the same number."""
    return numbers.eik(random.Random(seed))


def person(of: Company | None = None, **details: Any) -> Party:
    """A person with a phone and without a national number, of a new company unless one is given."""
    number = next(_numbers)
    values = {"first_name": "Мария", "last_name": f"Примерова {number}", "phones": ("0888 123 456",), **details}
    return actions.register_person(company=of or organisation.company(), by=None, **values)


def organisation_party(of: Company | None = None, **details: Any) -> Party:
    """An organisation without a number, of a new company unless one is given."""
    number = next(_numbers)
    values = {"name": f"Пример {number} ЕООД", **details}
    return actions.register_organisation(company=of or organisation.company(), by=None, **values)
