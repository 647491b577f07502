"""What a receipt says a payment was for, and a slip what is owed; both from templates of company or house."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from pypdf import PdfReader

from roadbook.apps.documents import actions as templates
from roadbook.apps.documents import queries as papers
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.apps.receivables.models import Account
from tests.factories import receivables

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)
IBANS = {"BG": "BG80BNBG96611020345678", "PL": "PL61109010140000071219812874", "RU": "40702810000000000001"}
LEASED = {ChargeKind.RENT: "operating_lease", ChargeKind.DOWN_PAYMENT: "finance_lease", ChargeKind.VAT: "finance_lease"}


@pytest.mark.parametrize("kind", ChargeKind)
def test_every_kind_of_charge_has_its_words(kind):
    account = receivables.account(receivables.company(business_date=ON))
    line = ChargeLine(kind, 40_00, ON, f"test:{kind}", "%(name)s", {"name": "№ 7"})
    actions.charge(
        account=account, product_kind=LEASED.get(kind, "finance_lease"), lines=[line], charged_on=ON, by=None
    )
    payment = actions.take_payment(
        account=account, amount=40_00, channel="cash", value_on=ON, payer_name="Some Body", by=None
    )
    told = {code: queries.receipt(payment.pk, code).lists["lines"] for code, _name in settings.LANGUAGES}
    assert all(len(lines) == 1 and lines[0]["label"].startswith("№ 7 (") for lines in told.values())
    assert len({lines[0]["label"] for lines in told.values()}) > 1


def test_company_writes_its_own_receipt():
    account = receivables.account(receivables.company(business_date=ON))
    receivables.instalment(account, ON, 100_00, 12_00)
    payment = receivables.payment(Account.objects.select_related("company").get(pk=account.pk), 130_00)
    template = templates.open_template(company=payment.company, kind="receipt", by=None)
    own = templates.save_draft(
        template=template, language="bg", source="Платено {{receipt.amount}}, аванс {{receipt.unapplied}}", by=None
    )
    templates.publish(version=own, by=None)
    document = actions.issue_receipt(payment=payment, language="bg", by=None)
    text = PdfReader(BytesIO(papers.content(document))).pages[0].extract_text().replace("\u00a0", " ")
    assert "Платено 130,00 €, аванс 18,00 €" in text
    assert document.version == own


@pytest.mark.parametrize(("currency", "country", "code"), [("EUR", "BG", "BCD"), ("PLN", "PL", "|"), ("RUB", "RU", "")])
def test_slip_says_what_is_owed_and_how_to_pay_it(currency, country, code):
    company = receivables.company(business_date=ON, currency=currency, country=country)
    organisation.open_account(company=company, iban=IBANS[country], bank="Some Bank", opened_on=ON, by=None)
    account = receivables.account(company)
    nothing = queries.slip(account.pk, "en")
    assert (nothing.values["slip.amount"], "is_owed" in nothing.facts) == ([0, currency], False)
    receivables.instalment(account, ON, 100_00, 12_00)
    paper = queries.slip(account.pk, "en")
    assert paper.values["slip.amount"] == [112_00, currency]
    assert [line["amount"][0] for line in paper.lists["lines"]] == [100_00, 12_00]
    assert code in paper.values["slip.qr"]
    assert ("has_qr" in paper.facts) == bool(code)
    for language, _name in settings.LANGUAGES:
        made = actions.issue_slip(account=account, language=language, by=None)
        assert account.number in PdfReader(BytesIO(papers.content(made))).pages[0].extract_text()
