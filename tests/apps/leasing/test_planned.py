"""The next instalment stands on the timeline of the contract and of its client."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing import queries
from roadbook.kit.testing import assert_same_queries
from tests.factories import documents, identity, leasing, organisation, receivables

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_next_instalment_of_each_contract_is_planned(rows):
    company = receivables.company(business_date=date(2026, 11, 24))
    first = leasing.active(company)
    for _nth in range(rows - 1):
        leasing.active(company, client=first.client)
    broker = identity.staff(company, Role.BROKER)
    with translation.override("en"), assert_same_queries(2):
        planned = queries.planned(documents.subject(first.client), broker)
    assert len(planned) == rows
    assert planned[0].url == reverse("leasing:contract_show", args=[first.pk])


def test_only_who_sees_the_contract_reads_of_its_instalment():
    contract = leasing.active(receivables.company(business_date=date(2026, 11, 24)))
    hostess = identity.staff(contract.company, Role.HOSTESS)
    elsewhere = identity.staff(contract.company, Role.BROKER, branch=organisation.branch(contract.company))
    here = identity.staff(contract.company, Role.BROKER, branch=contract.branch)
    for user, count in ((hostess, 0), (elsewhere, 0), (here, 1)):
        assert len(queries.planned(documents.subject(contract), user)) == count


def test_draft_has_nothing_planned():
    contract = leasing.draft(receivables.company(business_date=date(2026, 11, 24)))
    assert queries.planned(documents.subject(contract), None) == []
