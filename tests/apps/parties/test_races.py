"""The same national number registered by two people at once is one client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from roadbook.apps.parties import actions
from roadbook.apps.parties.models import Identifier, Party
from tests.factories import organisation
from tests.factories import parties as make

THREADS = 4


@pytest.mark.django_db(transaction=True)
def test_same_number_at_the_same_time_is_one_party():
    company = organisation.company()
    number = make.egn(11)
    start = Barrier(THREADS)

    def register(_nth: int) -> str:
        start.wait()
        try:
            party = make.person(company, identifier_kind="egn", identifier=number)
        except actions.DuplicateParty:
            return "duplicate"
        finally:
            connection.close()
        return party.number

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = sorted(pool.map(register, range(THREADS)))
    assert outcomes == ["C-2026-00001", *["duplicate"] * (THREADS - 1)]
    assert Party.objects.count() == Identifier.objects.count() == 1
