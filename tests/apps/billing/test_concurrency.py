"""Many hands issue documents of one series at once; some roll back, one loses its connection: no gap, none twice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import close_old_connections, connection, transaction

from roadbook.apps.billing import actions, queries
from roadbook.apps.billing.actions import Draft
from roadbook.apps.billing.models import TaxDocument, VatEntry
from roadbook.apps.organisation.models import Company, NumberSeries
from tests.factories import billing as make
from tests.factories import organisation

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, DOCUMENTS = 8, 40
KEPT, ROLLED_BACK, CUT_OFF = "kept", "rolled back", "cut off"


class Gone(Exception):  # noqa: N818 - reads as a sentence
    """Whoever issued is no more."""


def issue(company: Company, draft: Draft, fate: str) -> str:
    """The number that was given, whatever became of it."""
    if fate == CUT_OFF:
        return _cut_off(company, draft)
    with transaction.atomic():
        number = actions.issue(company=company, draft=draft, by=None).number
        transaction.set_rollback(fate == ROLLED_BACK)
    return number


def _cut_off(company: Company, draft: Draft) -> str:
    """The connection is gone with the number in hand, as when the process is killed; nothing says "roll back"."""
    number = ""
    with contextlib.suppress(Gone), transaction.atomic():
        number = actions.issue(company=company, draft=draft, by=None).number
        connection.connection.close()
        raise Gone
    connection.connection = None
    return number


def on_thread(act: Callable[[], str]) -> str:
    close_old_connections()
    try:
        return act()
    finally:
        connection.close()


def test_series_has_no_gap_and_no_number_twice_whatever_becomes_of_those_who_issue():
    company, chance = organisation.company(), Random(20)
    fates = [CUT_OFF, *chance.choices([KEPT, ROLLED_BACK], [3, 1], k=DOCUMENTS - 1)]
    chance.shuffle(fates)
    buyer = make.document(company).buyer
    drafts = [make.draft(company, make.line(100_00 + place), buyer=buyer) for place in range(DOCUMENTS)]
    with ThreadPoolExecutor(THREADS) as pool:
        running = [
            pool.submit(on_thread, lambda draft=draft, fate=fate: issue(company, draft, fate))
            for draft, fate in zip(drafts, fates, strict=True)
        ]
        given = [one.result() for one in running]
    kept = [number for number, fate in zip(given, fates, strict=True) if fate == KEPT]
    assert set(fates) == {KEPT, ROLLED_BACK, CUT_OFF}
    stand = [f"I-2026-{number:05d}" for number in range(1, len(kept) + 2)]
    assert sorted(["I-2026-00001", *kept]) == stand
    assert sorted(TaxDocument.objects.values_list("number", flat=True)) == stand
    assert NumberSeries.objects.get(kind="invoice").next == len(stand) + 1
    assert VatEntry.objects.count() == len(stand)
    assert [problem for check in (queries.check_numbers, queries.check_sums) for problem in check()] == []
