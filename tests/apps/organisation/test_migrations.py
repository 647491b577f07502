"""Data migrations of organisation on rows as they were."""

from __future__ import annotations

from datetime import date

import pytest

from tests.migrating import past

OLD = {"country": "BG", "currency": "BGN", "language": "bg", "business_date": date(2026, 11, 24)}


@pytest.fixture
def old(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), past(tmp_path, "organisation", "0002_whole_company") as world:
        companies = world.rows("organisation", "Company")
        account = {"bank_name": "Примерна банка", "iban": "BG80BNBG96611020345678", "bic": "BNBGBGSD"}
        north = companies.create(code="NORTH", name="Север", **account, **OLD)
        south = companies.create(code="SOUTH", name="Юг", **OLD)
        branches = world.rows("organisation", "Branch")
        branches.create(company_id=north.pk, code="SOF", name="Централен", city="София", address="ул. Тестова 1")
        branches.create(company_id=south.pk, code="VAR", name="Варна")
        yield world


def test_one_account_of_a_company_becomes_its_first_and_branches_are_found(old):
    old.migrate("organisation", "0003_accounts_of_companies")
    found = old.rows("organisation", "BankAccount").values_list(
        "company__code", "bank", "iban", "bic", "currency", "purpose", "is_default", "opened_on", "closed_on", "version"
    )
    first = ("NORTH", "Примерна банка", "BG80BNBG96611020345678", "BNBGBGSD", "BGN", "operating", True, None, None, 1)
    assert list(found) == [first]
    words = dict(old.rows("organisation", "Branch").values_list("code", "search_text"))
    assert words["SOF"].split() == ["sof", "централен", "софия", "ул.", "тестова", "1"]
    assert words["VAR"].split() == ["var", "варна"]


def test_accounts_outlive_the_columns_they_came_from(old):
    old.migrate("organisation", "0004_company_without_account_columns")
    assert list(old.rows("organisation", "BankAccount").values_list("iban", flat=True)) == ["BG80BNBG96611020345678"]
    names = {field.name for field in old.apps.get_model("organisation", "Company")._meta.get_fields()}
    assert not names & {"bank_name", "iban", "bic"}


def test_account_on_papers_becomes_the_companys_one_account_again(old):
    old.migrate("organisation", "0003_accounts_of_companies")
    accounts, south = old.rows("organisation", "BankAccount"), old.rows("organisation", "Company").get(code="SOUTH")
    new = {"company_id": south.pk, "bank": "Друга банка", "bic": ""}
    accounts.create(iban="BG18RZBB91550123456789", currency="BGN", is_default=True, **new)
    accounts.create(iban="BG76UNCR70001512345678", currency="EUR", is_default=True, **new)
    old.migrate("organisation", "0002_whole_company")
    found = dict(old.rows("organisation", "Company").values_list("code", "iban"))
    assert found == {"NORTH": "BG80BNBG96611020345678", "SOUTH": "BG18RZBB91550123456789"}
