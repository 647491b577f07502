"""State numbers: published vectors, and what a number tells of its owner."""

from __future__ import annotations

from datetime import date

import pytest

from roadbook.apps.jurisdictions import queries, rules
from roadbook.apps.jurisdictions.enums import IdentifierKind as Kind
from roadbook.apps.jurisdictions.enums import Sex
from roadbook.apps.jurisdictions.queries import Bank
from roadbook.apps.jurisdictions.rules import IdentifierRefused, check_account, check_iban, check_identifier


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


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        (Kind.KPP, "7707 01 001", "770701001"),
        (Kind.KPP, "770743001", "770743001"),
        (Kind.SNILS, "001-001-998 00", "00100199800"),
        (Kind.VAT, "bg 175 074 752", "BG175074752"),
        (Kind.VAT, "PL 856-734-62-15", "PL8567346215"),
        (Kind.KRS, "0000063032", "0000063032"),
        (Kind.FOREIGN, "ab-12345", "AB12345"),
    ],
)
def test_number_without_a_check_digit_of_its_own_has_a_form(kind, value, normal):
    assert check_identifier(kind, value).normalised == normal


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.KPP, "77070100"),
        (Kind.KPP, "7707010ЖЖ"),
        (Kind.KRS, "0000000000"),
        (Kind.VAT, "175074752"),
        (Kind.VAT, "BG175074751"),
        (Kind.FOREIGN, "A1"),
        (Kind.OGRN, "304500116000157"),
        (Kind.OGRNIP, "1022200525819"),
    ],
)
def test_number_of_a_wrong_form_is_refused(kind, value):
    with pytest.raises(IdentifierRefused):
        check_identifier(kind, value)


def test_sole_trader_whose_remainder_has_two_digits_keeps_the_last():
    thirteen_rest_eleven = next(n for n in range(30450011600010, 30450011600030) if n % 13 == 11)
    assert check_identifier(Kind.OGRNIP, f"{thirteen_rest_eleven}1").kind == Kind.OGRNIP


def test_russian_account_is_checked_with_its_bank():
    assert check_account("40817810538091310419", bik="044525225") == "40817810538091310419"
    with pytest.raises(IdentifierRefused, match="БИК"):
        check_account("40817810538091310418", bik="044525225")


def test_bank_of_an_account_is_known_from_its_number():
    assert queries.bank_of("BG80BNBG96611020345678") == Bank("BNBG", "BNBGBGSD", "Българска народна банка")
    assert queries.bank_of("PL61109010140000071219812874") == Bank("1090", "WBKPPLPP", "Santander Bank Polska")
    assert queries.bank_of("DE89370400440532013000") is None


@pytest.mark.parametrize(("bic", "normal"), [("bnbg bgsd", "BNBGBGSD"), ("044525225", "044525225"), ("", "")])
def test_bic_is_of_eight_or_eleven_characters_or_a_russian_one(bic, normal):
    assert rules.check_bic(bic) == normal


def test_bic_of_another_form_is_refused():
    with pytest.raises(IdentifierRefused):
        rules.check_bic("BNBG1")
