"""Proof that what clients owe is what the general ledger says they owe, kind by kind (I2)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext_noop

from roadbook.kit.invariants import invariant

OPEN_AGAINST_BALANCE = """
SELECT company_id, currency, purpose, SUM(owed), SUM(booked) FROM (
  SELECT a.company_id, a.currency, 'owed:' || c.kind AS purpose, c.open AS owed, 0 AS booked
    FROM receivables_charge c JOIN receivables_account a ON a.id = c.account_id WHERE c.open <> 0
  UNION ALL SELECT j.company_id, j.currency, g.purpose, 0, j.amount FROM ledger_journalrow j
    JOIN ledger_glaccount g ON g.id = j.debit_id
  UNION ALL SELECT j.company_id, j.currency, g.purpose, 0, -j.amount FROM ledger_journalrow j
    JOIN ledger_glaccount g ON g.id = j.credit_id
) sides
WHERE purpose LIKE 'owed:%%'
GROUP BY company_id, currency, purpose HAVING SUM(owed) <> SUM(booked) ORDER BY company_id, currency, purpose
"""


@invariant("I2", gettext_noop("Open charges by kind are the balance of the general ledger, company by company"))
def check_general_ledger() -> Iterator[str]:
    """One sentence for each company, currency and kind that differs, also by rows that name no account."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_AGAINST_BALANCE, [])
        for company_id, currency, purpose, owed, booked in cursor.fetchall():
            yield f"company {company_id}, {currency}, {purpose}: open {owed}, the general ledger says {booked}"
