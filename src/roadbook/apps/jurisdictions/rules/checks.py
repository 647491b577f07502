"""Check digits of the numbers that states give, each from its own rule. A function gets a number in its normal form.

python-stdnum computes ЕГН, ЛНЧ, PESEL, NIP, REGON, ИНН and the VAT numbers of the Union; where it knows no rule, or a
narrower one than the register's, the rule stands here with its source. All are shown against published numbers in
``tests/conformance/test_identity.py``.
"""

from __future__ import annotations

import re

MODULUS_WITHOUT_DIGIT = 10
EIK_LENGTHS = {9, 13}
SHORT_EIK = 9


def egn(digits: str) -> bool:
    """Ten digits: birth date (month + 20 before 1900, + 40 from 2000), order of birth, check digit."""
    from stdnum.bg import egn as rule

    return bool(rule.is_valid(digits))


def lnch(digits: str) -> bool:
    """Ten digits, the last one a check digit; no birth date in it."""
    from stdnum.bg import pnf

    return bool(pnf.is_valid(digits))


def eik(digits: str) -> bool:
    """ЕИК: the ninth digit checks the first eight; of thirteen, the last one checks digits nine to twelve.

    Weights of the second check: 2, 7, 3, 5, and when the remainder is ten 4, 9, 5, 7 (register БУЛСТАТ).
    """
    from stdnum.bg import vat as rule

    if len(digits) not in EIK_LENGTHS or rule.calc_check_digit_legal(digits[:8]) != digits[8]:
        return False
    return len(digits) == SHORT_EIK or _branch_digit(digits[8:12]) == int(digits[12])


def _branch_digit(four: str) -> int:
    for weights in ((2, 7, 3, 5), (4, 9, 5, 7)):
        rest = weighted(four, weights) % 11
        if rest < MODULUS_WITHOUT_DIGIT:
            return rest
    return 0


def vat(number: str) -> bool:
    """The prefix of a member state and what that state checks: ``BG175074752``, ``PL8567346215``."""
    from stdnum.eu import vat as rule

    return bool(rule.is_valid(number))


def pesel(digits: str) -> bool:
    """Eleven digits: birth date (the month tells the century), order, check digit."""
    from stdnum.pl import pesel as rule

    return bool(rule.is_valid(digits))


def nip(digits: str) -> bool:
    """Ten digits; a number whose remainder is ten was never given."""
    from stdnum.pl import nip as rule

    return bool(rule.is_valid(digits))


def regon(digits: str) -> bool:
    """Nine digits, or fourteen for a local unit, whose first nine are the unit's own valid number."""
    from stdnum.pl import regon as rule

    return bool(rule.is_valid(digits))


def krs(digits: str) -> bool:
    """Ten digits in the order of entry; the register has no check digit."""
    return bool(re.fullmatch(r"[0-9]{10}", digits))


def inn_person(digits: str) -> bool:
    """Twelve digits, the last two check digits (Приказ ФНС, структура ИНН)."""
    return _inn(digits, 12)


def inn_organisation(digits: str) -> bool:
    """Ten digits, the last one a check digit."""
    return _inn(digits, 10)


def _inn(digits: str, length: int) -> bool:
    from stdnum.ru import inn

    return len(digits) == length and bool(inn.is_valid(digits))


def ogrn(digits: str) -> bool:
    """Thirteen digits; the last one is the last digit of the first twelve modulo 11."""
    return bool(re.fullmatch(r"[1-9][0-9]{12}", digits)) and int(digits[:-1]) % 11 % 10 == int(digits[-1])


def ogrnip(digits: str) -> bool:
    """Fifteen digits beginning with 3 (or 4, a later entry); the last digit of the first fourteen modulo 13."""
    return bool(re.fullmatch(r"[34][0-9]{14}", digits)) and int(digits[:-1]) % 13 % 10 == int(digits[-1])


def kpp(code: str) -> bool:
    """Nine characters: tax office, reason (digits or Latin capitals), order (Приказ ФНС ММВ-7-6/435)."""
    return bool(re.fullmatch(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", code))


NO_SNILS_CHECK_UP_TO = 1_001_998
SNILS_MODULUS = 101


def snils(digits: str) -> bool:
    """Eleven digits; the last two are the weighted sum modulo 101 (100 is written 00), from 001-001-998 on."""
    if not re.fullmatch(r"[0-9]{11}", digits):
        return False
    if int(digits[:9]) <= NO_SNILS_CHECK_UP_TO:
        return True
    return weighted(digits[:9], range(9, 0, -1)) % SNILS_MODULUS % 100 == int(digits[9:])


def weighted(digits: str, weights: object) -> int:
    """The sum of digits, each times its weight; letters count 10 to 35."""
    return sum(int(digit, 36) * weight for digit, weight in zip(digits, weights, strict=True))  # type: ignore[call-overload]
