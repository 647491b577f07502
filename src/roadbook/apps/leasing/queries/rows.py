"""Plan, debt and money of each instalment, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SOON_DAYS = 30
AMBER_DAYS, DEEP_DAYS = 30, 90
SHOWN_BEFORE, SHOWN_AFTER = 2, 12


@dataclass(frozen=True)
class Debt:
    """What became of an instalment's two charges, minor units. ``paid_on`` is the last value date of money for it."""

    charged: int = 0
    paid_principal: int = 0
    paid_interest: int = 0
    paid_on: date | None = None

    @property
    def paid(self) -> int:
        return self.paid_principal + self.paid_interest

    @property
    def open(self) -> int:
        return self.charged - self.paid


@dataclass(frozen=True)
class Status:
    """How the chip of a row looks and reads. ``tone`` is empty for what needs nobody."""

    code: str
    text: str | Promise
    tone: str = ""
    icon: str = "circle"


@dataclass(frozen=True)
class Row:
    """One instalment of the page. Amounts in minor units; ``is_settled`` = nothing more will happen to it."""

    number: int
    due_on: date
    days: int
    opening: int
    principal: int
    interest: int
    total: int
    closing: int
    debt: Debt
    status: Status
    vat: int = 0

    @property
    def is_settled(self) -> bool:
        return self.status.code in {"paid", "late"}

    @property
    def to_pay(self) -> int:
        return self.total - self.debt.paid


def is_late(item: Row) -> bool:
    """Whether something of it is past due."""
    return item.status.code == "overdue"


def row(plan: object, debt: Debt, on: date) -> Row:
    """A row from an instalment (or a computed one) and its debt, as of a date."""
    names = ("number", "due_on", "days", "opening", "principal", "interest", "total", "closing")
    values = {name: getattr(plan, name) for name in names}
    return Row(**values, debt=debt, status=status(values["due_on"], debt, on))


def status(due_on: date, debt: Debt, on: date) -> Status:
    """Paid, paid late, overdue by days, due in days, or merely planned."""
    if debt.charged and debt.open == 0:
        return _paid(due_on, debt)
    days = (on - due_on).days
    if debt.charged and days > 0:
        return overdue(days)
    if debt.charged and days == 0:
        return Status("due", _("Due today"), "info", "calendar")
    if debt.charged or 0 <= -days <= SOON_DAYS:
        text = ngettext_lazy("In %(days)s day", "In %(days)s days", -days) % {"days": -days}
        return Status("due", text, "info", "calendar")
    return Status("planned", _("Planned"))


def overdue(days: int) -> Status:
    """The chip of a debt that is ``days`` > 0 past due; its colour deepens with age."""
    tone = "warn" if days <= AMBER_DAYS else "deep" if days <= DEEP_DAYS else "bad"
    text = ngettext_lazy("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}
    return Status("overdue", text, tone, "clock")


def _paid(due_on: date, debt: Debt) -> Status:
    late = (debt.paid_on - due_on).days if debt.paid_on else 0
    if late <= 0:
        return Status("paid", _("Paid"), "", "circle-check")
    text = ngettext_lazy("Paid · %(days)s day late", "Paid · %(days)s days late", late) % {"days": late}
    return Status("late", text, "", "circle-check")


@dataclass(frozen=True)
class Window:
    """The rows worth seeing at once, and how many are folded away before and after."""

    rows: Sequence[Row]
    before: int
    after: int


def window(rows: Sequence[Row], *, whole: bool = False, number: int = 0) -> Window:
    """Two settled rows, what is unsettled now, and a year ahead; row ``number`` is among them; ``whole`` shows all."""
    if whole or len(rows) <= SHOWN_BEFORE + SHOWN_AFTER:
        return Window(rows, 0, 0)
    first = next((index for index, item in enumerate(rows) if not item.is_settled), len(rows) - 1)
    ahead = next((index for index, item in enumerate(rows) if item.status.code == "planned"), len(rows))
    low = max(0, first - SHOWN_BEFORE)
    high = min(len(rows), max(ahead, first) + SHOWN_AFTER)
    if number and not low < number <= high:
        return Window(rows, 0, 0)
    return Window(rows[low:high], low, len(rows) - high)


@dataclass(frozen=True)
class Standing:
    """The money strip of a contract, minor units. ``paid_permille`` of all that the plan asks for."""

    outstanding: int
    to_come: int
    overdue: int
    overdue_days: int
    next_amount: int
    next_on: date | None
    paid: int
    paid_permille: int

    @property
    def overdue_status(self) -> Status | None:
        return overdue(self.overdue_days) if self.overdue else None


def standing(rows: Iterable[Row], on: date) -> Standing:
    """Where the contract stands on a date: only debt that is past due is overdue, whatever else is open is to come."""
    rows = list(rows)
    late = [item for item in rows if is_late(item)]
    ahead = [item for item in rows if not item.is_settled and not is_late(item)]
    total, paid = sum(item.total for item in rows), sum(item.debt.paid for item in rows)
    return Standing(
        outstanding=sum(item.principal - item.debt.paid_principal for item in rows),
        to_come=len(ahead),
        overdue=sum(item.debt.open for item in late),
        overdue_days=(on - late[0].due_on).days if late else 0,
        next_amount=ahead[0].to_pay if ahead else 0,
        next_on=ahead[0].due_on if ahead else None,
        paid=paid,
        paid_permille=paid * 1000 // total if total else 0,
    )
