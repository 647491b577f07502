"""Interest between the last due date and a termination: shown before, charged, taxed where each payment is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.enums import ProductKind
from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.leasing.queries import accrued
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Charge
from roadbook.calc.explain import recompute
from roadbook.kit import invariants
from tests.factories import identity, leasing, receivables

pytestmark = pytest.mark.django_db
LAST_DUE, END = date(2026, 12, 24), date(2027, 1, 3)
CURRENCY = {"BG": "EUR", "PL": "PLN", "RU": "RUB"}


def running(kind: str = ProductKind.LOAN, country: str = "BG", on: date = END) -> Contract:
    """Charged up to the first due date, with ten days of the second period gone."""
    company = receivables.company(country=country, currency=CURRENCY[country])
    terms = {"kind": kind, "residual_max": Decimal("0.5"), "day_count": "act/365f"}
    made = leasing.active(company, product_terms=terms, count=12)
    leasing.charge_on(made, LAST_DUE)
    receivables.move_date(company, on)
    return Contract.objects.get(pk=made.pk)


def second(contract: Contract) -> Instalment:
    return Instalment.objects.get(schedule__contract=contract, schedule__is_active=True, number=2)


def new_charges(contract: Contract) -> dict[str, Charge]:
    return {one.kind: one for one in Charge.objects.filter(account=contract.account, source__contains="accrued")}


def half_up(amount: int, times: int, over: int) -> int:
    return (2 * amount * times + over) // (2 * over)


def sound() -> bool:
    return not [problem for verdict in invariants.verify() for problem in verdict.problems]


@pytest.mark.parametrize("kind", [ProductKind.LOAN, ProductKind.FINANCE_LEASE, ProductKind.INSTALMENT_SALE])
def test_days_since_the_last_due_date_bear_interest(kind):
    contract = running(kind)
    documents = TaxDocument.objects.filter(kind="invoice").count()
    actions.terminate(contract=contract, reason="arrears", by=None)
    [charge] = new_charges(contract).values()
    assert (charge.kind, charge.amount, charge.due_on) == ("interest", half_up(second(contract).interest, 10, 31), END)
    assert TaxDocument.objects.filter(kind="invoice").count() == documents
    assert sound()


def test_interest_is_taxed_and_invoiced_where_each_payment_is():
    contract = running(ProductKind.FINANCE_LEASE, "RU")
    actions.terminate(contract=contract, reason="client", by=None)
    found = new_charges(contract)
    interest = half_up(second(contract).interest, 10, 31)
    vat = half_up(interest, 22, 100)
    assert {kind: one.amount for kind, one in found.items()} == {"interest": interest, "vat": vat}
    document = TaxDocument.objects.latest("pk")
    line = document.lines.get()
    assert (document.kind, document.tax_on, document.net, document.vat) == ("invoice", END, interest, vat)
    assert (line.charge_id, line.vat_rate) == (found["interest"].pk, Decimal("0.22"))
    assert sound()


def test_polish_interest_was_taxed_with_the_whole_and_is_not_taxed_again():
    contract = running(ProductKind.FINANCE_LEASE, "PL")
    actions.terminate(contract=contract, reason="client", by=None)
    assert set(new_charges(contract)) == {"interest"}
    assert sound()


@pytest.mark.parametrize("on", [LAST_DUE, date(2026, 12, 1)])
def test_no_interest_runs_beyond_what_was_charged(on):
    contract = running(on=LAST_DUE)
    actions.terminate(contract=contract, reason="client", on=on, by=None)
    assert new_charges(contract) == {}


def test_interest_belongs_to_the_month_in_which_it_ran():
    contract = running(on=date(2027, 1, 10))
    actions.terminate(contract=contract, reason="client", on=date(2026, 12, 31), by=None)
    charge = new_charges(contract)["interest"]
    assert (charge.amount, charge.due_on) == (half_up(second(contract).interest, 7, 31), date(2026, 12, 31))
    booked = JournalRow.objects.get(source=f"receivables:charge:{charge.pk}")
    assert (booked.value_on, booked.amount) == (date(2026, 12, 31), charge.amount)
    assert sound()


def test_rent_is_owed_for_its_term_only():
    contract = running(ProductKind.OPERATING_LEASE)
    documents = TaxDocument.objects.count()
    actions.terminate(contract=contract, reason="client", by=None)
    assert (new_charges(contract), TaxDocument.objects.count()) == ({}, documents)


def test_due_date_that_the_day_has_not_charged_yet_bears_its_whole_interest():
    contract = running(on=date(2027, 1, 24))
    actions.terminate(contract=contract, reason="client", by=None)
    assert new_charges(contract)["interest"].amount == second(contract).interest


def test_charge_opens_the_lines_that_make_it():
    contract = running(ProductKind.FINANCE_LEASE, "RU")
    actions.terminate(contract=contract, reason="client", by=None)
    for charge in new_charges(contract).values():
        line = queries.explain_source(charge.source)
        assert recompute(line) == line.value == charge.amount
    assert queries.explain_source(f"leasing:accrued:{second(running()).pk}:interest") is None


def test_page_shows_what_the_termination_charges_for_the_day_typed(client: Client):
    contract = running()
    client.force_login(identity.staff(contract.company, "back_office", language="en"))
    [whole] = accrued.accrued(contract, END)
    [half] = accrued.accrued(contract, date(2026, 12, 29))
    page = client.get(f"/contracts/{contract.pk}/terminate/").content.decode()
    assert f"{whole.amount / 100:.2f}" in page
    assert "Due at once" in page
    part = client.get(f"/contracts/{contract.pk}/terminate/preview/", {"on": "29.12.2026"}).content.decode()
    assert f"{half.amount / 100:.2f}" in part
    assert f"{whole.amount / 100:.2f}" not in part
    actions.terminate(contract=contract, reason="client", by=None)
    assert new_charges(contract)["interest"].amount == whole.amount


def test_api_shows_it_before_it_is_done(client: Client):
    contract = running(ProductKind.FINANCE_LEASE, "RU")
    client.force_login(identity.staff(contract.company, "back_office", language="en"))
    told = client.get(f"/api/v1/contracts/{contract.pk}/termination", {"on": "2027-01-03"}).json()
    [one] = accrued.accrued(contract, END)
    assert told["interest"] == [
        {"number": 2, "amount": f"{one.amount / 100:.2f}", "vat": f"{one.vat / 100:.2f}"},
    ]
    assert (told["on"], told["currency"], told["is_written_back"]) == ("2027-01-03", "RUB", True)
    assert told["not_due"] == f"{contract.account.position.principal_not_due / 100:.2f}"


def test_nothing_is_shown_of_what_is_not_live(client: Client):
    contract = running()
    client.force_login(identity.staff(contract.company, "back_office", language="en"))
    actions.terminate(contract=contract, reason="client", by=None)
    draft = leasing.draft(contract.company)
    for one in (contract, draft):
        assert client.get(f"/api/v1/contracts/{one.pk}/termination").status_code == 404
        assert "<table" not in client.get(f"/contracts/{one.pk}/terminate/preview/").content.decode()
