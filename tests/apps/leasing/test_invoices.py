"""The tax documents that contracts make: at hand-over, with each instalment, at a termination."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadbook.apps.billing.models import TaxDocument
from roadbook.apps.leasing import actions
from roadbook.apps.leasing.enums import FeeBase, ProductKind
from roadbook.apps.leasing.models import Contract, Fee, Instalment
from roadbook.apps.leasing.queries import ending
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.organisation.models import Company
from roadbook.apps.receivables import actions as owed
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.models import Charge
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit, invariants
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db
FEE = Fee(code="ADM", name="Разглеждане", base=FeeBase.FIXED, amount=200_00)
MONEY: dict[str, Any] = {"price": 24_000_00, "down_payment": 4_800_00, "count": 24}
FIRST_DUE = date(2026, 12, 24)


def company(country: str = "BG") -> Company:
    return receivables.company(country=country, currency={"BG": "EUR", "PL": "PLN", "RU": "RUB"}[country])


def active(kind: str, of: Company | None = None, **more: Any) -> Contract:
    terms = {"kind": kind, "fees": (FEE,)}
    made = leasing.active(of or company(), product_terms=terms, **{**MONEY, **more})
    return Contract.objects.get(pk=made.pk)


def lines(document: TaxDocument) -> list[tuple[Any, ...]]:
    rows = document.lines.order_by("position")
    return [(one.label, one.net, one.vat_rate, one.vat) for one in rows]


def sound() -> bool:
    return not [problem for verdict in invariants.verify() for problem in verdict.problems]


@pytest.mark.parametrize("kind", [ProductKind.FINANCE_LEASE, ProductKind.INSTALMENT_SALE])
def test_bulgarian_hand_over_is_invoiced_whole(kind):
    contract = active(kind)
    document = TaxDocument.objects.get()
    assert (document.kind, document.subject, document.account_id) == (
        "invoice",
        audit.key(contract),
        contract.account_id,
    )
    assert lines(document) == [
        ("%(vehicle)s, VIN %(vin)s", 20_000_00, Decimal("0.2"), 4_000_00),
        ("%(name)s", 200_00, Decimal("0.2"), 40_00),
    ]
    assert (document.tax_on, document.due_on) == (date(2026, 11, 24), date(2028, 11, 24))
    assert document.buyer_id == contract.client_id
    assert Entry.objects.filter(subject=audit.key(contract), target=audit.key(document)).exists()
    leasing.charge_on(contract, FIRST_DUE)
    assert TaxDocument.objects.count() == 1
    assert sound()


def test_polish_hand_over_is_invoiced_with_the_interest():
    contract = active(ProductKind.FINANCE_LEASE, company("PL"))
    interest = contract.schedules.get().total_interest
    document = TaxDocument.objects.get()
    found = lines(document)
    assert [one[0] for one in found] == ["%(vehicle)s, VIN %(vin)s", "Interest of the financing", "%(name)s"]
    assert found[0][1] + found[0][3] == 24_000_00
    assert (found[1][1], found[1][2]) == (interest, Decimal("0.23"))
    booked = JournalRow.objects.filter(company=contract.company, credit__purpose="output_vat")
    assert document.vat == sum(booked.values_list("amount", flat=True))
    assert sound()


def test_rent_is_invoiced_with_its_vat_as_it_is_charged():
    contract = active(ProductKind.OPERATING_LEASE)
    at_activation = TaxDocument.objects.get()
    assert lines(at_activation) == [
        ("Advance rent", 4_800_00, Decimal("0.2"), 960_00),
        ("%(name)s", 200_00, Decimal("0.2"), 40_00),
    ]
    leasing.charge_on(contract, FIRST_DUE)
    document = TaxDocument.objects.latest("pk")
    rent = Charge.objects.get(kind="rent", source__startswith="leasing:instalment")
    vat = Charge.objects.get(kind="vat", due_on=FIRST_DUE)
    assert lines(document) == [("Rent no. %(number)s", rent.amount, Decimal("0.2"), vat.amount)]
    assert document.lines.get().charge_id == rent.pk
    assert (document.tax_on, document.due_on, document.issued_on) == (FIRST_DUE, FIRST_DUE, FIRST_DUE)
    assert sound()


@pytest.mark.parametrize(("country", "tax_on"), [("BG", FIRST_DUE), ("PL", date(2026, 12, 19))])
def test_tax_date_of_a_rent_charged_ahead_is_that_of_the_law(country, tax_on):
    terms = {"kind": ProductKind.OPERATING_LEASE, "charge_days_before": 5}
    contract = leasing.active(company(country), product_terms=terms, **MONEY)
    leasing.charge_on(contract, date(2026, 12, 19))
    assert TaxDocument.objects.latest("pk").tax_on == tax_on


def test_russian_lease_payment_is_invoiced_whole_at_the_rate_of_its_day():
    contract = active(ProductKind.FINANCE_LEASE, company("RU"))
    leasing.charge_on(contract, FIRST_DUE)
    first = Instalment.objects.get(number=1)
    document = TaxDocument.objects.latest("pk")
    assert lines(document)[0][:3] == ("Lease payment no. %(number)s", first.total, Decimal("0.22"))
    assert document.lines.get().charge_id == Charge.objects.get(kind="principal").pk
    assert sound()


@pytest.mark.parametrize(
    ("kind", "country", "taxed"),
    [
        (ProductKind.FINANCE_LEASE, "BG", [("%(name)s", 60_00, Decimal("0.2"), 12_00)]),
        (ProductKind.FINANCE_LEASE, "PL", [("%(name)s", 60_00, Decimal("0.23"), 13_80)]),
        (ProductKind.OPERATING_LEASE, "BG", [("%(name)s", 60_00, Decimal("0.2"), 12_00)]),
        (ProductKind.LOAN, "BG", []),
    ],
)
def test_fee_of_the_end_is_charged_and_invoiced_with_the_last_instalment(kind, country, taxed):
    fee = Fee(code="END", name="Отписване", amount=60_00, when="closing")
    terms = {"kind": kind, "fees": (fee,), "count_min": 1}
    made = leasing.active(company(country), product_terms=terms, price=12_000_00, down_payment=0, count=3)
    contract = Contract.objects.get(pk=made.pk)
    last = Instalment.objects.order_by("-number")[0]
    assert not Charge.objects.filter(kind="fee").exists()
    leasing.charge_on(contract, last.due_on)
    charged = Charge.objects.get(kind="fee")
    assert (charged.amount, charged.due_on, charged.title) == (60_00, last.due_on, "Отписване")
    document = TaxDocument.objects.order_by("-pk").first()
    assert [one for one in (lines(document) if document else []) if one[0] == "%(name)s"] == taxed
    assert contract.schedules.get().streams.filter(charged_on__isnull=True).count() == 0
    assert any("Fee owed: " in one for one in ending.obstacles(contract))
    assert sound()


@pytest.mark.parametrize("country", ["BG", "PL", "RU"])
def test_loan_needs_no_tax_document(country):
    contract = active(ProductKind.LOAN, company(country))
    leasing.charge_on(contract, FIRST_DUE)
    assert not TaxDocument.objects.exists()
    assert sound()


def test_charging_again_issues_nothing_twice():
    contract = active(ProductKind.OPERATING_LEASE)
    leasing.charge_on(contract, FIRST_DUE)
    Instalment.objects.update(charged_on=None)
    leasing.charge_on(contract, FIRST_DUE)
    assert TaxDocument.objects.count() == 2


def test_missed_days_make_an_invoice_for_each_instalment():
    contract = active(ProductKind.OPERATING_LEASE)
    leasing.charge_on(contract, date(2027, 2, 24))
    assert [one.due_on for one in TaxDocument.objects.order_by("pk")[1:]] == [
        FIRST_DUE,
        date(2027, 1, 24),
        date(2027, 2, 24),
    ]


@pytest.mark.parametrize("count", [1, 50])
def test_fifty_contracts_are_invoiced_in_as_many_questions_as_one(count):
    of = company()
    for _ in range(count):
        leasing.active(of, product_terms={"kind": ProductKind.OPERATING_LEASE}, **MONEY)
    receivables.move_date(of, FIRST_DUE)
    ((low, high),) = actions.plan_charging(of.pk, FIRST_DUE)
    with CaptureQueriesContext(connection) as asked:
        actions.charge_due(of.pk, FIRST_DUE, low, high)
    assert len(asked) == 35


@pytest.mark.parametrize("country", ["BG", "PL"])
def test_terminated_finance_lease_is_credited_what_is_not_due(country):
    contract = active(ProductKind.FINANCE_LEASE, company(country))
    leasing.charge_on(contract, FIRST_DUE)
    contract.refresh_from_db()
    left = contract.account.position.principal_not_due
    actions.terminate(contract=contract, reason="arrears", by=None)
    note = TaxDocument.objects.get(kind="credit_note")
    assert (note.gross, note.corrects.source) == (-left, f"leasing:contract:{contract.pk}:hand_over")
    back = JournalRow.objects.get(debit__purpose="output_vat")
    assert back.amount == -note.vat > 0
    assert sound()


def test_vat_that_nobody_documented_is_found():
    contract = active(ProductKind.OPERATING_LEASE)
    leasing.charge_on(contract, FIRST_DUE)
    assert sound()
    line = ChargeLine("vat", 7_00, FIRST_DUE, "test:vat", "VAT")
    owed.charge(
        account=contract.account,
        product_kind=ProductKind.OPERATING_LEASE,
        lines=[line],
        charged_on=FIRST_DUE,
        by=None,
    )
    [problem] = [problem for verdict in invariants.verify() for problem in verdict.problems]
    assert problem.startswith(f"account {contract.account_id}: output VAT of ")
