"""Filters of the register of instalments find what its columns show."""

from __future__ import annotations

from itertools import combinations

import pytest

from roadbook.apps.leasing.enums import InstalmentState
from roadbook.apps.leasing.queries.instalments import in_states, instalment_register
from roadbook.apps.leasing.web.tables import InstalmentTable
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    """Sees one contract: an instalment paid, one overdue in part, one due today, one due later, and planned ones."""
    contract = leasing.active(count=12)
    company = contract.company
    rows = list(contract.schedules.get().instalments.order_by("number"))
    for row in rows[:4]:
        leasing.charge_on(contract, row.charge_on)
    contract.refresh_from_db()
    account = contract.live_account
    receivables.move_date(company, max(rows[2].due_on, rows[3].charge_on))
    account.refresh_from_db()
    account.company.refresh_from_db()
    receivables.payment(account, rows[0].total + 1_00)
    return identity.staff(company, "manager")


def test_states_are_found_as_they_are_shown(user):
    rows = list(instalment_register(user))
    assert {row.state for row in rows} == set(InstalmentState.values)
    for size in range(1, len(InstalmentState.values) + 1):
        for codes in combinations(InstalmentState.values, size):
            found = set(instalment_register(user).filter(in_states(codes)))
            assert found == {row for row in rows if row.state in codes}


@pytest.mark.parametrize("asked", ["", "under", "over", "span"])
@pytest.mark.parametrize("typed", ["0", "1", "100", "-1", "100000"])
def test_open_parts_are_found_as_they_are_shown(user, asked: str, typed: str):
    rows = list(instalment_register(user))
    assert sum(row.open > 0 for row in rows) == 3
    one = next(one for one in InstalmentTable.filters if one.name == "open")
    [operator] = [operator for operator in one.operators if operator.code == asked]
    values = [typed, "1000"] if asked == "span" else [typed]
    if asked == "span" and int(typed) > 1000:
        values.reverse()
    low, high = int(values[0]) * 100, int(values[-1]) * 100
    fits = {
        "": lambda row: row.open == low,
        "under": lambda row: row.open < low,
        "over": lambda row: row.open > low,
        "span": lambda row: low <= row.open <= high,
    }[asked]
    condition, _words = one.understand(operator, values, None)
    assert set(instalment_register(user).filter(condition)) == {row for row in rows if fits(row)}


def test_no_state_but_one_is_all_others(user):
    one = next(one for one in InstalmentTable.filters if one.name == "state")
    [operator] = [operator for operator in one.operators if operator.code == "not"]
    condition, _words = one.understand(operator, ["planned"], None)
    found = set(instalment_register(user).filter(condition))
    assert found == {row for row in instalment_register(user) if row.state != "planned"}
    assert not instalment_register(user).filter(one.understand(operator, InstalmentState.values, None)[0])
