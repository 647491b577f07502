"""VAT of the country packs: rates on both sides of each change, each treatment, e-invoices and receipts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from roadbook.apps.jurisdictions import queries
from roadbook.apps.jurisdictions.queries import vat
from roadbook.apps.jurisdictions.queries.packs import DATA
from roadbook.apps.jurisdictions.queries.vat import VatBasis
from roadbook.calc.rounding import Rounding

COUNTRIES = ["BG", "PL", "RU"]
NOW = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("country", "code", "day", "basis_points"),
    [
        ("BG", "standard", "2007-01-01", 2000),
        ("BG", "standard", "2026-11-24", 2000),
        ("BG", "reduced", "2011-03-31", 700),
        ("BG", "reduced", "2011-04-01", 900),
        ("PL", "standard", "2004-05-01", 2200),
        ("PL", "standard", "2010-12-31", 2200),
        ("PL", "standard", "2011-01-01", 2300),
        ("PL", "reduced", "2010-12-31", 700),
        ("PL", "reduced", "2011-01-01", 800),
        ("PL", "reduced_2", "2011-01-01", 500),
        ("RU", "standard", "2018-12-31", 1800),
        ("RU", "standard", "2019-01-01", 2000),
        ("RU", "standard", "2025-12-31", 2000),
        ("RU", "standard", "2026-01-01", 2200),
        ("RU", "reduced", "2026-01-01", 1000),
    ],
)
def test_a_rate_counts_from_its_day(country, code, day, basis_points):
    assert queries.vat_rate(country, date.fromisoformat(day), code).basis_points == basis_points


@pytest.mark.parametrize(
    ("country", "code", "day"),
    [
        ("BG", "standard", "2006-12-31"),
        ("PL", "standard", "2004-04-30"),
        ("PL", "reduced_2", "2010-12-31"),
        ("RU", "standard", "2003-12-31"),
        ("RU", "luxury", "2026-01-01"),
    ],
)
def test_a_rate_that_the_packs_do_not_hold_is_refused(country, code, day):
    with pytest.raises(queries.VatUnknown, match=f"no {code} VAT rate of {country} for {day}"):
        queries.vat_rate(country, date.fromisoformat(day), code)


@pytest.mark.parametrize(
    ("supply", "basis", "basis_points", "interest", "documents"),
    [
        ("BG.finance_lease", "at_hand_over", 2000, "exempt", ["invoice_at_hand_over"]),
        ("BG.instalment_sale", "at_hand_over", 2000, "exempt", ["invoice_at_hand_over"]),
        ("BG.operating_lease", "each_instalment", 2000, "in_base", ["invoice_each_instalment"]),
        ("BG.loan", "exempt", None, "exempt", []),
        ("BG.late_interest", "out_of_scope", None, "out_of_scope", ["interest_note"]),
        ("BG.recovery_cost", "out_of_scope", None, "out_of_scope", ["interest_note"]),
        ("PL.finance_lease", "at_hand_over", 2300, "in_base", ["invoice_at_hand_over"]),
        ("PL.instalment_sale", "at_hand_over", 2300, "in_base", ["invoice_at_hand_over"]),
        ("PL.operating_lease", "each_instalment", 2300, "in_base", ["invoice_each_instalment"]),
        ("PL.loan", "exempt", None, "exempt", []),
        ("PL.late_interest", "out_of_scope", None, "out_of_scope", ["interest_note"]),
        ("PL.recovery_cost", "out_of_scope", None, "out_of_scope", ["interest_note"]),
        ("RU.finance_lease", "each_instalment", 2200, "in_base", ["invoice_each_instalment"]),
        ("RU.instalment_sale", "at_hand_over", 2200, "in_base", ["invoice_at_hand_over"]),
        ("RU.operating_lease", "each_instalment", 2200, "in_base", ["invoice_each_instalment"]),
        ("RU.loan", "exempt", None, "exempt", []),
        ("RU.late_interest", "out_of_scope", None, "out_of_scope", ["interest_note"]),
        ("RU.recovery_cost", "out_of_scope", None, "out_of_scope", ["interest_note"]),
    ],
)
def test_how_vat_meets_each_subject(supply, basis, basis_points, interest, documents):
    found = queries.vat_treatment(*supply.split("."), NOW)
    assert found.basis == basis
    assert (found.rate.basis_points if found.rate else None) == basis_points
    assert found.is_taxed == (basis_points is not None)
    assert (found.interest, list(found.documents)) == (interest, documents)
    assert found.rounding is Rounding.HALF_UP
    assert found.law


def test_a_russian_lease_payment_takes_the_rate_of_its_own_day():
    days = (date(2018, 12, 31), date(2019, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    found = [queries.vat_treatment("RU", "finance_lease", day).rate for day in days]
    assert [one.basis_points for one in found if one] == [1800, 2000, 2000, 2200]


@pytest.mark.parametrize(
    ("country", "following"),
    [
        ("BG", ["operating_lease"]),
        ("PL", ["operating_lease"]),
        ("RU", ["finance_lease", "operating_lease"]),
    ],
)
def test_which_running_contracts_a_new_rate_reaches(country, following):
    kinds = [kind for kind in vat.PRODUCT_KINDS if queries.vat_treatment(country, kind, NOW).follows_the_law]
    assert kinds == following


@pytest.mark.parametrize(
    ("country", "day", "currency"),
    [
        ("BG", "2025-12-31", "BGN"),
        ("BG", "2026-01-01", "EUR"),
        ("PL", "2026-01-01", "PLN"),
        ("RU", "2026-01-01", "RUB"),
    ],
)
def test_vat_stands_in_the_local_currency(country, day, currency):
    assert queries.vat_treatment(country, "operating_lease", date.fromisoformat(day)).currency == currency


@pytest.mark.parametrize(("country", "days"), [("BG", 5), ("PL", None), ("RU", 5)])
def test_days_within_which_the_invoice_is_due(country, days):
    assert queries.vat_treatment(country, "operating_lease", NOW).issue_days == days


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("product_kind", vat.PRODUCT_KINDS)
def test_a_fee_follows_the_main_supply_as_it_is_charged(country, product_kind):
    main = queries.vat_treatment(country, product_kind, NOW)
    fee = queries.vat_treatment(country, "fee", NOW, product_kind=product_kind)
    assert fee.rate == main.rate
    assert fee.basis is (VatBasis.EACH_INSTALMENT if main.is_taxed else VatBasis.EXEMPT)
    assert fee.documents == (("invoice_each_instalment",) if main.is_taxed else ())


def test_the_union_has_no_vat_of_its_own_and_other_gaps_are_refused():
    with pytest.raises(queries.VatUnknown, match="no VAT rules for EU"):
        queries.vat_treatment("EU", "finance_lease", NOW)
    with pytest.raises(queries.VatUnknown, match="no VAT rule of PL for barter"):
        queries.vat_treatment("PL", "barter", NOW)
    with pytest.raises(queries.VatUnknown, match="for finance_lease on 2004-04-30"):
        queries.vat_treatment("PL", "finance_lease", date(2004, 4, 30))
    with pytest.raises(queries.VatUnknown, match="for - on"):
        queries.vat_treatment("PL", "fee", NOW)


MILLIONS_200 = 200_000_000_00


@pytest.mark.parametrize(
    ("day", "sales", "since"),
    [
        ("2026-01-31", MILLIONS_200 + 1, None),
        ("2026-02-01", MILLIONS_200 + 1, "2026-02-01"),
        ("2026-02-01", MILLIONS_200, None),
        ("2026-03-31", 0, None),
        ("2026-04-01", 0, "2026-04-01"),
        ("2026-04-01", MILLIONS_200 + 1, "2026-02-01"),
    ],
)
def test_polish_e_invoices_begin_with_large_sellers(day, sales, since):
    duty = queries.e_invoice_duty("PL", date.fromisoformat(day), sales=sales)
    assert (duty.valid_from.isoformat() if duty else None) == since
    assert duty is None or (duty.system, duty.format) == ("KSeF", "FA(3)")


def test_elsewhere_no_e_invoice_is_owed():
    assert [queries.e_invoice_duty(country, NOW, sales=MILLIONS_200 * 10) for country in ("BG", "RU")] == [None, None]


@pytest.mark.parametrize(
    ("country", "day", "means", "commercial", "is_due"),
    [
        ("BG", "2026-01-01", "cash", True, True),
        ("BG", "2026-01-01", "transfer", False, False),
        ("PL", "2026-01-01", "cash", False, True),
        ("PL", "2026-01-01", "cash", True, False),
        ("RU", "2019-06-30", "transfer", False, False),
        ("RU", "2019-07-01", "transfer", False, True),
        ("RU", "2026-01-01", "transfer", True, False),
        ("RU", "2026-01-01", "cash", True, True),
    ],
)
def test_for_which_payments_a_receipt_is_due(country, day, means, commercial, is_due):
    found = queries.receipt_duty(country, date.fromisoformat(day), means=means, commercial=commercial)
    assert (found is not None) == is_due


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_row_names_its_law(country):
    data = json.loads((DATA / f"vat/{country}.json").read_text(encoding="utf-8"))
    assert {row["subject"] for row in data["treatments"]} == {*vat.PRODUCT_KINDS, *vat.STANDALONE}
    for part in ("rates", "treatments", "currencies", "e_invoices", "receipts"):
        for row in data[part]:
            assert row["law"]
            assert not row["from"] or not row["to"] or row["from"] <= row["to"]
