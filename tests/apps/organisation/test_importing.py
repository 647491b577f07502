"""Own companies and branches from files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils.translation import override

from roadbook.apps.identity import actions as identity_actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import Assignment, User
from roadbook.apps.ledger.models import GLAccount
from roadbook.apps.organisation import actions
from roadbook.apps.organisation.actions import importing
from roadbook.apps.organisation.importers import CompanyImporter
from roadbook.apps.organisation.models import BankAccount, Branch, Company
from roadbook.kit import clock
from roadbook.kit.errors import Forbidden
from roadbook.kit.imports import Draft, Ground, checking
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import AuditEntry, ImportBatch, OutboxEvent
from roadbook.kit.testing import at_once, deliver
from tests.factories import identity, organisation, transfers
from tests.factories.parties import egn, eik

pytestmark = pytest.mark.django_db
HEAD = "Code;Name;Country;Currency;Language;Business date;Bank account;Branch: Code;Branch: Name;Branch: City\n"
NORTH = "NORTH;Север Лизинг ЕООД;България;EUR;bg;24.11.2026"
CODE = "organisation.companies"


def imported(text: str, **more: Any):
    return transfers.imported(HEAD + text, importer=CODE, **more)


def test_companies_and_their_branches_are_opened():
    batch = imported(f"{NORTH};;;;\nNORTH;;;;;;;SOF;София;София\nNORTH;;;;;;;VAR;Варна;Варна\n")
    assert batch.counts == {"done": 3}
    company = Company.objects.get()
    assert (company.code, company.country, company.currency) == ("NORTH", "BG", "EUR")
    assert sorted(Branch.objects.values_list("code", "city")) == [("SOF", "София"), ("VAR", "Варна")]


def test_company_comes_with_its_first_branch_and_account():
    imported(f"{NORTH};BG80BNBG96611020345678;SOF;София;София\n")
    assert Branch.objects.get().company == Company.objects.get()
    assert BankAccount.objects.get().iban == "BG80BNBG96611020345678"


def test_same_file_twice_makes_nothing_new():
    text = f"{NORTH};;;;\nNORTH;;;;;;;SOF;София;София\n"
    imported(text)
    assert transfers.checked(HEAD + text, importer=CODE).counts == {"duplicate": 2}


def test_wrong_rows_name_field_and_reason_and_open_nothing():
    batch = transfers.checked(
        HEAD
        + f"{NORTH};BG00BNBG96611020345678;;;\nSOUTH;Юг;;EUR;bg;24.11.2026;;;;\nWEST;;;;;;;SOF;София;\n"
        + "не;Юг;BG;EUR;bg;24.11.2026;;;;\nEAST;Изток;BG;EUR;bg;24.11.2026;;SOF;;\n",
        importer=CODE,
    )
    found = [Contents(transfers.row(batch, line)).problems[0].field for line in range(2, 7)]
    assert found == ["iban", "country", "name", "code", "branch_name"]
    assert (batch.counts, Company.objects.count(), Branch.objects.count()) == ({"error": 5}, 0, 0)


def test_branches_are_taken_back_and_the_company_stays():
    company = organisation.company(code="NORTH")
    batch = transfers.undone(imported("NORTH;;;;;;;SOF;София;\nNORTH;;;;;;;VAR;Варна;\n"))
    assert (batch.state, Branch.objects.count(), Company.objects.get()) == ("undone", 0, company)


def test_company_in_which_people_work_by_now_keeps_the_import():
    batch = imported(f"{NORTH};;;;\n")
    deliver()
    identity.staff(Company.objects.get())
    batch = transfers.undone(batch)
    assert (batch.state, Company.objects.count()) == ("done", 1)
    assert "line 2" in batch.problem


def test_back_office_opens_no_companies():
    office = identity.staff(organisation.company(), Role.BACK_OFFICE)
    with pytest.raises(Forbidden):
        transfers.upload(HEAD + f"{NORTH};;;;\n", importer=CODE, by=office)
    assert ImportBatch.objects.count() == 0


def administrator():
    """Somebody who may open companies, because there is one that he administers."""
    return identity.staff(organisation.company(code="FIRST"), Role.ADMINISTRATOR)


def test_company_and_its_branches_are_taken_back_with_books_and_role_that_came_by_themselves():
    by = administrator()
    text = f"{NORTH};BG80BNBG96611020345678;SOF;София;София\nNORTH;;;;;;;VAR;Варна;Варна\n"
    batch = imported(text, by=by)
    assert batch.counts == {"done": 2}
    deliver()
    north = Company.objects.get(code="NORTH")
    assert GLAccount.objects.filter(company=north).exists()
    assert Assignment.objects.filter(company=north, user=by).count() == 1
    batch = transfers.undone(batch, by=by)
    assert (batch.state, batch.problem) == ("undone", "")
    assert (Company.objects.filter(code="NORTH").count(), Branch.objects.count(), BankAccount.objects.count()) == (
        0,
        0,
        0,
    )
    assert (GLAccount.objects.filter(company_id=north.pk).count(), Assignment.objects.filter(user=by).count()) == (0, 1)
    removed = AuditEntry.objects.filter(action__endswith=".remove").values_list("subject", flat=True)
    assert len(set(removed)) == 3


def test_company_is_taken_back_before_anybody_heard_of_it():
    by = administrator()
    batch = transfers.undone(imported(f"{NORTH};;;;\n", by=by), by=by)
    assert (batch.state, Company.objects.filter(code="NORTH").exists()) == ("undone", False)
    deliver()
    event = OutboxEvent.objects.get(name="organisation.events.CompanyOpened", payload__by_id=by.pk)
    assert (event.error, event.delivered_at is None) == ("", False)


def test_undo_names_line_and_act_that_stands_on_a_company_or_a_branch():
    by = administrator()
    text = f"{NORTH};;SOF;София;\nNORTH;;;;;;;VAR;Варна;\n"
    batch = imported(text, by=by)
    deliver()
    by = User.objects.get(pk=by.pk)
    actions.change_branch(branch=Branch.objects.get(code="VAR"), by=by, city="Варна")
    batch = transfers.undone(batch, by=by)
    assert (batch.state, Branch.objects.count()) == ("done", 2)
    assert "line 3: Branch changed" in batch.problem
    actions.change_branch(branch=Branch.objects.get(code="SOF"), by=by, city="София")
    batch = transfers.undone(batch, by=by)
    assert "line 2: Branch changed" in batch.problem
    assert (batch.state, Company.objects.filter(code="NORTH").count()) == ("done", 1)


def test_administrator_whom_somebody_named_keeps_the_company():
    by = administrator()
    batch = imported(f"{NORTH};;;;\n", by=by)
    deliver()
    by = User.objects.get(pk=by.pk)
    other = identity.user(name="Друг Администратор")
    identity_actions.assign(user=other, role=Role.ADMINISTRATOR, company=Company.objects.get(code="NORTH"), by=by)
    batch = transfers.undone(batch, by=by)
    assert (batch.state, Company.objects.filter(code="NORTH").count()) == ("done", 1)
    assert "line 2: assignment (Друг Администратор" in batch.problem


def test_branch_of_a_company_above_it_in_another_chunk(monkeypatch):
    monkeypatch.setattr(CompanyImporter, "chunk", 1)
    monkeypatch.setattr(checking, "CHUNK", 1)
    batch = imported(f"{NORTH};;;;\nNORTH;;;;;;;SOF;София;\n", by=administrator())
    assert (batch.counts, Branch.objects.get().code) == ({"done": 2}, "SOF")


def test_opened_with_many_is_as_opened_alone():
    said = {"name": "Север", "country": "BG", "currency": "EUR", "language": "bg", "business_date": date(2026, 11, 24)}
    more = {"tax_number": eik(1), "manager_number": egn(1), "iban": "BG80BNBG96611020345678"}
    branch = {"code": "SOF", "name": "София", "phone": "02 1"}
    alone = actions.create_company(by=None, code="ALONE", **said, **more)
    actions.create_branch(company=alone, by=None, **branch)
    opening = importing.Opening(codes=["MANY"], by=None)
    opening.read("MANY", {**said, **more}, branch)
    many = Company.objects.get(pk=opening.write()[0])
    assert told_of(many) == told_of(alone)


def told_of(company: Company) -> list[Any]:
    """Every column of a company and its parts but for keys and its code, and what audit log and outbox say of them."""
    own = {"id", "company", "code"}
    parts = (company, *company.branches.all(), *company.bank_accounts.all())
    rows = [
        {one.name: getattr(part, one.attname) for one in part._meta.fields if one.name not in own} for part in parts
    ]
    entries = AuditEntry.objects.filter(company_id=company.pk).order_by("action")
    told = [(one.action, {**one.changes, "code": None}, one.values_sha256) for one in entries]
    heard = [event.payload["company_id"] for event in OutboxEvent.objects.all()].count(company.pk)
    return [rows, told, heard]


@pytest.mark.parametrize("rows", [10, 30])
def test_a_chunk_is_checked_and_imported_with_the_same_statements_however_many_rows(
    rows, django_assert_num_queries, company_lines
):
    importer, ground = CompanyImporter(), Ground(company_id=None, by=None)
    drafts = company_lines(rows)
    with django_assert_num_queries(1):
        verdicts = importer.check(drafts, ground)
    assert {verdict.state for verdict in verdicts} == {"new"}
    with django_assert_num_queries(13):
        outcomes = importer.apply(drafts, Ground(company_id=None, by=None))
    assert all(outcome.subject for outcome in outcomes)
    assert (Company.objects.count(), Branch.objects.count(), BankAccount.objects.count()) == (rows, rows * 2, 1)


@pytest.fixture
def company_lines():
    """Pairs of lines: a company with its first branch, and another branch of it. The first company has an account:
    the feed tells of each by a statement of its own.
    """

    def lines(count: int) -> list[Draft]:
        said = {"country": "BG", "currency": "EUR", "language": "bg", "business_date": date(2026, 11, 24)}
        drafts = []
        for one in range(count):
            account = {"iban": "BG80BNBG96611020345678"} if one == 0 else {}
            company = {"code": f"C{one}", "name": f"Фирма {one}", **account, **said}
            first = {"branch_code": "A", "branch_name": "А"}
            drafts.append(Draft(2 * one, 2 * one, {**company, **first}))
            drafts.append(Draft(2 * one + 1, 2 * one + 1, {"code": f"C{one}", "branch_code": "B", "branch_name": "Б"}))
        return drafts

    return lines


@pytest.mark.django_db(transaction=True)
def test_two_files_with_the_same_company_at_the_same_time_open_it_once(company_lines):
    results = at_once(*[lambda: CompanyImporter().apply(company_lines(3), Ground(company_id=None, by=None))] * 2)
    assert all(isinstance(found, list) for found in results), results
    assert sorted(sum(bool(one.subject) for one in found) for found in results) == [0, 6]
    assert (Company.objects.count(), Branch.objects.count()) == (3, 6)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "bg", "pl", "ru"])
def test_list_of_companies_that_comes_back_changes_nothing(form, language):
    company = organisation.company(code="NORTH", name="=Север, „А“", tax_number=eik(1), website="-", city="София")
    by = identity.staff(company, Role.ADMINISTRATOR)
    with time_machine.travel(clock.now(), tick=False), override(language):
        content = transfers.content(by, table=CODE, format=form)
        batch = transfers.brought(content, f"companies.{form}", importer=CODE)
        assert batch.counts == {"duplicate": 1}
        again = transfers.content(by, table=CODE, format=form)
        assert transfers.parts(again) == transfers.parts(content)
