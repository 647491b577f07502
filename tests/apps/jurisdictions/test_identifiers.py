"""State numbers: published vectors, and what a number tells of its owner."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from roadbook.apps.jurisdictions import rules
from roadbook.apps.jurisdictions.enums import IdentifierKind as Kind
from roadbook.apps.jurisdictions.enums import Sex
from roadbook.apps.jurisdictions.rules import IdentifierRefused, check_iban, check_identifier

VECTORS = json.loads((Path(__file__).parent / "data/identifiers.json").read_text(encoding="utf-8"))["vectors"]
KINDS = {"inn": (Kind.INN_PERSON, Kind.INN_ORGANISATION)}


def _is_accepted(vector: dict[str, str]) -> bool:
    kinds = KINDS.get(vector["type"]) or (None if vector["type"] == "iban" else (Kind(vector["type"]),))
    for kind in kinds or (None,):
        try:
            check_iban(vector["value"]) if kind is None else check_identifier(kind, vector["value"])
        except IdentifierRefused:
            continue
        return True
    return False


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{one['type']}-{one['value']}" for one in VECTORS])
def test_published_number(vector):
    assert _is_accepted(vector) is vector["expected_valid"], vector["source"]


def test_there_are_enough_published_numbers():
    assert len(VECTORS) == 162
    assert {one["type"] for one in VECTORS if not one["expected_valid"]} == {one["type"] for one in VECTORS}


@pytest.mark.parametrize(
    ("kind", "value", "normal", "born_on", "sex"),
    [
        (Kind.EGN, "7523169263", "7523169263", date(1875, 3, 16), Sex.MALE),
        (Kind.EGN, "750101 0010", "7501010010", date(1975, 1, 1), Sex.FEMALE),
        (Kind.EGN, "8001010008", "8001010008", date(1980, 1, 1), Sex.MALE),
        (Kind.LNCH, "1004495667", "1004495667", None, None),
        (Kind.EIK, "BG 121887948", "121887948", None, None),
        (Kind.PESEL, "44051401359", "44051401359", date(1944, 5, 14), Sex.MALE),
        (Kind.NIP, "PL 856-734-62-15", "8567346215", None, None),
    ],
)
def test_number_tells_of_its_owner(kind, value, normal, born_on, sex):
    found = check_identifier(kind, value)
    assert (found.normalised, found.birth_date, found.sex) == (normal, born_on, sex)


def test_birth_date_after_the_business_date_is_refused_when_asked():
    assert check_identifier(Kind.EGN, "7541010019").birth_date == date(2075, 1, 1)
    with pytest.raises(IdentifierRefused, match="future"):
        check_identifier(Kind.EGN, "7541010019", born_by=date(2026, 11, 24))


@pytest.mark.parametrize(
    "value", ["", " ", "000000000", "12345678", "１２１８８７９４８", "121887948x", "121887948' OR 1=1"]
)
def test_what_is_no_number_is_refused_at_its_field(value):
    with pytest.raises(IdentifierRefused) as refusal:
        check_identifier(Kind.EIK, value, field="eik")
    assert refusal.value.field == "eik"


def test_inn_of_a_person_is_not_one_of_an_organisation():
    with pytest.raises(IdentifierRefused):
        check_identifier(Kind.INN_ORGANISATION, "500100732259")
    assert check_identifier(Kind.INN_PERSON, "500100732259").normalised == "500100732259"


def test_russian_account_has_twenty_digits():
    assert check_iban("40702 810 9 0000 0000001", country="RU") == "40702810900000000001"
    with pytest.raises(IdentifierRefused):
        check_iban("BG80BNBG96611020345678", country="RU")


def test_every_country_of_a_company_has_its_identifier():
    assert {country: rules.company_identifier(country) for country in ("BG", "PL", "RU")} == {
        "BG": Kind.EIK,
        "PL": Kind.NIP,
        "RU": Kind.INN_ORGANISATION,
    }
