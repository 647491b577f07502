"""Ending a live contract before its plan does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.billing import actions as billing
from roadbook.apps.billing import queries as billed
from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules, states
from roadbook.apps.leasing.enums import ContractEvent, ContractState, TerminationReason
from roadbook.apps.leasing.events import ContractTerminated
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries import accrued, ending, invoicing
from roadbook.apps.leasing.queries.accrued import Accrued
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.apps.receivables.models import Account
from roadbook.apps.timeline import actions as timeline
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish
from roadbook.kit.states import MoveRefused, move

from .telling import tell

CLAIM = gettext_noop("Principal due at once after the termination")
ACCRUED = gettext_noop("Interest of instalment %(number)s up to the termination")
VAT_OF_ACCRUED = gettext_noop("VAT on the interest of instalment %(number)s")
LONGEST_NOTE = 300


class TerminationRefused(Refused):
    """The contract cannot be terminated like this."""

    code = "termination"


@transaction.atomic
def terminate(*, contract: Contract, reason: str, by: Any, on: date | None = None, note: str = "") -> Contract:
    """End a live contract on a day (the company's business date unless given). Nothing more of its plan is charged.

    What was charged stays owed; interest that ran since the last due date is charged, taxed and invoiced as each
    payment is. What was financed and is not due yet becomes one claim where the vehicle is the
    client's (loan, instalment sale), and is written back where the vehicle returns (finance lease): ADR 51.

    :raises TerminationRefused: no known reason, or the day is before the hand-over or ahead.
    :raises MoveRefused: the contract is not active.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_CLOSE, row)
    day = on or row.company.business_date
    if row.state != ContractState.ACTIVE:
        raise MoveRefused(_("Only an active contract can be terminated."))
    if reason not in TerminationReason.values:
        raise TerminationRefused(_("Choose a reason of the list."), field="reason")
    if len(note) > LONGEST_NOTE:
        raise TerminationRefused(_("At most %(most)d characters.") % {"most": LONGEST_NOTE}, field="note")
    if not (row.activated_on or row.signed_on) <= day <= row.company.business_date:
        raise TerminationRefused(_("Between the hand-over and the business date."), field="on")
    _charge_accrued(row, day, by)
    claimed, written_back = _settle_books(row, day, by)
    row.terminated_on, row.termination_reason = day, TerminationReason(reason)
    _move(row, by=by, note=note.strip())
    publish(
        ContractTerminated(
            contract_id=row.pk,
            company_id=row.company_id,
            terminated_on=day,
            reason=str(reason),
            due_at_once=claimed,
            written_back=written_back,
        )
    )
    return row


def _move(row: Contract, *, by: Any, note: str) -> None:
    """State, day and reason in one statement each; the table allows neither without the other."""
    said = TerminationReason(row.termination_reason)
    row.save(update_fields=["terminated_on", "termination_reason"])
    move(row, ContractEvent.TERMINATE, table=states.CONTRACT, by=by, reason=f"{said}: {note}" if note else str(said))
    tell(row, "terminated", by=by, reason=timeline.named([said.label]))


def _charge_accrued(row: Contract, on: date, by: Any) -> None:
    """Interest up to the day of the termination, booked on that day, with the VAT on it and its invoice."""
    found = accrued.accrued(row, on)
    lines = [line for one in found for line in _accrued_lines(one, on)]
    fresh = receivables.charge(
        account=row.live_account, product_kind=row.product.kind, lines=lines, charged_on=on, by=by
    )
    draft = invoicing.of_accrued(row, found, {one.source: one.pk for one in fresh}, on=on)
    if draft:
        billing.issue(company=row.company, draft=draft, by=by)


def _accrued_lines(one: Accrued, on: date) -> Iterator[ChargeLine]:
    said = {"number": one.instalment.number}
    yield ChargeLine(ChargeKind.INTEREST, one.amount, on, one.source("interest"), ACCRUED, said)
    if one.vat:
        yield ChargeLine(ChargeKind.VAT, one.vat, on, one.source("vat"), VAT_OF_ACCRUED, said)


def _settle_books(row: Contract, on: date, by: Any) -> tuple[int, int]:
    """What becomes one claim, and what is written back: minor units."""
    not_due = Account.objects.locked(row.live_account.pk).position.principal_not_due
    if not not_due:
        return 0, 0
    if ending.is_written_back(row):
        _write_back(row, not_due, on, by)
        return 0, not_due
    source = f"leasing:contract:{row.pk}:claim"
    line = ChargeLine(ChargeKind.PRINCIPAL, not_due, on, source, CLAIM)
    receivables.charge(account=row.live_account, product_kind=row.product.kind, lines=[line], charged_on=on, by=by)
    return not_due, 0


def _write_back(row: Contract, amount: int, on: date, by: Any) -> None:
    """The vehicle stands in the books at what is not due, less the VAT that the credit note takes back."""
    receivables.book_return(
        account=row.live_account,
        amount=amount,
        product_kind=row.product.kind,
        value_on=on,
        source=f"leasing:contract:{row.pk}:write_back",
        vat=_credit(row, amount, by),
        by=by,
    )


def _credit(row: Contract, amount: int, by: Any) -> int:
    """The VAT (minor units) that comes back with a credit note over ``amount`` of the vehicle; 0 without an invoice."""
    invoice = TaxDocument.objects.filter(source=invoicing.hand_over_source(row.pk)).first()
    if invoice is None:
        return 0
    line = billed.remaining(invoice)[0]
    part = min(amount, line.gross)
    if part <= 0:
        return 0
    with translation.override(invoice.language):
        reason = translation.gettext("Termination of contract %(number)s") % {"number": row.number}
    source = f"leasing:contract:{row.pk}:write_back"
    note = billing.credit(document=invoice, lines={line.line.pk: part}, reason=reason, by=by, source=source)
    return -note.vat
