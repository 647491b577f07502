"""What the audit log calls the acts and things of clients."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

PARTY = "parties.party"

audit.name_subject(PARTY, _("Client"), "parties:party_file", audit.titles_from(PARTY, "number"))
audit.name_actions(PARTY, {"register": _("Client entered"), "change": _("Client changed")})
audit.name_action("parties.identifier.show", _("National number shown"))
audit.name_fields(
    PARTY,
    {
        "identifier": _("National number"),
        "identifier_kind": _("Kind of number"),
        "document": _("Identity document"),
        "addresses": _("Addresses"),
        "address": _("Address"),
        "phones": _("Phones"),
        "emails": _("E-mails"),
    },
)
audit.name_fields("", {"reason": _("Reason"), "fields": _("Changed"), "version": _("Version")})
