"""What stands in the way of a contract's end, and what the end brings."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum
from django.utils.translation import gettext as _

from roadbook.apps.documents.enums import DocumentKind
from roadbook.apps.leasing.enums import ContractState, HandingKind, ProductKind
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.apps.receivables.models import Charge
from roadbook.kit.money import format_money

BECOMES_OWNER = (ProductKind.LOAN, ProductKind.INSTALMENT_SALE)


def obstacles(contract: Contract) -> list[str]:
    """One sentence for everything that keeps a live contract from being closed; none means that it may be."""
    return [*_to_charge(contract), *_owed(contract), *_not_back(contract)]


def _to_charge(contract: Contract) -> Iterator[str]:
    if contract.state != ContractState.ACTIVE:
        return
    left = Instalment.objects.filter(schedule__contract=contract, schedule__is_active=True, charged_on__isnull=True)
    count = left.count()
    if count:
        yield _("Instalments that are not charged yet: %(count)d.") % {"count": count}


def _owed(contract: Contract) -> Iterator[str]:
    open_charges = Charge.objects.filter(account=contract.live_account).open()
    for kind, owed in open_charges.order_by("kind").values_list("kind").annotate(owed=Sum("open")):
        amount = format_money(owed, contract.currency)
        yield _("%(kind)s owed: %(amount)s.") % {"kind": ChargeKind(kind).label, "amount": amount}


def is_owed(contract: Contract) -> bool:
    """Is anything that was charged still open?"""
    return Charge.objects.filter(account=contract.live_account).open().exists()


def is_where_it_belongs(contract: Contract) -> bool:
    """Is the vehicle back where the lease leaves it ours?"""
    stays_ours = contract.product.kind == ProductKind.OPERATING_LEASE
    return not stays_ours or contract.hand_overs.filter(kind=HandingKind.RETURNED).exists()


def _not_back(contract: Contract) -> Iterator[str]:
    if not is_where_it_belongs(contract):
        yield _("The vehicle has not been taken back yet.")


def passes_ownership(contract: Contract) -> bool:
    """Does the client own the vehicle once everything is paid? Not after a finance lease that was terminated."""
    kind = contract.product.kind
    return kind in BECOMES_OWNER or (kind == ProductKind.FINANCE_LEASE and contract.terminated_on is None)


def is_written_back(contract: Contract) -> bool:
    """Does a termination write back what is not due, because the vehicle returns? Else it becomes one claim."""
    return contract.product.kind == ProductKind.FINANCE_LEASE


def papers_of(contract: Contract) -> tuple[DocumentKind, ...]:
    """The papers of the end: the closing statement, and the transfer of ownership where it passed."""
    if contract.ownership_transferred_on is None:
        return (DocumentKind.CLOSING_STATEMENT,)
    return (DocumentKind.CLOSING_STATEMENT, DocumentKind.OWNERSHIP_TRANSFER)
