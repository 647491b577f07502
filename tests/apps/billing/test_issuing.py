"""Tax documents: numbered without gap, once for each source, with the VAT that their lines bear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from roadbook.apps.billing import actions, queries, rules
from roadbook.apps.billing.models import TaxDocument, TaxLine, VatEntry
from roadbook.apps.organisation import queries as organisation_queries
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit
from roadbook.kit.models import AuditEntry
from roadbook.kit.testing import assert_same_queries, at_once
from tests.factories import billing as make
from tests.factories import organisation, parties

CHECKS = (queries.check_numbers, queries.check_sums, queries.check_credits)
STATEMENTS = 14


def problems() -> list[str]:
    return [problem for check in CHECKS for problem in check()]


@pytest.fixture
def company(db) -> Company:
    return organisation.company()


def test_document_keeps_what_it_said_on_the_day_of_issue(company: Company):
    organisation.account(company)
    buyer = parties.organisation_party(company, name="Пример ЕООД", identifier_kind="eik", identifier=parties.eik(7))
    row = make.document(company, make.line(100_00), make.line(50_00, "0", label="Interest"), buyer=buyer)
    assert (row.number, row.net, row.vat, row.gross) == ("I-2026-00001", 150_00, 20_00, 170_00)
    assert row.issued_on == company.business_date
    assert row.buyer_details["name"] == "Пример ЕООД"
    assert row.buyer_details["numbers"][0]["value"] == parties.eik(7)
    assert row.seller_details["account"] == "BG80BNBG96611020345678"
    entries = VatEntry.objects.order_by("-vat_rate").values_list("vat_code", "vat_rate", "local_net", "local_vat")
    assert list(entries) == [("standard", Decimal("0.2"), 100_00, 20_00), ("exempt", Decimal(0), 50_00, 0)]
    assert problems() == []


def test_document_in_euro_shows_its_vat_in_leva_at_the_fixed_rate_until_the_euro_came(db):
    """3.00 x 1.95583 = 5.86749 leva."""
    company = organisation.company(business_date=date(2025, 12, 30))
    row = make.document(company, make.line(15_00))
    assert (row.vat, row.local_currency, row.local_vat) == (3_00, "BGN", 5_87)
    assert (row.exchange_rate, row.exchange_on) == (Decimal("1.95583"), date(2025, 12, 30))
    assert row.exchange_source.startswith("ЗБНБ")
    assert VatEntry.objects.get().local_vat == 5_87


def test_national_number_of_a_person_is_not_kept(company: Company):
    buyer = parties.person(company, identifier_kind="egn", identifier=parties.egn(3))
    assert make.document(company, buyer=buyer).buyer_details["numbers"] == []


def test_each_kind_of_each_company_counts_by_itself(company: Company):
    invoice = make.document(company)
    note = {"kind": "debit_note", "corrects": invoice, "reason": "Price"}
    numbers = [
        make.document(company).number,
        make.document(company, kind="advance_invoice").number,
        make.document(company, kind="receipt").number,
        make.document(company, make.line(10_00, "0"), kind="interest_note").number,
        make.document(company, **note).number,
        make.document().number,
    ]
    assert numbers == [
        "I-2026-00002",
        "AI-2026-00001",
        "SR-2026-00001",
        "IN-2026-00001",
        "DN-2026-00001",
        "I-2026-00001",
    ]
    book = {one.kind: one.gaps for one in organisation_queries.series_book(company)}
    assert (book["invoice"], book["debit_note"]) == ((), ())
    assert problems() == []


def test_same_source_is_one_document(company: Company):
    draft = make.draft(company, source="test:1")
    first = actions.issue(company=company, draft=draft, by=None)
    again = actions.issue_many(company=company, drafts=[draft, make.draft(company), draft], by=None)
    assert [row.number for row in again] == ["I-2026-00001", "I-2026-00002", "I-2026-00001"]
    assert again[0].pk == first.pk
    assert TaxDocument.objects.count() == 2


@pytest.mark.parametrize("count", [1, 50])
def test_many_cost_as_many_statements_as_one(company: Company, count: int):
    branch, buyer = organisation.branch(company), parties.person(company)
    make.document(company)
    drafts = [
        make.draft(company, make.line(), make.line(5_00, "0"), branch=branch, buyer=buyer, source=f"test:{number}")
        for number in range(count)
    ]
    with assert_same_queries(STATEMENTS):
        rows = actions.issue_many(company=company, drafts=drafts, by=None)
    assert [row.ordinal for row in rows] == list(range(2, count + 2))
    assert TaxLine.objects.count() == 2 * count + 1


def test_rollback_burns_no_number(company: Company):
    with transaction.atomic():
        make.document(company)
        transaction.set_rollback(True)
    assert make.document(company).number == "I-2026-00001"
    assert problems() == []


def test_documents_and_lines_cannot_be_changed(company: Company):
    row = make.document(company)
    for rows in (TaxDocument.objects.all(), TaxLine.objects.all(), VatEntry.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(net=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")
    row.refresh_from_db()
    assert row.net == 100_00


def test_issue_is_audited_and_told_on_the_feed_of_buyer_and_subject(company: Company):
    row = make.document(company, subject="leasing.contract:7")
    assert AuditEntry.objects.get(action="billing.taxdocument.issue").subject == audit.key(row)
    entry = Entry.objects.get(kind="document")
    assert (entry.subject, entry.party_id, entry.target) == ("leasing.contract:7", row.buyer_id, audit.key(row))
    assert entry.params == {"number": "I-2026-00001", "amount": {"minor": 120_00, "currency": "EUR"}}


def test_vat_is_rounded_once_for_each_rate_of_the_document():
    """Three times 0.33 net: 0.07 each by itself would be 0.21, the document bears 0.20."""
    plain = [replace(make.line(33), vat=0) for _ in range(3)]
    assert sum(line.vat for line in actions.on_net(plain)) == 20
    gross = actions.within_gross([replace(make.line(1_00), vat=0), replace(make.line(2_01), vat=0)])
    assert [(line.net, line.vat, line.gross) for line in gross] == [(83, 17, 1_00), (1_68, 33, 2_01)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "poem"}, "tax_document"),
        ({"currency": "XYZ"}, "tax_document"),
        ({"kind": "credit_note"}, "tax_document"),
        ({"reason": "x", "kind": "debit_note"}, "tax_document"),
        ({"currency": "PLN"}, "exchange_missing"),
    ],
)
def test_draft_that_cannot_be_is_refused(company: Company, fields: dict[str, str], code: str):
    with pytest.raises(actions.TaxDocumentRefused) as refused:
        make.document(company, **fields)
    assert refused.value.code == code
    assert not TaxDocument.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"vat": 19_99}, "vat_rounding"),
        ({"vat_code": "exempt"}, "tax_document"),
        ({"vat_code": "poem"}, "tax_document"),
        ({"vat_code": "exempt", "vat_rate": Decimal(0), "vat": 0}, "tax_document"),
        ({"net": -100_00, "vat": -20_00}, "tax_document"),
    ],
)
def test_line_that_cannot_be_is_refused(company: Company, change: dict[str, object], code: str):
    with pytest.raises(actions.TaxDocumentRefused) as refused:
        make.document(company, replace(make.line(), **change))
    assert refused.value.code == code
    assert not TaxDocument.objects.exists()


def test_buyer_and_branch_are_of_the_company(company: Company):
    for fields in ({"buyer": parties.person()}, {"branch": organisation.branch()}):
        with pytest.raises(actions.TaxDocumentRefused):
            make.document(company, **fields)


def test_vat_also_stands_in_the_currency_of_the_law(db):
    company = organisation.company(country="PL", currency="PLN", language="pl")
    buyer = parties.person(company, phones=())
    exchange = actions.Exchange(Decimal("4.2567"), date(2026, 11, 23), "NBP 226/A/NBP/2026")
    row = make.document(company, make.line(100_01, "0.23"), buyer=buyer, currency="EUR", exchange=exchange)
    assert (row.vat, row.local_currency, row.local_vat) == (23_00, "PLN", 97_90)
    entry = VatEntry.objects.get()
    assert (entry.local_net, entry.local_vat) == (425_71, 97_90)
    assert problems() == []


def test_article_of_an_exempt_supply_is_cited_from_the_country_pack():
    on = date(2026, 11, 24)
    assert rules.legal_basis("PL", "loan", on) == "Ustawa o VAT, art. 43 ust. 1 pkt 38"
    assert rules.legal_basis("BG", "late_interest", on) == "ЗДДС, чл. 26, ал. 2"


@pytest.mark.django_db(transaction=True)
def test_documents_issued_at_once_leave_no_gap_although_some_roll_back():
    company, buyer = organisation.company(), None
    branch, buyer = organisation.branch(company), parties.person(company)

    def one(number: int) -> str:
        with transaction.atomic():
            found = make.document(Company.objects.get(pk=company.pk), branch=branch, buyer=buyer).number
            if number % 3 == 0:
                raise InterruptedError
        return found

    results = at_once(*[lambda number=number: one(number) for number in range(12)])
    issued = sorted(one for one in results if isinstance(one, str))
    assert issued == [f"I-2026-{number:05}" for number in range(1, 9)]
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_same_source_issued_at_once_is_one_document():
    company = organisation.company()
    draft = make.draft(company, source="test:once")
    results = at_once(*[lambda: actions.issue(company=company, draft=draft, by=None).number] * 6)
    assert results == ["I-2026-00001"] * 6
    assert TaxDocument.objects.count() == 1
    assert problems() == []
