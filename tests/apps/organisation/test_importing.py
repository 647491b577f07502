"""Own companies and branches from files."""

from __future__ import annotations

from typing import Any

import pytest

from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import BankAccount, Branch, Company
from roadbook.kit.errors import Forbidden
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import ImportBatch
from roadbook.kit.testing import deliver
from tests.factories import identity, organisation, transfers

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
