"""The four kinds of product: what stands in the books at activation, what is charged, what lies beside the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from roadbook.apps.jurisdictions.queries import VatUnknown
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.actions.products import ProductRefused
from roadbook.apps.leasing.enums import FeeBase, FeeWhen, ProductKind, VersionReason
from roadbook.apps.leasing.models import Contract, Fee, ProductTerms, StreamRow
from roadbook.apps.leasing.models.agreed import problems
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.receivables.models import Charge
from roadbook.kit import invariants
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db

FEE = Fee(code="ADM", name="Разглеждане", base=FeeBase.FINANCED, share=Decimal("0.01"), least=50_00)
MONEY: dict[str, Any] = {"price": 24_000_00, "down_payment": 4_800_00, "count": 24}


def active(kind: str, country: str = "BG", **more: Any) -> Contract:
    currency = {"BG": "EUR", "PL": "PLN", "RU": "RUB"}[country]
    company = receivables.company(country=country, currency=currency)
    terms = {"kind": kind, "fees": (FEE,), "residual_max": Decimal("0.5"), **more.pop("product_terms", {})}
    return Contract.objects.get(pk=leasing.active(company, product_terms=terms, **{**MONEY, **more}).pk)


def posted(contract: Contract) -> dict[tuple[str, str], int]:
    """The amounts between two accounts, by their codes, of all rows of the contract's books."""
    found: dict[tuple[str, str], int] = {}
    for row in JournalRow.objects.filter(company=contract.company).select_related("debit", "credit"):
        sides = row.debit.code, row.credit.code
        found[sides] = found.get(sides, 0) + row.amount
    return found


def charged(contract: Contract) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in Charge.objects.filter(account=contract.account):
        found[one.kind] = found.get(one.kind, 0) + one.amount
    return found


def sound() -> bool:
    return not [problem for verdict in invariants.verify() for problem in verdict.problems]


@pytest.mark.parametrize("kind", [ProductKind.FINANCE_LEASE, ProductKind.INSTALMENT_SALE])
def test_bulgarian_lease_is_taxed_whole_at_hand_over(kind):
    contract = active(kind)
    assert (contract.vat_basis, contract.vat_rate) == ("at_hand_over", Decimal("0.2000"))
    assert contract.agreed.vat_contained == 4_000_00
    assert posted(contract) == {
        ("2110", "4010"): 20_000_00,
        ("2110", "4530"): 4_000_00,
        ("4112", "2110"): 4_800_00,
        ("4115", "7030"): 192_00,
        ("4113", "4530"): 38_40,
    }
    assert charged(contract) == {"down_payment": 4_800_00, "fee": 192_00, "vat": 38_40}
    assert contract.live_account.position.principal_not_due == contract.financed == 19_200_00
    assert sound()


def test_instalments_of_a_finance_lease_are_principal_and_interest_alone():
    contract = active(ProductKind.FINANCE_LEASE)
    before = charged(contract)
    assert leasing.charge_on(contract, date(2026, 12, 24)) == 1
    first = contract.schedules.get().instalments.get(number=1)
    assert charged(contract) == {**before, "principal": first.principal, "interest": first.interest}
    contract.live_account.position.refresh_from_db()
    assert contract.live_account.position.principal_not_due == 19_200_00 - first.principal
    assert sound()


