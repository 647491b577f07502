"""Is this number one that its state could have given? Check digits and, where the number tells, birth date and sex.

The algorithms are those of python-stdnum, shown against published numbers in ``tests/apps/jurisdictions``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from django.utils.translation import gettext_lazy as _

from roadbook.kit.errors import Refused

from .enums import IdentifierKind, Sex

_JOINERS = re.compile(r"[\s\u00a0.\-/]")
_DIGITS = re.compile(r"[0-9]+")


class IdentifierRefused(Refused):
    """The number fails the check of its kind."""

    code = "identifier"


@dataclass(frozen=True)
class Identifier:
    """A number that passed: digits only, with what it tells of its owner (None where it tells nothing)."""

    kind: IdentifierKind
    normalised: str
    birth_date: date | None = None
    sex: Sex | None = None


def check_identifier(kind: str, value: str, *, field: str = "identifier", born_by: date | None = None) -> Identifier:
    """The number in its normal form. ``born_by``, say the business date, also refuses a birth date after it.

    :raises IdentifierRefused: wrong length, wrong check digit, an impossible birth date.
    """
    known = IdentifierKind(kind)
    digits = _digits(known, value)
    if not digits or not _is_valid(known, digits):
        raise IdentifierRefused(_("This number is not a valid %(kind)s.") % {"kind": known.label}, field=field)
    birth_date = _birth_date(known, digits)
    if born_by and birth_date and birth_date > born_by:
        raise IdentifierRefused(_("The birth date in this number is in the future."), field=field)
    return Identifier(known, digits, birth_date, _sex(known, digits))


def company_identifier(country: str) -> IdentifierKind:
    """The kind by which the organisations of a country are known first."""
    return COMPANY_IDENTIFIERS[country]


COMPANY_IDENTIFIERS = {
    "BG": IdentifierKind.EIK,
    "PL": IdentifierKind.NIP,
    "RU": IdentifierKind.INN_ORGANISATION,
}


def check_iban(value: str, *, country: str = "", field: str = "iban") -> str:
    """The bank account without spaces. Russia has no IBAN: there an account has 20 digits.

    :raises IdentifierRefused: the account number cannot exist.
    """
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    clean = _JOINERS.sub("", value).upper()
    if country == "RU":
        if not re.fullmatch(r"[0-9]{20}", clean):
            raise IdentifierRefused(_("A Russian bank account has 20 digits."), field=field)
        return clean
    try:
        return str(iban.validate(clean))
    except ValidationError as error:
        raise IdentifierRefused(_("This is not a valid IBAN."), field=field) from error


def _digits(kind: IdentifierKind, value: str) -> str:
    clean = _JOINERS.sub("", value.strip())
    if kind in {IdentifierKind.EIK, IdentifierKind.NIP}:
        clean = clean.upper().removeprefix("BG" if kind is IdentifierKind.EIK else "PL")
    return clean if _DIGITS.fullmatch(clean) else ""


def _module(kind: IdentifierKind) -> ModuleType:
    from stdnum.bg import egn, pnf
    from stdnum.pl import nip, pesel, regon
    from stdnum.ru import inn, ogrn

    return {
        IdentifierKind.EGN: egn,
        IdentifierKind.LNCH: pnf,
        IdentifierKind.PESEL: pesel,
        IdentifierKind.NIP: nip,
        IdentifierKind.REGON: regon,
        IdentifierKind.INN_PERSON: inn,
        IdentifierKind.INN_ORGANISATION: inn,
        IdentifierKind.OGRN: ogrn,
    }[kind]


SHORT_EIK, LONG_EIK = 9, 13
MODULUS_WITHOUT_DIGIT = 10
_LENGTHS = {
    IdentifierKind.INN_PERSON: {12},
    IdentifierKind.INN_ORGANISATION: {10},
    IdentifierKind.EIK: {SHORT_EIK, LONG_EIK},
}


def _is_valid(kind: IdentifierKind, digits: str) -> bool:
    if len(digits) not in _LENGTHS.get(kind, {len(digits)}) or set(digits) == {"0"}:
        return False
    if kind is IdentifierKind.EIK:
        return _eik_is_valid(digits)
    return bool(_module(kind).is_valid(digits))


def _eik_is_valid(digits: str) -> bool:
    """ЕИК: the ninth digit checks the first eight; of thirteen, the last one checks digits nine to twelve.

    Weights of the second check: 2, 7, 3, 5, and when the remainder is ten 4, 9, 5, 7 (register БУЛСТАТ).
    """
    from stdnum.bg import vat

    if vat.calc_check_digit_legal(digits[:8]) != digits[8]:
        return False
    return len(digits) == SHORT_EIK or _branch_digit(digits[8:12]) == int(digits[12])


def _branch_digit(four: str) -> int:
    for weights in ((2, 7, 3, 5), (4, 9, 5, 7)):
        rest = sum(int(digit) * weight for digit, weight in zip(four, weights, strict=True)) % 11
        if rest < MODULUS_WITHOUT_DIGIT:
            return rest
    return 0


def _birth_date(kind: IdentifierKind, digits: str) -> date | None:
    if kind not in {IdentifierKind.EGN, IdentifierKind.PESEL}:
        return None
    found: Callable[[str], date] = _module(kind).get_birth_date
    return found(digits)


def _sex(kind: IdentifierKind, digits: str) -> Sex | None:
    if kind is IdentifierKind.EGN:
        return Sex.MALE if int(digits[8]) % 2 == 0 else Sex.FEMALE
    if kind is IdentifierKind.PESEL:
        return Sex.MALE if int(digits[9]) % 2 else Sex.FEMALE
    return None
