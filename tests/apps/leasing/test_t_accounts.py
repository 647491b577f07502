"""The worked examples of docs/algorithms/t-accounts.md are what the actions book, kind by kind, to the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from roadbook.apps.leasing.enums import FeeBase
from roadbook.apps.leasing.models import Contract, Fee
from roadbook.apps.ledger import queries as books
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Account
from roadbook.kit import invariants
from roadbook.kit.money import to_decimal_text
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db
PAPER = Path(__file__).resolve().parents[3] / "docs/algorithms/t-accounts.md"
TITLES = {
    "loan": "Loan",
    "finance_lease": "Finance lease",
    "instalment_sale": "Instalment sale",
    "operating_lease": "Operating lease",
}
FEE = Fee(code="ADM", name="Разглеждане", base=FeeBase.FIXED, amount=50_00)
MONEY: dict[str, Any] = {"price": 2_400_00, "down_payment": 480_00, "rate": Decimal("0.12"), "count": 2}


def lived_through(kind: str) -> Contract:
    """Activated on 24 November, charged and paid on 24 December and 24 January, closed by the close of that day."""
    company = receivables.company()
    terms = {"kind": kind, "fees": (FEE,), "count_min": 2, "residual_max": Decimal("0.5")}
    money = {**MONEY, "residual": 1_000_00} if kind == "operating_lease" else MONEY
    contract = leasing.active(company, product_terms=terms, **money)
    pay(contract, company.business_date)
    for on in (date(2026, 12, 24), date(2027, 1, 24)):
        leasing.charge_on(contract, on)
        pay(contract, on)
    company.refresh_from_db()
    leasing.close_until(company, date(2027, 1, 25))
    contract.refresh_from_db()
    return contract


def pay(contract: Contract, on: date) -> None:
    account = Account.objects.select_related("company", "position").get(pk=contract.live_account.pk)
    if account.position.owed:
        receivables.payment(account, account.position.owed, channel="bank", value_on=on)


def journal() -> list[list[str]]:
    rows = JournalRow.objects.select_related("debit", "credit").order_by("id")
    return [
        [f"{row.booked_on:%d.%m.%Y}", row.debit.code, row.credit.code, to_decimal_text(row.amount, row.currency)]
        for row in rows
    ]


def balances(contract: Contract) -> list[list[str]]:
    found = books.trial_balance(contract.company, date(2027, 1, 25)).lines
    return [
        [line.account.code, *(to_decimal_text(value, "EUR") for value in (line.debit_balance, line.credit_balance))]
        for line in found
    ]


def of_the_paper(kind: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading of one kind's chapter."""
    chapter = PAPER.read_text(encoding="utf-8").split(f"\n## {TITLES[kind]}\n")[1].split("\n## ")[0]
    section = chapter.split(f"### {heading}\n")[1].split("\n### ")[0]
    rows = [line.strip("| ").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@pytest.mark.parametrize("kind", TITLES)
def test_worked_example_is_what_the_actions_book(kind: str):
    contract = lived_through(kind)
    assert journal() == of_the_paper(kind, "Journal")
    assert balances(contract) == [[row[0], *row[2:]] for row in of_the_paper(kind, "What stands at the end")]
    receivable = [row for row in balances(contract) if row[0].startswith("41") or row[0] == "2110"]
    assert all(row[1:] == ["0.00", "0.00"] for row in receivable)
    assert [one.problems for one in invariants.verify() if one.problems] == []
