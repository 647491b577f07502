"""What surrounds a form: what was understood, shares of an amount, holidays, drawers, masked values."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature
from django.test import Client, RequestFactory
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from roadbook.kit import forms
from roadbook.kit.errors import Refused
from roadbook.kit.forms import echoes
from roadbook.kit.forms.echoes import Echo

TODAY = date(2026, 11, 24)
FIELDS = {
    "money": forms.MoneyField(currency="PLN", maximum=100_000),
    "share": forms.MoneyField(percent_of="price"),
    "date": forms.DateField(country="BG", latest=date(2027, 12, 31)),
    "rate": forms.RateField(maximum=Decimal("0.5")),
    "phone": forms.PhoneField(region="PL"),
    "vin": forms.VinField(),
    "iban": forms.IbanField(),
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("field", "typed", "echo"),
    [
        ("money", "999,5", Echo("PLN\u00a0999.50")),
        ("money", "1 000,01", Echo(error="At most PLN\u00a01,000.00.")),
        ("money", "abc", Echo(error="“abc” is not an amount.")),
        ("money", "  ", Echo()),
        ("share", "20 %", Echo("€5,000.00 = 20.00\u00a0%")),
        ("share", "33,3333%", Echo("€8,333.33 = 33.3333\u00a0%")),
        ("share", "5000", Echo("€5,000.00 = 20.00\u00a0%")),
        ("date", "24.11.2026", Echo("Tue 24 November 2026")),
        ("date", "3.3.2026", Echo("Tue 3 March 2026", "A holiday: Liberation Day.")),
        ("date", "28-11-2026", Echo("Sat 28 November 2026", "This is a weekend.")),
        ("date", "31.11.2026", Echo(error="There is no such day.")),
        ("date", "1.1.2028", Echo(error="A date from 01.01.1900 to 31.12.2027.")),
        ("rate", "8,75", Echo("8.75 %")),
        ("rate", "51", Echo(error="From 0% to 50%.")),
        ("phone", "601 234 567", Echo("+48 601 234 567")),
        ("phone", "12", Echo(error="No telephone has this number.")),
        ("vin", "wvwzzz1kz6w000001", Echo("WVW ZZZ1KZ 6W000001", FIELDS["vin"].warning("WVWZZZ1KZ6W000001"))),
        ("iban", "bg80bnbg96611020345678", Echo("BG80 BNBG 9661 1020 3456 78")),
        ("iban", "x" * 100_000, Echo(error="This is not a valid IBAN.")),
    ],
)
def test_a_text_is_understood_as_when_it_is_sent(field: str, typed: str, echo: Echo) -> None:
    assert echoes.understand(echoes.key_of(FIELDS[field]), typed, "25.000,00") == echo


def test_a_share_needs_the_whole() -> None:
    assert echoes.understand(echoes.key_of(FIELDS["share"]), "20%", "abc").error.startswith("A share of what?")


def test_only_our_keys_are_understood() -> None:
    with pytest.raises(BadSignature):
        echoes.understand("forged", "12")
    assert echoes.key_of(forms.TextField()) == ""


def test_the_page_asks_for_an_echo_by_post(client: Client) -> None:
    sent = {"key": echoes.key_of(FIELDS["money"]), "typed": "<b>"}
    answer = client.post("/forms/echo/", sent)
    assert answer.status_code == 200
    assert "“&lt;b&gt;” is not an amount." in answer.content.decode()
    assert client.post("/forms/echo/", {**sent, "key": "forged"}).status_code == 400
    assert client.get("/forms/echo/", sent).status_code == 405


def test_a_calendar_learns_the_holidays(client: Client) -> None:
    found = client.get("/forms/holidays/BG/2026/").json()
    assert found["2026-03-03"] == "Liberation Day"
    assert client.get("/forms/holidays/XX/2026/").json() == {}
    assert client.get("/forms/holidays/BG/99999999/").json() == {}


class PriceForm(forms.Form):
    price = forms.MoneyField()
    part = forms.MoneyField(percent_of="price")


@pytest.mark.parametrize(
    ("price", "part", "minor"),
    [
        ("25 000", "20 %", 5_000_00),
        ("0,10", "25%", 3),
        ("0,10", "24,9%", 2),
        ("100", "7,5", 7_50),
        ("100", "100 %", 100_00),
    ],
)
def test_a_share_of_another_field_is_that_much_of_it(price: str, part: str, minor: int) -> None:
    form = PriceForm({"price": price, "part": part})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["part"] == minor


@pytest.mark.parametrize("part", ["20 %%", "-20 %", "1e3 %", "% 20", "2000 %"])
def test_what_is_not_a_share_is_not_an_amount(part: str) -> None:
    assert "part" in PriceForm({"price": "100", "part": part}).errors


def request(method: str, path: str, *, drawer: bool = False, **data: str) -> Any:
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "drawer-body"} if drawer else {}
    asked: Any = getattr(RequestFactory(), method)(path, data, **headers)
    asked.htmx, asked.user = HtmxDetails(asked), get_user_model()(pk=1)
    return asked


def test_a_form_saved_in_a_drawer_names_the_new_row(db) -> None:
    sent = request("post", "/clients/new/", drawer=True, price="1", part="1")
    answer = forms.handle(sent, PriceForm(sent.POST), lambda _: "/clients/12/?tab=x", "404.html")
    assert answer.status_code == 204
    assert json.loads(answer["HX-Trigger"]) == {"drawer:made": {"value": "12", "url": "/clients/12/?tab=x"}}


@pytest.mark.parametrize("target", ["/products/", "/nowhere/12/"])
def test_an_address_without_a_row_names_none(db, target: str) -> None:
    sent = request("post", "/clients/new/", drawer=True, price="1", part="1")
    answer = forms.handle(sent, PriceForm(sent.POST), lambda _: target, "404.html")
    assert json.loads(answer["HX-Trigger"])["drawer:made"]["value"] == ""


def test_a_form_in_a_drawer_has_ids_of_its_own() -> None:
    asked, form = request("get", "/clients/new/", drawer=True), PriceForm()
    page = forms.handle(asked, form, lambda _: "/", "kit/form.html").content.decode()
    assert form["price"].auto_id == "drawer_price"
    assert 'id="drawer-form" method="post"' in page
    assert 'hx-target="#drawer-body"' in page
    assert "<html" not in page


def test_a_masked_value_is_shown_for_a_reason() -> None:
    page = forms.unmask(
        request("post", "/x/", drawer=True, reason=" audit "), lambda reason: f"7501020018 {reason}", masked="••0018"
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "7501020018 audit" in text
    assert 'data-masked-shown="30"' in text
    assert "<html" not in text
    whole = forms.unmask(request("post", "/x/", reason="audit"), lambda _: "7501020018").content.decode()
    assert "<html" in whole
    assert "7501020018" in whole


def test_a_refused_value_stays_masked() -> None:
    def refuse(_reason: str) -> str:
        raise Refused("Say why.")

    page = forms.unmask(request("post", "/x/"), refuse, masked="••0018")
    text = page.content.decode()
    assert page.status_code == 422
    assert "Say why." in text
    assert "••0018" in text
    assert "data-masked-shown" not in text
