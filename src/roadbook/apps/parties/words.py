"""What the audit log calls the acts and things of clients."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.parties.enums import AddressKind, ContactStatus, PaperKind, ReturnReason
from roadbook.apps.parties.models import AddressLine
from roadbook.kit import audit, figures

PARTY = "parties.party"

audit.name_subject(PARTY, _("Client"), "parties:party_file", audit.titles_from(PARTY, "number"))
audit.name_actions(
    PARTY,
    {
        "register": _("Client entered"),
        "change": _("Client changed"),
        "unregister": _("Client taken out again: the import was undone"),
        "merge": _("Files joined"),
        "part": _("Files parted"),
    },
)
audit.name_action("parties.identifier.show", _("National number shown"))
audit.name_action("parties.iddocument.show", _("Document number shown"))
audit.name_action("parties.manager.show", _("National number of the manager shown"))
audit.name_actions(
    "parties.relation",
    {
        "relate": _("Relation entered"),
        "change": _("Relation changed"),
        "take_back": _("Relation taken back"),
        "show": _("National number of a related person shown"),
    },
)
audit.name_actions("parties.consent", {"give": _("Consent recorded"), "withdraw": _("Consent withdrawn")})
audit.name_subject("parties.consenttext", _("Consent text"))
audit.name_action("parties.consenttext.write", _("Consent text written"))
audit.name_fields(
    PARTY,
    {
        "identifier": _("National number"),
        "identifier_kind": _("Kind of number"),
        "document": _("Identity document"),
        "addresses": _("Addresses"),
        "address": _("Address"),
        "dropped_numbers": _("Numbers taken off the file"),
        "manager_number_kind": _("Kind of the manager's number"),
        "relation": _("Relation"),
        "other": _("Related client"),
        "outsider_name": _("Name"),
        "outsider_number": _("National number"),
        "outsider_contact": _("Phone or e-mail"),
        "share": _("Share"),
        "from_on": _("From"),
        "to_on": _("To"),
        "note": _("Note"),
        "consent": _("Consent"),
        "purpose": _("Purpose"),
        "channel": _("Channel"),
        "source": _("By way of"),
        "text_version": _("Version of the text"),
        "merge": _("Joining"),
        "with": _("Other file"),
        "taken": _("Taken from the other file"),
        "to_survivor": _("Left to this file"),
        "to_merged": _("Given to the other file"),
    },
)


def _lines(value: Any) -> str:
    """Phones, e-mails and accounts as people write them."""
    return ", ".join(_line(one) for one in value) if isinstance(value, list) else str(value or "")


def _line(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    status = ContactStatus(one["status"]).label if one.get("status") else ""
    closed = _("closed") if one.get("closed_on") else ""
    more = [str(part) for part in (one.get("label"), one.get("bank_name"), status, closed) if part]
    shown = str(one.get("value") or one.get("iban") or "")
    return f"{shown} ({', '.join(more)})" if more else shown


def _address(value: Any) -> str:
    return str(AddressLine(**value)) if isinstance(value, dict) else str(value or "")


def _document(value: Any) -> str:
    """Kind, masked number and validity."""
    if not isinstance(value, dict):
        return str(value or "")
    if not value.get("number"):
        return ""
    kind = PaperKind(value["kind"]).label
    return " ".join(str(part) for part in (kind, value["number"], value.get("expires_on")) if part)


def _address_kind(value: Any) -> str:
    return str(AddressKind(value).label) if value else ""


def _reason(value: Any) -> str:
    return str(ReturnReason(value).label) if value else ""


def _day(value: Any) -> str:
    return figures.day(date.fromisoformat(value)) if value else ""


audit.name_actions(
    "parties.address", {"return": _("A letter came back"), "confirm": _("Letters reach the address again")}
)
audit.name_field(PARTY, "address_kind", _("Address"), _address_kind)
audit.name_field(PARTY, "returned_on", _("Letter came back on"), _day)
audit.name_field(PARTY, "return_reason", _("Why it came back"), _reason)
audit.name_field(PARTY, "phones", _("Phones"), _lines)
audit.name_field(PARTY, "emails", _("E-mails"), _lines)
audit.name_field(PARTY, "bank_accounts", _("Bank accounts"), _lines)
audit.name_field(PARTY, "id_document", _("Identity document"), _document)
audit.name_field(PARTY, "registered_address", _("Registered address"), _address)
audit.name_field(PARTY, "current_address", _("Current address"), _address)
audit.name_field(PARTY, "correspondence_address", _("Address for letters"), _address)
audit.name_fields("", {"reason": _("Reason"), "fields": _("Changed"), "version": _("Version")})
