"""Files of payments: accounts of contracts that were taken over, and lines by the names of their columns."""

from __future__ import annotations

from datetime import date, timedelta

from roadbook.apps.receivables import actions
from roadbook.apps.receivables.models import AccountPosition
from tests.apps.leasing.taking_files import Office
from tests.factories import identity, receivables

CODE = "receivables.payments"
ACCOUNTS = 10
DAYS = 5
TODAY = date(2026, 12, 5)


def office(accounts: int = 1) -> Office:
    """An office with so many contracts taken over, each with open interest, a month on."""
    found = Office()
    found.user = identity.everything(found.company)
    owed = {"arrears_due_on": "10.11.2026", "arrears_interest": "60,00"}
    found.taken([found.row(f"OLD-{number}", **owed) for number in range(accounts)])
    found.company.refresh_from_db()
    receivables.move_date(found.company, TODAY)
    ids = AccountPosition.objects.order_by("pk").values_list("pk", flat=True)
    actions.age_positions(found.company.pk, TODAY - timedelta(days=1), ids[0], ids[len(ids) - 1])
    return found


def row(account: str = "OLD-0", value_on: str = "01.12.2026", amount: str = "20,00", **told: str) -> dict[str, str]:
    given = {"account": account, "value_on": value_on, "amount": amount}
    return {**given, "channel": "", "payer": "", "reference": "", "ordinal": "", **told}


FAULTS = [
    (row(account="NOBODY"), "account"),
    (row(account=""), "account"),
    (row(value_on="31.02.2026"), "value_on"),
    (row(value_on=""), "value_on"),
    (row(value_on="06.12.2026"), "value_on"),
    (row(value_on="23.11.2026"), "value_on"),
    (row(amount="0"), "amount"),
    (row(amount="-5,00"), "amount"),
    (row(amount="five"), "amount"),
    (row(channel="barter"), "channel"),
    (row(ordinal="0"), "ordinal"),
]


def lines(count: int, wrong_every: int = 33) -> tuple[list[dict[str, str]], list[tuple[str, str]]]:
    """So many lines on ten accounts, with what each is; those of an account lie from its last day to its first."""
    found, expected = [], []
    for number in range(count):
        place, is_last = divmod(number, wrong_every)
        line, wrong = FAULTS[place % len(FAULTS)] if is_last == wrong_every - 1 else ({}, "")
        on = f"0{DAYS - number * DAYS // count}.12.2026"
        found.append(line or row(f"OLD-{number % ACCOUNTS}", on, "1,00", reference=f"R{number}"))
        expected.append(("error", wrong) if wrong else ("new", ""))
    return found, expected