def test_polish_finance_lease_is_taxed_on_its_interest_at_hand_over():
    contract = active(ProductKind.FINANCE_LEASE, "PL")
    interest = contract.schedules.get().total_interest
    assert contract.vat_on_interest
    row = StreamRow.objects.get(code="vat:interest")
    assert (row.base, row.amount) == (interest, (interest * 23 + 50) // 100)
    assert sound()


def test_russian_lease_is_taxed_with_each_payment():
    contract = active(ProductKind.FINANCE_LEASE, "RU")
    assert (contract.vat_basis, contract.vat_rate) == ("each_instalment", Decimal("0.2200"))
    assert contract.agreed.vat_contained == 0
    assert charged(contract) == {"down_payment": 4_800_00, "fee": 192_00, "vat": 1_056_00 + 42_24}
    leasing.charge_on(contract, date(2026, 12, 24))
    first = contract.schedules.get().instalments.get(number=1)
    vat = StreamRow.objects.get(number=1)
    assert (vat.base, vat.amount) == (first.total, (first.total * 22 + 50) // 100)
    assert charged(contract)["vat"] == 1_098_24 + vat.amount
    assert sound()


def test_each_payment_takes_the_vat_rate_of_its_own_day():
    """The Russian rate rose from 20 to 22 % on 1 January 2026."""
    company = receivables.company(country="RU", currency="RUB", business_date=date(2025, 11, 24))
    dates = {"starts_on": date(2025, 11, 24), "first_due_on": date(2025, 12, 24)}
    product = {"kind": ProductKind.FINANCE_LEASE, "count_min": 2}
    contract = leasing.signed(company, product_terms=product, **{**MONEY, **dates, "count": 3})
    rows = StreamRow.objects.filter(number__gt=0).order_by("number")
    assert contract.vat_rate == Decimal("0.2")
    assert [round(row.amount / row.base, 4) for row in rows] == [0.2, 0.22, 0.22]


def test_operating_lease_keeps_the_vehicle_and_charges_rent_with_vat():
    contract = active(ProductKind.OPERATING_LEASE, residual=6_000_00)
    assert contract.vat_basis == "each_instalment"
    assert contract.live_account.position.principal_not_due == 0
    assert posted(contract)[("2050", "4010")] == 24_000_00
    assert charged(contract) == {"rent": 4_800_00, "fee": 192_00, "vat": 960_00 + 38_40}
    leasing.charge_on(contract, date(2026, 12, 24))
    first = contract.schedules.get().instalments.get(number=1)
    assert charged(contract)["rent"] == 4_800_00 + first.total
    assert "principal" not in charged(contract)
    assert "interest" not in charged(contract)
    assert sound()


def test_residual_of_an_operating_lease_is_not_charged():
    contract = active(ProductKind.OPERATING_LEASE, residual=6_000_00, count=3)
    leasing.charge_on(contract, date(2027, 3, 1))
    rents = [row.total for row in contract.schedules.get().instalments.all()]
    assert charged(contract)["rent"] == 4_800_00 + sum(rents)
    assert max(rents) - min(rents) < 100
    assert sound()


def test_loan_is_exempt_and_its_down_payment_is_the_sellers():
    contract = active(ProductKind.LOAN)
    assert (contract.vat_basis, contract.vat_rate) == ("exempt", 0)
    assert charged(contract) == {"fee": 192_00}
    assert posted(contract) == {("2110", "4010"): 19_200_00, ("4115", "7030"): 192_00}
    assert sound()


def test_country_without_vat_rules_has_loans_only():
    on = date(2026, 11, 24)
    assert queries.vat_of("EU", ProductKind.LOAN, on) is None
    with pytest.raises(VatUnknown):
        queries.vat_of("EU", ProductKind.FINANCE_LEASE, on)


def test_charging_twice_is_charging_once():
    contract = active(ProductKind.OPERATING_LEASE)
    leasing.charge_on(contract, date(2026, 12, 24))
    before = charged(contract)
    StreamRow.objects.filter(number=1).update(charged_on=None)
    leasing.charge_on(contract, date(2026, 12, 24))
    assert charged(contract) == before


def test_fees_by_their_bases():
    agreed = replace(leasing.TERMS, price=20_000_00, down_payment=0)
    fixed = Fee(code="A", name="A", amount=99_00)
    of_price = Fee(code="B", name="B", base=FeeBase.PRICE, share=Decimal("0.0125"))
    small = Fee(code="C", name="C", base=FeeBase.FINANCED, share=Decimal("0.001"), least=75_00)
    assert [queries.fee_of(fee, ProductTerms(), agreed) for fee in (fixed, of_price, small)] == [99_00, 250_00, 75_00]


def test_fee_on_request_is_not_charged_at_activation():
    later = replace(FEE, when=FeeWhen.REQUEST)
    assert charged(active(ProductKind.LOAN, product_terms={"fees": (later,)})) == {}


def test_terms_of_a_product_are_those_of_the_signing_date():
    contract = leasing.draft(product_terms={"count_max": 60})
    product, company = contract.product, contract.company
    terms = replace(product.conditions, count_max=36, count_default=36)
    changed = actions.change_product(
        product=product, version=1, by=None, name=product.name, terms=terms, effective_on=date(2026, 12, 1)
    )
    assert changed.conditions.count_max == 60
    assert changed.conditions_on(date(2026, 12, 1)).count_max == 36
    assert [one.effective_on for one in changed.dated_versions] == [company.business_date, date(2026, 12, 1)]
    actions.sign(contract=contract, by=None)
    version = contract.schedules.get()
    assert version.reason == VersionReason.ORIGINAL
    assert version.terms["product"]["count_max"] == 60


def test_new_conditions_do_not_begin_in_the_past():
    product = leasing.product()
    terms = replace(product.conditions, count_max=60)
    with pytest.raises(ProductRefused) as refusal:
        actions.change_product(
            product=product, version=1, by=None, name="N", terms=terms, effective_on=date(2026, 11, 23)
        )
    assert refusal.value.field == "effective_on"


def test_same_conditions_make_no_new_version():
    product = leasing.product()
    again = actions.change_product(product=product, version=1, by=None, name="Renamed", terms=product.conditions)
    assert (again.name, again.version, again.versions.count()) == ("Renamed", 2, 1)


def test_terms_with_fees_and_index_come_back_as_they_were():
    terms = ProductTerms(
        fees=(FEE,),
        rate_kind="index",
        index="ecb_mro",
        margin=Decimal("0.03"),
        rate_floor=Decimal(0),
        waterfall=("fee",),
    )
    assert ProductTerms.from_data(terms.to_data()) == terms
    assert list(terms.problems()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rate_kind": "index"}, "index"),
        ({"index": "ecb_mro"}, "index"),
        ({"rate_floor": Decimal("0.2"), "rate_cap": Decimal("0.1")}, "rate_cap"),
        ({"fees": (FEE, FEE)}, "fees"),
        ({"fees": (replace(FEE, share=Decimal(-1)),)}, "fees"),
        ({"unit": 0}, "unit"),
        ({"remainder": "none"}, "remainder"),
        ({"late_rate": Decimal(2)}, "late_rate"),
        ({"down_payment_min": Decimal(1)}, "down_payment_min"),
    ],
)
def test_contradicting_terms_name_their_field(change, field):
    assert [problem.field for problem in ProductTerms(**change).problems()] == [field]


@pytest.mark.parametrize(
    ("change", "terms", "field"),
    [
        ({"in_advance": True}, {}, "first_due_on"),
        ({"down_payment": 100_00}, {"down_payment_min": Decimal("0.1")}, "down_payment"),
        ({"count": 2, "due_dates": (date(2026, 12, 24),)}, {}, "due_dates"),
        ({"count": 2, "due_dates": (date(2026, 12, 24), date(2026, 12, 24))}, {}, "due_dates"),
        ({"count": 2, "due_dates": (date(2026, 12, 25), date(2027, 1, 24))}, {}, "due_dates"),
        ({"method": "given"}, {"methods": ("annuity", "given")}, "amounts"),
        ({"amounts": (1,)}, {}, "amounts"),
        ({"count": 3, "method": "given", "amounts": (1,)}, {"methods": ("annuity", "given")}, "amounts"),
    ],
)
def test_terms_by_hand_are_refused_by_field(change, terms, field):
    found = problems(replace(leasing.TERMS, **change), ProductTerms(**terms))
    assert [problem.field for problem in found] == [field]


def test_dates_by_hand_and_given_amounts_stand_in_the_plan():
    days = (date(2026, 12, 31), date(2027, 3, 15), date(2027, 9, 1))
    contract = leasing.signed(
        product_terms={"methods": ("annuity", "given"), "count_min": 2},
        price=3_000_00,
        down_payment=0,
        count=3,
        method="given",
        first_due_on=days[0],
        due_dates=days,
        amounts=(1_000_00, 1_000_00),
    )
    rows = list(contract.schedules.get().instalments.order_by("number"))
    assert tuple(row.due_on for row in rows) == days
    assert [row.total for row in rows][:2] == [1_000_00, 1_000_00]
    assert rows[-1].closing == 0
    again = queries.frozen_plan(contract.schedules.get())
    assert [row.total for row in again.rows] == [row.total for row in rows]


def test_rent_pays_its_interest_first_and_the_balance_falls_by_the_rest():
    contract = active(ProductKind.OPERATING_LEASE)
    leasing.charge_on(contract, contract.first_due_on)
    receivables.payment(contract.live_account, 60_000_00)
    book = queries.book(Contract.objects.select_related("company", "account").get(pk=contract.pk))
    first = book.rows[0]
    assert (first.debt.paid_principal, first.debt.paid_interest) == (first.principal, first.interest)
    assert first.interest > 0
    assert book.standing is not None
    assert book.standing.outstanding == sum(row.principal for row in book.rows) - first.principal
    assert book.chart is not None
    assert book.chart.today_balance == contract.financed - first.principal
