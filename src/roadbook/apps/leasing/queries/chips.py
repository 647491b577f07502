"""The chip of a contract: its state, and for a live one how late it is."""

from __future__ import annotations

from django.utils.translation import ngettext_lazy

from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract

from .rows import Standing, Status, overdue

LOOKS = {
    ContractState.DRAFT: ("draft", "pencil"),
    ContractState.SIGNED: ("info", "signature"),
    ContractState.ACTIVE: ("ok", "circle-check"),
    ContractState.TERMINATED: ("bad", "ban"),
    ContractState.CLOSED: ("outline", "circle-check"),
    ContractState.CANCELLED: ("outline", "ban"),
}


def chip(contract: Contract, standing: Standing | None = None) -> Status:
    """By the given standing; without one by the account's stored position."""
    state = ContractState(contract.state)
    days = standing.overdue_days if standing else _days_past_due(contract)
    if state == ContractState.ACTIVE and days > 0:
        late = ngettext_lazy("Active · %(days)s day overdue", "Active · %(days)s days overdue", days) % {"days": days}
        return Status("overdue", late, overdue(days).tone, "clock")
    tone, icon = LOOKS[state]
    return Status(state, state.label, tone, icon)


def _days_past_due(contract: Contract) -> int:
    if contract.account is None:
        return 0
    return (getattr(contract.account, "position", None) and contract.account.position.days_past_due) or 0
