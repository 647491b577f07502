"""Who stands behind a contract, with their roles."""

from __future__ import annotations

from roadbook.apps.leasing.models import Contract
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.enums import AccountRole


def account_parties(contract: Contract) -> list[tuple[Party, str]]:
    """The client, and those who stand beside it: with these its account opens. One statement."""
    rows = contract.parties.select_related("party").order_by("place")
    return [(contract.client, str(AccountRole.DEBTOR)), *((one.party, one.role) for one in rows)]


def parties(contract: Contract) -> list[tuple[Party, str]]:
    """Who stands behind a contract, each with the role's name: those of the account once it is open."""
    if contract.account_id is None:
        return [(party, str(AccountRole(role).label)) for party, role in account_parties(contract)]
    rows = contract.live_account.parties.select_related("party").order_by("pk")
    return [(one.party, one.get_role_display()) for one in rows]
