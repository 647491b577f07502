"""Payment codes: what fits, what is refused and by which field."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import qr

IBAN = "BG80BNBG96611020345678"
RUSSIAN = {
    "Name": "ООО «Роудбук Демо»",
    "PersonalAcc": "40702810138250123017",
    "BankName": "Банк Пример",
    "BIC": "044525225",
    "CorrespAcc": "0",
}


def epc(**changes: Any) -> str:
    form = {name: changes.pop(name) for name in ("version", "charset", "is_compact") if name in changes}
    return qr.epc(qr.Transfer(**{"name": "Demo", "iban": IBAN, "cents": 100, "text": "L-1", **changes}), **form)


def zbp(**changes: Any) -> str:
    return qr.zbp(**{"account": "1" * 26, "grosze": 100, "name": "Demo", "title": "L-1", **changes})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cents": 0}, "amount"),
        ({"cents": qr.EPC_AMOUNT + 1}, "amount"),
        ({"name": ""}, "name"),
        ({"name": "a" * 71}, "name"),
        ({"name": "Demo\nEUR999"}, "name"),
        ({"text": "x\u2028y"}, "text"),
        ({"text": "a", "reference": "RF18539007547034"}, "text"),
        ({"version": "001"}, "bic"),
        ({"version": "003"}, "version"),
        ({"charset": 9}, "charset"),
        ({"name": "Демо", "charset": 2}, "charset"),
        ({"iban": "BG81BNBG96611020345678"}, "iban"),
        ({"name": "я" * 70, "text": "я" * 140}, "payload"),
    ],
)
def test_a_transfer_that_does_not_fit_is_refused_by_field(changes, field):
    with pytest.raises(qr.QrRefusedError) as refused:
        epc(**changes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account": "1" * 25}, "account"),
        ({"account": "١" * 26}, "account"),
        ({"nip": "123"}, "nip"),
        ({"country": "pl"}, "country"),
        ({"grosze": -1}, "amount"),
        ({"name": "a|b"}, "name"),
        ({"name": "a" * 21}, "name"),
        ({"title": "a" * 33}, "title"),
        ({"title": ""}, "title"),
        ({"reserved": "a" * 25}, "reserved"),
    ],
)
def test_a_polish_code_that_does_not_fit_is_refused_by_field(changes, field):
    with pytest.raises(qr.QrRefusedError) as refused:
        zbp(**changes)
    assert refused.value.field == field


def test_a_polish_account_may_be_written_with_its_country_and_spaces():
    assert zbp(account="PL 11 1111 1111 1111 1111 1111 1111") == zbp()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"BIC": "04452522"}, "BIC"),
        ({"Name": ""}, "Name"),
        ({"Sum": "12.50"}, "Sum"),
        ({"Colour": "red"}, "Colour"),
        ({"Purpose": "a\nb"}, "Purpose"),
        ({"Purpose": qr.GOST_SEPARATORS}, "separator"),
    ],
)
def test_a_russian_code_that_does_not_fit_is_refused_by_field(changes, field):
    with pytest.raises(qr.QrRefusedError) as refused:
        qr.gost(RUSSIAN | changes)
    assert refused.value.field == field


@given(cents=st.integers(1, qr.EPC_AMOUNT))
def test_both_forms_of_an_amount_say_the_same(cents):
    forms = [epc(cents=cents, is_compact=compact).split("\n")[7].removeprefix("EUR") for compact in (True, False)]
    assert [round(float(one) * 100) for one in forms] == [cents, cents]


@given(value=st.text(string.ascii_letters + string.punctuation, min_size=1, max_size=40))
def test_a_russian_code_can_be_read_back(value):
    try:
        text = qr.gost(RUSSIAN | {"Purpose": value})
    except qr.QrRefusedError:
        return
    separator = text[7]
    pairs = dict(part.split("=", 1) for part in text[8:].removesuffix(separator).split(separator))
    assert pairs == RUSSIAN | {"Purpose": value}
