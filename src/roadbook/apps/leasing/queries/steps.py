"""What is to be done next about a contract, in words for its page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract
from roadbook.kit import figures

from . import ending
from .contracts import Book


def next_step(contract: Contract, book: Book) -> str:
    """Empty where nothing is left to do. Up to two statements once nothing more is to come, else none."""
    if contract.state == ContractState.DRAFT:
        return _("Record the signing")
    if contract.state == ContractState.SIGNED:
        return _("Hand over the vehicle and make the contract active")
    if book.standing is None or contract.state not in (ContractState.ACTIVE, ContractState.TERMINATED):
        return ""
    if book.standing.overdue:
        return _("Ask for what is overdue")
    if contract.state == ContractState.ACTIVE and book.standing.next_on:
        return _("Expect the payment of %(day)s") % {"day": figures.day(book.standing.next_on)}
    return _towards_the_end(contract)


def _towards_the_end(contract: Contract) -> str:
    if ending.is_owed(contract):
        return _("Collect what is still owed")
    return _("End the contract") if ending.is_where_it_belongs(contract) else _("Take the vehicle back")
