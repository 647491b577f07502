"""Credit notes take back what was invoiced, wholly or in part, and never more."""

from __future__ import annotations

import pytest

from roadbook.apps.billing import actions, queries
from roadbook.apps.billing.models import TaxDocument, TaxLine
from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import Company, NumberSeries
from roadbook.kit.errors import Forbidden
from roadbook.kit.testing import at_once
from roadbook.kit.triggers import unlocked
from tests.factories import billing as make
from tests.factories import identity, organisation

from .test_issuing import problems


@pytest.fixture
def invoice(db) -> TaxDocument:
    return make.document(None, make.line(100_00), make.line(33_33, "0.20", label="Service"))


def lines(row: TaxDocument) -> list[TaxLine]:
    return list(row.lines.order_by("position"))


def test_whole_document_is_credited_once(invoice: TaxDocument):
    note = actions.credit(document=invoice, reason="Cancelled", by=None)
    assert (note.number, note.net, note.vat, note.gross) == ("CN-2026-00001", -133_33, -26_67, -160_00)
    assert (note.corrects_id, note.buyer_details) == (invoice.pk, invoice.buyer_details)
    with pytest.raises(actions.CreditRefused) as refused:
        actions.credit(document=invoice, reason="Again", by=None)
    assert refused.value.code == "credited"
    assert TaxDocument.objects.count() == 2
    assert problems() == []


def test_chosen_line_is_credited_and_the_rest_later(invoice: TaxDocument):
    rent, service = lines(invoice)
    first = actions.credit(document=invoice, lines=[service.pk], reason="Not wanted", by=None)
    assert first.gross == -service.gross
    with pytest.raises(actions.CreditRefused):
        actions.credit(document=invoice, lines=[service.pk], reason="Not wanted", by=None)
    rest = actions.credit(document=invoice, reason="All of it", by=None)
    assert rest.gross == -rent.gross
    assert queries.credited_total(invoice) == -invoice.gross
    assert problems() == []


def test_parts_of_a_line_sum_to_the_line(invoice: TaxDocument):
    rent = lines(invoice)[0]
    parts = [
        actions.credit(document=invoice, lines={rent.pk: gross}, reason="Part", by=None) for gross in (33_33, 33_34)
    ]
    assert [(one.net, one.vat) for one in parts] == [(-27_77, -5_56), (-27_78, -5_56)]
    with pytest.raises(actions.CreditRefused) as refused:
        actions.credit(document=invoice, lines={rent.pk: 53_34}, reason="Too much", by=None)
    assert refused.value.code == "credit_amount"
    last = actions.credit(document=invoice, lines={rent.pk: 53_33}, reason="Rest", by=None)
    assert (last.net, last.vat) == (-44_45, -8_88)
    assert problems() == []


@pytest.mark.parametrize("amount", [0, -1_00])
def test_nothing_and_less_cannot_be_credited(invoice: TaxDocument, amount: int):
    with pytest.raises(actions.CreditRefused):
        actions.credit(document=invoice, lines={lines(invoice)[0].pk: amount}, reason="No", by=None)
    assert TaxDocument.objects.count() == 1


def test_line_of_another_document_is_refused(invoice: TaxDocument):
    other = make.document(invoice.company)
    with pytest.raises(actions.CreditRefused):
        actions.credit(document=invoice, lines=[lines(other)[0].pk], reason="No", by=None)


def test_note_is_not_credited_and_a_reason_is_said(invoice: TaxDocument):
    for document, reason in ((invoice, " "), (actions.credit(document=invoice, reason="Yes", by=None), "No")):
        with pytest.raises(actions.CreditRefused):
            actions.credit(document=document, reason=reason, by=None)


def test_credit_needs_the_permission(invoice: TaxDocument):
    with pytest.raises(Forbidden):
        actions.credit(document=invoice, reason="No", by=identity.staff(invoice.company, Role.BROKER))
    assert TaxDocument.objects.count() == 1
    assert actions.credit(document=invoice, reason="Yes", by=identity.staff(invoice.company, Role.CASHIER)).gross < 0


def test_verify_books_names_what_is_wrong(invoice: TaxDocument):
    note = actions.credit(document=invoice, reason="Yes", by=None)
    with unlocked():
        TaxLine.objects.filter(document=note, position=1).update(net=-200_00, gross=-220_00)
        TaxDocument.objects.filter(pk=invoice.pk).update(ordinal=3, tax_on="2026-01-01")
        NumberSeries.objects.filter(kind="credit_note").update(next=9)
    told = "\n".join(problems())
    for part in ("numbered 3 to 3", "8 numbers given", "not those of its lines", "of another day", "-22000 credited"):
        assert part in told


@pytest.mark.django_db(transaction=True)
def test_two_who_credit_the_same_document_credit_it_once():
    row = make.document(organisation.company())
    results = at_once(*[lambda: actions.credit(document=row, reason="Twice", by=None).number] * 4)
    assert sum(isinstance(one, str) for one in results) == 1
    assert sum(isinstance(one, actions.CreditRefused) for one in results) == 3
    assert TaxDocument.objects.filter(kind="credit_note").count() == 1


def test_register_sums_by_code_and_rate(db):
    company: Company = organisation.company()
    user = identity.staff(company, Role.CASHIER)
    row = make.document(company, make.line(100_00), make.line(40_00, "0", label="Interest"))
    make.document(company, make.line(10_00))
    make.document()
    actions.credit(document=row, lines=[lines(row)[0].pk], reason="Yes", by=user)
    day = company.business_date
    found = queries.vat_register(user, company, day.replace(day=1), day)
    assert [(one.vat_code, one.documents, one.net, one.vat) for one in found.sums] == [
        ("standard", 3, 10_00, 2_00),
        ("exempt", 1, 40_00, 0),
    ]
    assert [(one.currency, one.net, one.vat, one.gross) for one in found.totals] == [("EUR", 50_00, 2_00, 52_00)]
    assert queries.vat_register(user, company, day.replace(year=2025), day.replace(year=2025)).sums == ()
