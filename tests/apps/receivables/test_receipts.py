"""What a receipt says a payment was for: every kind of charge, in every language."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from roadbook.apps.receivables import actions
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.enums import ChargeKind
from tests.factories import receivables

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)
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
    told = {code: actions.receipt_data(payment, code)["lines"] for code, _name in settings.LANGUAGES}
    assert all(len(lines) == 1 and lines[0]["label"].startswith("№ 7 (") for lines in told.values())
    assert len({lines[0]["label"] for lines in told.values()}) > 1
