"""Products on screens: every condition, versions by day, what the law says of VAT."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.models import Fee, Product
from roadbook.apps.organisation.models import Company
from roadbook.kit.models import AuditEntry
from roadbook.kit.testing import assert_same_queries
from tests.factories import identity, leasing, receivables
from tests.factories.pages import sent_by

pytestmark = pytest.mark.django_db
LIST_QUERIES, VERSION_QUERIES = 7, 5
FEE = {"name": "Разглеждане", "code": "ADM", "when": "activation", "base": "financed", "share": "1", "least": "50"}


@pytest.fixture
def of(client: Client) -> Company:
    company = receivables.company()
    client.force_login(identity.everything(company))
    return company


def opened(client: Client, path: str = "/products/new/", **changed: Any) -> dict[str, Any]:
    """What the page would send, with these changes."""
    return {**sent_by(client.get(path).content.decode()), **changed}


def new(client: Client, **changed: Any) -> dict[str, Any]:
    return opened(client, **{"name": "Standard", "code": "STD", **changed})


def test_product_of_every_condition_is_defined(of: Company, client: Client):
    fee = {f"fee_1_{part}": value for part, value in FEE.items()}
    values = new(
        client,
        **fee,
        kind="finance_lease",
        methods=["annuity", "given"],
        in_advance="on",
        rate_kind="index",
        index="EU_ecb_main_refinancing",
        margin="2,5",
        rate_floor="1",
        rate_cap="12",
        down_payment_min="10",
        residual_max="30",
        unit="1,00",
        remainder="first",
        waterfall_1="cost",
        waterfall_2="interest",
        late_rate="9",
        documents=["contract"],
        attachments=["id_scan", "insurance"],
    )
    answer = client.post("/products/new/", values)
    product = Product.objects.get()
    assert answer.headers["Location"] == f"/products/{product.pk}/versions/"
    terms = product.conditions
    assert (product.kind, terms.methods, terms.in_advance) == ("finance_lease", ("annuity", "given"), True)
    assert (terms.index, terms.margin, terms.rate_floor, terms.rate_cap) == (
        "EU_ecb_main_refinancing",
        Decimal("0.025"),
        Decimal("0.01"),
        Decimal("0.12"),
    )
    assert terms.fees == (
        Fee(code="ADM", name="Разглеждане", base="financed", share=Decimal("0.01"), least=50_00, when="activation"),
    )
    assert (terms.waterfall, terms.late_rate) == (("cost", "interest"), Decimal("0.09"))
    assert (terms.down_payment_min, terms.residual_max) == (Decimal("0.1"), Decimal("0.3"))
    assert (terms.unit, terms.remainder) == (100, "first")
    assert (terms.documents, terms.attachments) == (("contract",), ("id_scan", "insurance"))


def test_page_sends_back_what_stands_in_the_product(of: Company, client: Client):
    fee = Fee(code="ADM", name="Разглеждане", base="price", share=Decimal("0.005"), least=10_00)
    product = leasing.product(of, fees=(fee,), waterfall=("fee", "interest"), late_rate=Decimal("0.1"), unit=5)
    before = product.conditions
    values = opened(client, f"/products/{product.pk}/", name="Renamed")
    assert client.post(f"/products/{product.pk}/", values).status_code == 302
    product = Product.objects.get()
    assert (product.name, product.version, product.conditions) == ("Renamed", 2, before)
    assert product.versions.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rate_max": "1"}, "rate_max"),
        ({"fee_1_name": "Такса"}, "fee_1_code"),
        ({"fee_1_name": "Такса", "fee_1_code": "A"}, "fee_1_amount"),
        ({"fee_1_name": "Такса", "fee_1_code": "A", "fee_1_base": "price"}, "fee_1_share"),
        ({"fee_1_name": "Такса", "fee_1_code": "A", "fee_1_amount": "a lot"}, "fee_1_amount"),
        ({"waterfall_1": "fee", "waterfall_2": "fee"}, "waterfall_2"),
        ({"rate_kind": "index"}, "index"),
        ({"rate_floor": "5", "rate_cap": "4"}, "rate_cap"),
        ({"residual_max": "100"}, "residual_max"),
        ({"down_payment_min": "100"}, "down_payment_min"),
        ({"unit": "0"}, "unit"),
        ({"late_rate": "101"}, "late_rate"),
        ({"code": ""}, "code"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(of: Company, client: Client, changed: dict[str, str], field: str):
    answer = client.post("/products/new/", new(client, **changed))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Product.objects.exists()


def test_conditions_from_a_day_on_make_a_version(of: Company, client: Client):
    product = leasing.product(of)
    later = of.business_date + timedelta(days=7)
    values = opened(client, f"/products/{product.pk}/", effective_on=f"{later:%d.%m.%Y}", rate_default="7,5")
    assert client.post(f"/products/{product.pk}/", values).status_code == 302
    product = Product.objects.get()
    assert product.conditions.rate_default == Decimal("0.089")
    assert product.conditions_on(later).rate_default == Decimal("0.075")
    page = client.get(f"/products/{product.pk}/versions/").content.decode()
    assert "8.90" in page
    assert "7.50" in page
    assert "To come" in page
    changed = opened(client, f"/products/{product.pk}/?effective_on={later}")
    assert changed["rate_default"] == "7.5"


def test_day_that_is_over_is_refused(of: Company, client: Client):
    product = leasing.product(of)
    values = opened(client, f"/products/{product.pk}/", effective_on="01.11.2026", rate_default="7")
    answer = client.post(f"/products/{product.pk}/", values)
    assert answer.status_code == 422
    assert 'id="id_effective_on_error"' in answer.content.decode()
    assert product.versions.count() == 1


def test_contract_that_was_signed_keeps_its_conditions(of: Company):
    contract = leasing.draft(of)
    actions.sign(contract=contract, by=None)
    kept, planned = contract.schedules.get().terms, queries.frozen_plan(contract.schedules.get()).rows
    terms = contract.product.conditions
    actions.change_product(
        product=contract.product,
        version=1,
        by=None,
        name="Renamed",
        terms=type(terms)(rate_min=Decimal("0.2"), rate_default=Decimal("0.3")),
    )
    assert contract.schedules.get().terms == kept
    assert queries.frozen_plan(contract.schedules.get()).rows == planned


@pytest.mark.parametrize(
    ("kind", "told"),
    [("finance_lease", "Whole at hand-over"), ("operating_lease", "With each instalment"), ("loan", "Exempt")],
)
def test_law_is_shown_and_not_typed(of: Company, client: Client, kind: str, told: str):
    text = client.get("/products/vat/", {"company": of.pk, "kind": kind, "effective_on": "24.11.2026"}).content.decode()
    assert told in text
    assert "<input" not in text


@pytest.mark.parametrize("role", [Role.BROKER, Role.MANAGER])
def test_only_administrators_change_products(client: Client, role: str):
    product = leasing.product()
    client.force_login(identity.staff(product.company, role))
    written = AuditEntry.objects.count()
    assert client.post(f"/products/{product.pk}/", {"name": "Mine"}).status_code == 403
    assert client.get(f"/products/{product.pk}/versions/").status_code == 200
    assert f'href="/products/{product.pk}/"' not in client.get("/products/").content.decode()
    assert AuditEntry.objects.count() == written


@pytest.mark.parametrize("many", [1, 3])
def test_register_asks_the_same_for_one_and_three_products(of: Company, client: Client, many: int):
    for _ in range(many):
        leasing.product(of)
    client.get("/products/")
    with assert_same_queries(LIST_QUERIES):
        text = client.get("/products/").content.decode()
    assert text.count("Loan</td>") == many


@pytest.mark.parametrize("many", [1, 3])
def test_versions_ask_the_same_for_one_and_three(of: Company, client: Client, many: int):
    product = leasing.product(of)
    for place in range(1, many):
        terms = type(product.conditions)(rate_default=Decimal(place) / 100)
        on = date(2026, 12, place)
        product = actions.change_product(
            product=product, version=product.version, by=None, name=product.name, terms=terms, effective_on=on
        )
    client.get(f"/products/{product.pk}/versions/")
    with assert_same_queries(VERSION_QUERIES):
        text = client.get(f"/products/{product.pk}/versions/").content.decode()
    assert text.count("In force from") == many
