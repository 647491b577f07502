"""Every amount of an account opens to lines that give it again, whatever happened on the account."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.apps.receivables import actions, queries
from roadbook.apps.receivables.models import Account, Allocation, Charge
from roadbook.calc import explain
from tests.factories import identity
from tests.factories import receivables as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def account() -> Account:
    """Charged ahead, part paid, over-paid, reversed, with credit set aside: a bit of everything."""
    company = make.company(business_date=date(2026, 9, 10))
    one = make.account(company)
    make.move_date(company, TODAY)
    for month in (10, 11):
        make.instalment(one, date(2026, month, 10), 100_00, 12_00)
    one = Account.objects.select_related("company").get(pk=one.pk)
    first = make.payment(one, 500_00, value_on=date(2026, 11, 20))
    make.payment(one, 90_00, value_on=date(2026, 11, 21))
    actions.reverse_payment(payment=first, reason="Returned", value_on=date(2026, 11, 22), by=None)
    make.instalment(one, date(2026, 12, 10), 100_00, 12_00, charged_on=TODAY)
    return Account.objects.select_related("company", "position").get(pk=one.pk)


def test_every_sum_of_the_position_is_recomputed_from_its_lines(account: Account):
    for number in range(2):
        for name in queries.SUMS:
            line = queries.explain_sum(account, name)
            assert line is not None
            assert explain.recompute(line) == line.value == getattr(account.position, name), name
        make.payment(account, 400_00)
        actions.withdraw_credit(account=account, amount=20_00, source=f"test:{number}", by=None)
        account = Account.objects.select_related("company", "position").get(pk=account.pk)
    assert account.position.unapplied == 134_00 + 380_00
    assert queries.explain_sum(account, "as_of") is None


def test_every_charge_is_recomputed_from_its_allocations(account: Account):
    for charge in Charge.objects.filter(account=account):
        line = queries.explain_charge(charge)
        assert explain.recompute(line) == line.value == charge.open


def test_every_stored_allocation_is_recomputed(account: Account):
    rows = list(Allocation.objects.all())
    assert {one.rule for one in rows} == {"settlement.waterfall.bg", "settlement.reversal"}
    for one in rows:
        told = one.reason
        operands = tuple(
            explain.Operand(item["name"], item["value"], item["kind"])
            for item in told["operands"]
            if item["kind"] != "date"
        )
        line = explain.Line(told["label"], told["formula"], operands, told["value"], told["rule"])
        assert explain.recompute(line) == one.amount == told["value"]


def test_amounts_open_on_the_page_at_a_fixed_cost(account: Account, client: Client, django_assert_num_queries):
    client.force_login(identity.staff(account.company, Role.BROKER, language="en"))
    url = reverse("receivables:account_show", args=[account.pk])
    client.get(url)
    for name in queries.SUMS:
        with django_assert_num_queries(17):
            page = client.get(url, {"why": name})
        assert page.context["explained"]["value"] == getattr(account.position, name)
    charge = Charge.objects.filter(account=account).order_by("due_on", "kind").first()
    with django_assert_num_queries(18):
        page = client.get(url, {"charge": charge.pk})
    assert page.context["why_charge"]["value"] == charge.open
    assert "R-2026-00002" in page.content.decode()
    for wrong in ("0", "x", "9" * 400, Charge.objects.order_by("-pk").first().pk + 1):
        assert client.get(url, {"charge": wrong, "why": "x"}).context["charge"] is None


def test_registers_say_states_in_words(account: Account, client: Client):
    client.force_login(identity.staff(account.company, Role.CASHIER, language="bg"))
    for name, words in (("payment_list", ("Осчетоводено", "Сторнирано")), ("charge_list", ("Просрочено",))):
        page = client.get(reverse(f"receivables:{name}")).content.decode()
        chips = re.findall(r'<span class="chip"[^>]*>(?:<svg.*?</svg>)?([^<]+)</span>', page, re.DOTALL)
        assert not {"booked", "reversed", "overdue", "open", "settled"} & set(chips)
        assert set(words) <= set(chips), chips
