"""What the audit log calls the acts and things of what we owe."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

BILL = "payables.bill"

audit.name_subject(BILL, _("Refund"), "payables:bill_show", audit.titles_from(BILL, "number"))
audit.name_actions(
    BILL,
    {
        "draft": _("Refund proposed"),
        "change": _("Refund changed"),
        "approve": _("Refund approved"),
        "pay": _("Refund paid out"),
        "cancel": _("Refund cancelled"),
    },
)
audit.name_fields(
    BILL,
    {
        "reason": _("Reason"),
        "payee_name": _("Payee"),
        "payee_account": _("Account of the payee"),
        "payee_id": _("Payee on file"),
        "channel": _("Paid by"),
    },
)
audit.name_field(BILL, "amount", _("Amount"), str)
