"""May this document be corrected, by whom, and by which law a line bears no VAT."""

from __future__ import annotations

from datetime import date
from typing import Any

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions import queries as law

from .enums import CORRECTING
from .models import TaxDocument


def may_credit(user: Any, document: TaxDocument) -> bool:
    """Invoices and the like are credited by whoever holds the permission at their branch; notes are not."""
    where = {"company_id": document.company_id, "branch_id": document.branch_id}
    return document.kind not in CORRECTING and bool(identity.may(user, Permission.TAX_CREDIT, **where))


def may_print(user: Any, document: TaxDocument) -> bool:
    """Whoever makes documents at its branch."""
    where = {"company_id": document.company_id, "branch_id": document.branch_id}
    return bool(identity.may(user, Permission.DOCUMENT_MAKE, **where))


def legal_basis(country: str, subject: str, on: date, *, product_kind: str = "") -> str:
    """The article by which a supply bears no VAT (or when it does), as a document cites it.

    ``subject`` is what ``jurisdictions.queries.vat_treatment`` knows; the interest of a sale is that of a ``loan``.

    :raises VatUnknown: the packs hold no rule.
    """
    found = law.vat_treatment(country, subject, on, product_kind=product_kind).law
    return found.partition(";")[0].partition(":")[0].strip()
