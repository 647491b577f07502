"""Why what was charged, is open and was paid of a contract comes to what its page says: charges and allocations."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_noop

from roadbook.apps.leasing.models import Contract
from roadbook.apps.receivables import queries as receivables
from roadbook.apps.receivables.models import Charge
from roadbook.calc.explain import Line

from .contracts import Book
from .debts import source
from .plan_reasons import PRINCIPAL_OF, money
from .rows import Row, is_late

STRIP = ("outstanding", "overdue", "next", "paid")
"""What of the money strip of a live contract can be opened."""
INSTALMENT = gettext_noop("Instalment %(number)s")
PARTS = ("charged", "open", "paid")
"""What of an instalment that was charged can be opened."""
WORDS = (gettext_noop("paid"),)


def of_instalment(contract: Contract, book: Book, number: int, part: str) -> Line | None:
    """One of ``PARTS`` of an instalment; None where the plan is not frozen yet. Three statements at most."""
    instalment = book.version and book.version.instalments.filter(number=number).first()
    if not instalment or contract.account_id is None or part not in PARTS:
        return None
    keys = [source(instalment.pk, of) for of in ("principal", "interest", "rent")]
    charges = Charge.objects.filter(account_id=contract.account_id, source__in=keys).order_by("pk")
    explain, title = {
        "charged": (receivables.explain_charged, gettext_noop("Charged")),
        "open": (receivables.explain_charge, gettext_noop("Open")),
        "paid": (receivables.explain_paid, gettext_noop("Paid")),
    }[part]
    return _sum(title, [explain(one).named(one.title) for one in charges])


def of_strip(book: Book, name: str) -> Line | None:
    """One of ``STRIP`` of a live contract."""
    rows = book.rows
    if book.standing is None:
        return None
    if name == "outstanding":
        paid = tuple(
            _line(PRINCIPAL_OF, row, "paid", row.debt.paid_principal) for row in rows if row.debt.paid_principal
        )
        plan = (money("principal", sum(row.principal for row in rows)),)
        title = gettext_noop("Outstanding principal")
        return Line(title, "principal - sum(lines)", plan, book.standing.outstanding, "leasing.outstanding", paid)
    if name == "overdue":
        return _sum(gettext_noop("Overdue"), [_open(row) for row in rows if is_late(row)])
    if name == "paid":
        return _sum(
            gettext_noop("Paid"), [_line(INSTALMENT, row, "paid", row.debt.paid) for row in rows if row.debt.paid]
        )
    ahead = next((row for row in rows if not row.is_settled and not is_late(row)), None)
    if name != "next" or ahead is None:
        return None
    said = (money("total", ahead.total), money("paid", ahead.debt.paid))
    return Line(gettext_noop("Next due"), "total - paid", said, book.standing.next_amount, "leasing.next")


def _open(row: Row) -> Line:
    said = (money("charged", row.debt.charged), money("paid", row.debt.paid))
    label = gettext(INSTALMENT) % {"number": row.number}
    return Line(label, "charged - paid", said, row.debt.open, "leasing.open")


def _line(label: str, row: Row, name: str, amount: int) -> Line:
    return Line(gettext(label) % {"number": row.number}, name, (money(name, amount),), amount, f"leasing.{name}")


def _sum(title: str, lines: Sequence[Line]) -> Line:
    return Line(title, "sum(lines)", (), sum(one.value for one in lines), "leasing.sum", tuple(lines))
