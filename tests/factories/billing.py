"""Tax documents for tests, made through actions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from roadbook.apps.billing import actions
from roadbook.apps.billing.actions import Draft, TaxLine
from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.organisation.models import Company
from tests.factories import organisation, parties


def line(net: int = 100_00, rate: str = "0.20", *, label: str = "Rent", **fields: Any) -> TaxLine:
    """A taxed line, its VAT rounded by itself; ``rate="0"`` is exempt."""
    is_taxed = Decimal(rate) > 0
    values = {
        "vat_code": "standard" if is_taxed else "exempt",
        "legal_text": "" if is_taxed else "ЗДДС, чл. 46, ал. 1, т. 1",
        **fields,
    }
    one = TaxLine(label=label, params={}, net=net, vat_rate=Decimal(rate), vat=0, **values)
    return actions.on_net([one])[0]


def draft(of: Company, *lines: TaxLine, **fields: Any) -> Draft:
    """An invoice of 100.00 and 20 % VAT to a new client, due in two weeks, unless said otherwise."""
    values = {
        "kind": "invoice",
        "buyer": fields.pop("buyer", None) or parties.person(of),
        "branch": fields.pop("branch", None) or organisation.branch(of),
        "tax_on": of.business_date,
        "due_on": of.business_date + timedelta(days=14),
        "subject": "",
        "currency": of.currency,
        **fields,
    }
    return Draft(lines=lines or (line(),), **values)


def document(of: Company | None = None, *lines: TaxLine, **fields: Any) -> TaxDocument:
    """An issued document, of a new company unless one is given."""
    of = of or organisation.company()
    return actions.issue(company=of, draft=draft(of, *lines, **fields), by=None)
