"""SQL that derives from the open charges what a position says of them: one statement for any number of accounts.

Due before the position's date is overdue, the rest is billed and not due. The same sums serve the close of day, the
money acts and the proof that the kept values are right.
"""

from __future__ import annotations

from functools import cache

SUMS = """
SELECT p.account_id, p.as_of,
  COALESCE(SUM(CASE WHEN c.due_on >= p.as_of THEN c.open END), 0) AS billed,
  COALESCE(SUM(CASE WHEN c.due_on < p.as_of AND c.kind = 'principal' THEN c.open END), 0) AS principal,
  COALESCE(SUM(CASE WHEN c.due_on < p.as_of AND c.kind = 'interest' THEN c.open END), 0) AS interest,
  COALESCE(SUM(CASE WHEN c.due_on < p.as_of AND c.kind NOT IN ('principal', 'interest') THEN c.open END), 0) AS other,
  MIN(CASE WHEN c.due_on < p.as_of THEN c.due_on END) AS oldest,
  MIN(CASE WHEN c.due_on >= p.as_of THEN c.due_on END) AS next
FROM receivables_accountposition p
LEFT JOIN receivables_charge c ON c.account_id = p.account_id AND c.open > 0
"""

AGED = """
SELECT account_id, as_of, billed, principal, interest, other, oldest, next, days, CASE
  WHEN days = 0 THEN '0' WHEN days <= 30 THEN '1-30' WHEN days <= 60 THEN '31-60'
  WHEN days <= 90 THEN '61-90' ELSE '90+'
END AS bucket FROM (SELECT sums.*, COALESCE({days}, 0) AS days FROM sums) dated
"""

DAYS = {
    "postgresql": "(as_of - oldest)",
    "sqlite": "CAST(julianday(as_of) - julianday(oldest) AS INTEGER)",
}

REFRESH = """
WITH sums AS ({sums} {where} GROUP BY p.account_id, p.as_of), aged AS ({aged})
UPDATE receivables_accountposition SET billed_not_due = aged.billed, overdue_principal = aged.principal,
  overdue_interest = aged.interest, overdue_other = aged.other, oldest_due_on = aged.oldest, next_due_on = aged.next,
  days_past_due = aged.days, bucket = aged.bucket
FROM aged WHERE receivables_accountposition.account_id = aged.account_id
"""

LATER = {"postgresql": "GREATEST(as_of, CAST(%s AS date))", "sqlite": "MAX(as_of, %s)"}
SOME = "(SELECT account_id, {later} AS as_of FROM receivables_accountposition WHERE account_id IN ({ids})) p"

MOVE = """
WITH sums AS ({sums} GROUP BY p.account_id, p.as_of), aged AS ({aged})
UPDATE receivables_accountposition SET principal_not_due = principal_not_due + {change},
  unapplied = unapplied + {change},
  as_of = aged.as_of, billed_not_due = aged.billed, overdue_principal = aged.principal,
  overdue_interest = aged.interest, overdue_other = aged.other, oldest_due_on = aged.oldest, next_due_on = aged.next,
  days_past_due = aged.days, bucket = aged.bucket
FROM aged WHERE receivables_accountposition.account_id = aged.account_id
"""

SETTLE = "UPDATE receivables_charge SET open = open - CASE id {cases}END WHERE id IN ({ids})"

DIFFERING = """
WITH sums AS ({sums} GROUP BY p.account_id, p.as_of), aged AS ({aged})
SELECT p.account_id FROM receivables_accountposition p JOIN aged ON aged.account_id = p.account_id
WHERE p.billed_not_due <> aged.billed OR p.overdue_principal <> aged.principal OR p.overdue_interest <> aged.interest
  OR p.overdue_other <> aged.other
  OR p.days_past_due <> aged.days OR p.bucket <> aged.bucket
  OR COALESCE(CAST(p.oldest_due_on AS text), '') <> COALESCE(CAST(aged.oldest AS text), '')
  OR COALESCE(CAST(p.next_due_on AS text), '') <> COALESCE(CAST(aged.next AS text), '')
ORDER BY p.account_id
"""


def settle_charges(count: int) -> str:
    """For ``count`` charges; parameters: (id, what is taken off) of each, then their ids."""
    return SETTLE.format(cases="WHEN %s THEN %s " * count, ids=", ".join(["%s"] * count))


def refresh_accounts(vendor: str, count: int) -> str:
    """For ``count`` account ids as parameters."""
    return _filled(REFRESH, vendor, f"WHERE p.account_id IN ({', '.join(['%s'] * count)})")


@cache
def move_accounts(vendor: str, count: int) -> str:
    """For ``count`` accounts; parameters: the date, their ids, then (id, change) of each, for the principal not due and
    again for the credit.
    """
    some = SOME.format(later=LATER[vendor], ids=", ".join(["%s"] * count))
    change = f"CASE receivables_accountposition.account_id {'WHEN %s THEN %s ' * count}END"
    sums = SUMS.replace("receivables_accountposition p", some)
    return MOVE.format(sums=sums, aged=AGED.format(days=DAYS[vendor]), change=change)


def refresh_range(vendor: str) -> str:
    """For the parameters company id, lowest and highest account id, and the date that the positions stand at."""
    scope = "p.account_id IN (SELECT id FROM receivables_account WHERE company_id = %s AND id BETWEEN %s AND %s)"
    return _filled(REFRESH, vendor, f"WHERE {scope} AND p.as_of = %s")


def differing(vendor: str) -> str:
    """The accounts whose position is not what their open charges say."""
    return _filled(DIFFERING, vendor, "")


def _filled(statement: str, vendor: str, where: str) -> str:
    return statement.format(sums=SUMS, aged=AGED.format(days=DAYS[vendor]), where=where)
