"""The whole path: client, vehicle, draft, signing, activation, days closed, a part paid, the rest paid, the receipt."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.receivables import actions as receivables_actions
from roadbook.apps.timeline import queries as timeline
from roadbook.kit import audit, day, invariants
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _order_of_the_day() -> None:
    from roadbook.config import closing

    day.arrange(closing.ORDER)


def problems() -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.code, one.title, one.problems) for one in invariants.verify() if one.problems]


def test_the_walking_lease():
    of = receivables.company()
    everyone = identity.everything(of)
    contract = leasing.draft(of, count=3)
    actions.sign(contract=contract, by=everyone)
    contract = actions.activate(contract=contract, by=everyone)
    assert problems() == []

    leasing.close_until(of, date(2026, 12, 26))
    book = queries.book(type(contract).objects.select_related("company", "product").get(pk=contract.pk))
    assert [row.status.code for row in book.rows] == ["overdue", "due", "planned"]
    first = book.rows[0].total

    receivables.payment(contract.account, 100_00, value_on=of.business_date, by=everyone)
    rest = receivables.payment(contract.account, first - 100_00, value_on=of.business_date, by=everyone)
    receipt = receivables_actions.issue_receipt(payment=rest, language="bg", by=everyone)
    assert receipt.size > 0
    assert problems() == []

    leasing.close_until(of, date(2027, 2, 25))
    contract.account.refresh_from_db()
    receivables.payment(
        contract.account, sum(row.total for row in book.rows[1:]), value_on=of.business_date, by=everyone
    )
    leasing.close_until(of, date(2027, 2, 26))
    contract.refresh_from_db()
    assert contract.state == ContractState.CLOSED
    assert problems() == []

    titles = [entry.title for entry in timeline.feed(subject=audit.key(contract), limit=20)]
    assert len([title for title in titles if "received" in title]) == 3
