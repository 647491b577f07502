"""May this user do this to this contract now."""

from __future__ import annotations

from typing import Any

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission

from . import states
from .enums import ContractEvent, ContractState, ProductKind
from .models import Contract

PERMISSION_FOR: dict[str, Permission] = {
    ContractEvent.SIGN: Permission.CONTRACT_SIGN,
    ContractEvent.ACTIVATE: Permission.CONTRACT_ACTIVATE,
    ContractEvent.CANCEL: Permission.CONTRACT_EDIT,
    ContractEvent.CLOSE: Permission.CONTRACT_CLOSE,
    ContractEvent.TERMINATE: Permission.CONTRACT_CLOSE,
}


def require(user: Any, permission: Permission, contract: Contract) -> None:
    """Refuse unless the user holds the permission in the contract's company and branch.

    :raises Forbidden: it is not held there.
    """
    identity.require(user, permission, company_id=contract.company_id, branch_id=contract.branch_id)


def moves(user: Any, contract: Contract) -> frozenset[str]:
    """The events that the contract's state lists and the user may cause: what the buttons of the page offer."""
    listed = states.CONTRACT[contract.state]
    return frozenset(
        event for event in listed if event in PERMISSION_FOR and _may(user, PERMISSION_FOR[event], contract)
    )


def may_edit(user: Any, contract: Contract) -> bool:
    """A draft may be changed by whoever edits contracts there."""
    return contract.is_open_to_change and _may(user, Permission.CONTRACT_EDIT, contract)


def may_copy(user: Any, contract: Contract) -> bool:
    """Whoever may draft contracts there may begin with what this one says."""
    return _may(user, Permission.CONTRACT_EDIT, contract)


def may_take_payment(user: Any, contract: Contract) -> bool:
    """Money is taken while there is an account for it."""
    return contract.account_id is not None and _may(user, Permission.PAYMENT_TAKE, contract)


def is_charged(contract: Contract) -> bool:
    """Something may still become owed on it."""
    return contract.state in (ContractState.ACTIVE, ContractState.TERMINATED)


def may_charge_fee(user: Any, contract: Contract) -> bool:
    """Fees are charged while the contract is live, by whoever may there."""
    return is_charged(contract) and _may(user, Permission.FEE_CHARGE, contract)


def returns_vehicle(contract: Contract) -> bool:
    """The vehicle of an operating lease comes back; any other one when its contract was terminated."""
    if contract.state == ContractState.ACTIVE:
        return contract.product.kind == ProductKind.OPERATING_LEASE
    return bool(contract.state == ContractState.TERMINATED)


def may_take_back(user: Any, contract: Contract) -> bool:
    """Whoever closes contracts takes vehicles back."""
    return returns_vehicle(contract) and _may(user, Permission.CONTRACT_CLOSE, contract)


def may_make_papers(user: Any, contract: Contract) -> bool:
    """Papers are made by whoever makes documents there."""
    return _may(user, Permission.DOCUMENT_MAKE, contract)


def may_see_tax(user: Any, contract: Contract) -> bool:
    """Whether the contract's tax documents are shown beside its papers."""
    return _may(user, Permission.TAX_VIEW, contract)


def _may(user: Any, permission: Permission, contract: Contract) -> bool:
    return bool(identity.may(user, permission, company_id=contract.company_id, branch_id=contract.branch_id))
