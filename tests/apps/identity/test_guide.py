"""The table of the user guide that says who does what is what the roles hold: no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roadbook.apps.identity.enums import Permission, Role
from roadbook.apps.identity.rules import ROLE_PERMISSIONS

P = Permission
GUIDE = Path(__file__).parents[3] / "docs" / "user-guide.md"
SAID = {
    "activation": {P.CONTRACT_ACTIVATE},
    "approves refunds": {P.BILL_VIEW, P.BILL_APPROVE},
    "audit log": {P.AUDIT_VIEW},
    "branches": {P.COMPANY_VIEW, P.COMPANY_EDIT},
    "catalogue": {P.CATALOGUE_EDIT},
    "chart of accounts": {P.LEDGER_VIEW, P.LEDGER_EDIT},
    "check of the books": {P.BOOKS_VERIFY},
    "checks of scans": {P.DOCUMENT_VERIFY},
    "clients": {P.PARTY_EDIT},
    "close of day": {P.DAY_CLOSE},
    "closing of contracts": {P.CONTRACT_CLOSE},
    "companies": {P.COMPANY_VIEW, P.COMPANY_EDIT},
    "companies seen": {P.COMPANY_VIEW},
    "credit notes": {P.TAX_VIEW, P.TAX_CREDIT},
    "documents": {P.DOCUMENT_MAKE},
    "drafts": {P.CONTRACT_EDIT},
    "fees asked for": {P.FEE_CHARGE},
    "imports": {P.RECORD_IMPORT},
    "invoices seen": {P.TAX_VIEW},
    "jobs": {P.JOB_VIEW},
    "merging of clients": {P.PARTY_MERGE},
    "months of the books": {P.LEDGER_VIEW, P.LEDGER_CLOSE},
    "payments": {P.PAYMENT_TAKE},
    "pays refunds": {P.BILL_VIEW, P.BILL_PAY},
    "products": {P.PRODUCT_EDIT},
    "proposes refunds": {P.BILL_VIEW, P.BILL_DRAFT},
    "refunds seen": {P.BILL_VIEW},
    "reversals": {P.PAYMENT_REVERSE},
    "sees the books": {P.LEDGER_VIEW},
    "signing": {P.CONTRACT_SIGN},
    "templates": {P.TEMPLATE_EDIT},
    "users": {P.USER_MANAGE},
    "vehicles": {P.VEHICLE_EDIT},
}
"""What the words of the table let somebody do."""
UNSAID = (
    {P.PARTY_VIEW, P.VEHICLE_VIEW, P.PRODUCT_VIEW, P.CONTRACT_VIEW, P.PAYMENT_VIEW, P.DOCUMENT_VIEW}
    | {P.NOTE_WRITE, P.FILE_ATTACH, P.RECORD_EXPORT, P.VIEW_SHARE}
    | {P.PARTY_REVEAL}
)
"""Reading the contract file, notes and files, lists taken out or shared, a number shown for a reason."""


def rows() -> dict[str, list[str]]:
    section = GUIDE.read_text(encoding="utf-8").partition("## Who does what")[2].partition("\n## ")[0]
    found = re.findall(r"^\| ([a-z ]+) \| ([^|]+) \|$", section, re.MULTILINE)
    return {role.replace(" ", "_"): said.split(", ") for role, said in found if role != "role"}


def test_table_is_read():
    assert sorted(rows()) == ["administrator", "back_office", "broker", "cashier", "manager"]


@pytest.mark.parametrize("role", sorted(rows()))
def test_role_does_what_the_guide_says(role: str):
    said = set().union(*(SAID[word] for word in rows()[role]))
    assert said == set(ROLE_PERMISSIONS[Role(role)]) - UNSAID
