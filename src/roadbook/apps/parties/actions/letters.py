"""Letters that came back: an address to which none goes until somebody says that it works again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties.enums import ReturnReason
from roadbook.apps.parties.events import AddressWorks, LetterReturned
from roadbook.apps.parties.models import Address, Party
from roadbook.kit import audit
from roadbook.kit.errors import Conflict, Refused
from roadbook.kit.events import publish


class ReturnRefused(Refused):
    """What is said about the letter cannot be so."""

    code = "returned_letter"


class AddressUnchanged(Conflict):
    """The file says so already, or has no such address."""

    code = "returned_letter"


@transaction.atomic
def return_letter(*, party: Party, kind: str, on: date, reason: str, by: Any) -> Address:
    """A letter to this address came back on a day. A later letter takes the place of an earlier one.

    :raises ReturnRefused: the day is in the future, or the reason is none of ``ReturnReason``.
    :raises AddressUnchanged: there is no such address, or the same is on file.
    """
    row, address = _locked(party, kind, by)
    if reason not in ReturnReason.values:
        raise ReturnRefused(_("Choose one of the list."), field="reason")
    if on > row.company.business_date:
        raise ReturnRefused(_("A letter cannot come back in the future."), field="on")
    if (address.returned_on, address.return_reason) == (on, reason):
        raise AddressUnchanged(_("This letter is on file already."))
    _write(row, address, by, act="return", on=on, reason=reason)
    publish(
        LetterReturned(
            party_id=row.pk, company_id=row.company_id, kind=kind, on=on, reason=reason, by_id=getattr(by, "pk", None)
        )
    )
    return address


@transaction.atomic
def confirm_address(*, party: Party, kind: str, by: Any) -> Address:
    """Letters reach this address again.

    :raises AddressUnchanged: there is no such address, or no letter came back.
    """
    row, address = _locked(party, kind, by)
    if address.returned_on is None:
        raise AddressUnchanged(_("No letter to this address came back."))
    _write(row, address, by, act="confirm", on=None, reason="")
    publish(AddressWorks(party_id=row.pk, company_id=row.company_id, kind=kind, by_id=getattr(by, "pk", None)))
    return address


def _locked(party: Party, kind: str, by: Any) -> tuple[Party, Address]:
    row = Party.objects.locked(party.pk)
    identity.require(by, Permission.PARTY_EDIT, company_id=row.company_id)
    if row.merged_into_id:
        raise AddressUnchanged(_("This file became part of another one."))
    address = Address.objects.filter(party=row, kind=kind).first()
    if address is None:
        raise AddressUnchanged(_("The client has no such address any more."))
    return row, address


def _write(row: Party, address: Address, by: Any, *, act: str, on: date | None, reason: str) -> None:
    was = (address.returned_on, address.return_reason)
    address.returned_on, address.return_reason = on, reason
    address.save(update_fields=["returned_on", "return_reason"])
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(
        action=f"parties.address.{act}",
        subject=row,
        by=by,
        company_id=row.company_id,
        changes={
            "address_kind": [None, address.kind],
            "returned_on": [was[0], on],
            "return_reason": [was[1], reason],
            "version": [row.version - 1, row.version],
        },
    )
