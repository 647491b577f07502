"""What it costs to make a contract: as many statements for a long plan as for a short one."""

from __future__ import annotations

import pytest

from roadbook.apps.identity.models import User
from roadbook.apps.leasing import actions
from roadbook.apps.leasing.models import Instalment
from roadbook.kit.testing import assert_same_queries
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [6, 36])
def test_draft_and_signing_take_a_fixed_number_of_statements(count: int):
    """Two of each are the savepoint, two more of the signing that of its move; the broker's roles are one of each."""
    company = receivables.company()
    like = leasing.draft(company, count=count)
    broker = User.objects.get(pk=like.broker_id)
    parts = {"branch": like.branch, "client": like.client, "vehicle": like.vehicle, "product": like.product}
    with assert_same_queries(9):
        draft = actions.draft_contract(**parts, terms=like.agreed, by=broker)
    broker = User.objects.get(pk=like.broker_id)
    with assert_same_queries(13):
        signed = actions.sign(contract=draft, by=broker)
    assert Instalment.objects.filter(schedule__contract=signed).count() == count
