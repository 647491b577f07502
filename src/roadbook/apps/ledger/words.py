"""What the audit log calls the acts on the books."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit

audit.name_subject("ledger.period", _("Month of the books"))
audit.name_actions("ledger", {"books.open": _("Books opened"), "period.close": _("Month of the books closed")})
