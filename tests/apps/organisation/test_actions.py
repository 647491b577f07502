"""Companies, branches and the business date."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.apps.jurisdictions.rules import IdentifierRefused
from roadbook.apps.organisation import actions, queries
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.errors import Conflict, Forbidden
from roadbook.kit.models import AuditEntry, OutboxEvent
from tests.factories import identity as people
from tests.factories import organisation as make

VALUES = {
    "code": "NEW",
    "name": "New cars",
    "country": "BG",
    "currency": "EUR",
    "language": "bg",
    "business_date": date(2026, 11, 24),
}


def test_administrator_opens_a_company(db):
    admin = people.staff(make.company())
    company = actions.create_company(by=admin, **VALUES, tax_number="BG 121887948", iban="BG80 BNBG 9661 1020 3456 78")
    assert (company.code, company.tax_number, company.bank_accounts.get().iban) == (
        "NEW",
        "121887948",
        "BG80BNBG96611020345678",
    )
    entry = AuditEntry.objects.get(subject=f"organisation.company:{company.pk}", action__endswith="company.create")
    assert (entry.action, entry.actor_id, entry.company_id) == ("organisation.company.create", admin.pk, company.pk)
    event = OutboxEvent.objects.get(name="organisation.events.CompanyOpened", payload__company_id=company.pk)
    assert event.payload["by_id"] == admin.pk


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CASHIER])
def test_others_open_no_company(db, role):
    user = people.staff(make.company(), role)
    with pytest.raises(Forbidden):
        actions.create_company(by=user, **VALUES)
    assert not Company.objects.filter(code="NEW").exists()


def test_administrator_of_one_branch_opens_no_company(db):
    branch = make.branch()
    user = people.staff(branch.company, Role.ADMINISTRATOR, branch=branch)
    with pytest.raises(Forbidden):
        actions.create_company(by=user, **VALUES)
    with pytest.raises(Forbidden):
        actions.change_company(company=branch.company, by=user, name="Mine")
    branch.company.refresh_from_db()
    assert branch.company.name != "Mine"


@pytest.mark.parametrize(("field", "value"), [("tax_number", "123456789"), ("iban", "BG80BNBG96611020345679")])
def test_wrong_number_of_a_company_is_refused_at_its_field(db, field, value):
    with pytest.raises(IdentifierRefused) as refusal:
        actions.create_company(by=None, **VALUES, **{field: value})
    assert refusal.value.field == field
    assert not Company.objects.exists()


def test_code_of_a_company_is_taken_once(db):
    actions.create_company(by=None, **VALUES)
    with pytest.raises(actions.CodeTaken):
        actions.create_company(by=None, **{**VALUES, "name": "Another"})
    assert Company.objects.count() == 1


def test_change_writes_old_and_new_to_the_audit(db):
    company = make.company(name="Old")
    admin = people.staff(company)
    changed = actions.change_company(company=company, by=admin, name="New", phone="")
    assert changed.name == "New"
    entry = AuditEntry.objects.get(action="organisation.company.change")
    assert entry.changes == {"name": ["Old", "New"]}


def test_administrator_of_another_company_changes_nothing(db):
    company, stranger = make.company(name="Old"), people.staff(make.company())
    with pytest.raises(Forbidden):
        actions.change_company(company=company, by=stranger, name="New")
    with pytest.raises(Forbidden):
        actions.create_branch(company=company, by=stranger, code="X", name="X")
    company.refresh_from_db()
    assert company.name == "Old"
    assert not Branch.objects.exists()


def test_code_of_a_branch_is_taken_once_in_its_company(db):
    branch = make.branch(code="SOF")
    with pytest.raises(actions.CodeTaken):
        actions.create_branch(company=branch.company, by=None, code="SOF", name="Again")
    assert make.branch(code="SOF").company != branch.company
    assert branch.company.branches.count() == 1


def test_branch_is_changed(db):
    branch = make.branch(name="Old")
    assert actions.change_branch(branch=branch, by=people.staff(branch.company), name="New").name == "New"
    assert AuditEntry.objects.get(action="organisation.branch.change").changes == {"name": ["Old", "New"]}


def test_business_date_advances_by_one_day(db):
    company = make.company(business_date=date(2026, 12, 31))
    assert actions.advance_business_date(company=company, by=None) == date(2027, 1, 1)
    company.refresh_from_db()
    assert company.business_date == date(2027, 1, 1)


def test_business_date_is_advanced_from_what_the_caller_saw(db):
    company = make.company(business_date=date(2026, 11, 24))
    stale = Company.objects.get(pk=company.pk)
    actions.advance_business_date(company=company, by=None)
    with pytest.raises(Conflict):
        actions.advance_business_date(company=stale, by=None)
    company.refresh_from_db()
    assert company.business_date == date(2026, 11, 25)


def test_cashier_does_not_close_the_day(db):
    company = make.company(business_date=date(2026, 11, 24))
    with pytest.raises(Forbidden):
        actions.advance_business_date(company=company, by=people.staff(company, Role.CASHIER))
    company.refresh_from_db()
    assert company.business_date == date(2026, 11, 24)


def test_companies_close_in_the_order_of_their_codes(db):
    for code in ("B", "A", "C"):
        make.company(code=code)
    assert [one.code for one in queries.companies_for_closing()] == ["A", "B", "C"]
