"""What the audit log calls the acts and things of accounts and payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

ACCOUNT, PAYMENT = "receivables.account", "receivables.payment"

audit.name_subject(ACCOUNT, _("Account"), "receivables:account_show", audit.titles_from(ACCOUNT, "number"))
audit.name_subject(PAYMENT, _("Payment"), "receivables:payment_show", audit.titles_from(PAYMENT, "number"))
audit.name_actions(
    ACCOUNT,
    {
        "open": _("Account opened"),
        "close": _("Account closed"),
        "give_back": _("Taking over undone"),
        "apply_credit": _("Credit applied"),
    },
)
audit.name_actions(PAYMENT, {"take": _("Payment taken"), "reverse": _("Payment reversed")})
audit.name_field(PAYMENT, "amount", _("Amount"), str)
audit.name_field(PAYMENT, "reason", _("Reason"))
audit.name_field(ACCOUNT, "amount", _("Amount"), str)
audit.name_field(ACCOUNT, "subject", _("Of what"))
