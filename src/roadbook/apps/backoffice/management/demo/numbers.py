"""Identifiers with right check digits for people and firms that do not exist."""

from __future__ import annotations

import random
from datetime import date

CENTURY = 2000
TEN = 10


def _weighted(digits: str, weights: list[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def egn(rng: random.Random, born: date, *, is_woman: bool) -> str:
    """Bulgarian ЕГН: date (month + 40 from 2000), region, sex in the ninth digit, check digit."""
    month = born.month + (40 if born.year >= CENTURY else 0)
    body = f"{born.year % 100:02}{month:02}{born.day:02}{rng.randrange(0, 99):02}{rng.randrange(5) * 2 + is_woman}"
    return body + str(_weighted(body, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10)


def pesel(rng: random.Random, born: date, *, is_woman: bool) -> str:
    """Polish PESEL: date (month + 20 from 2000), serial, sex in the tenth digit (odd: man), check digit."""
    month = born.month + (20 if born.year >= CENTURY else 0)
    body = f"{born.year % 100:02}{month:02}{born.day:02}{rng.randrange(1000):03}{rng.randrange(5) * 2 + (not is_woman)}"
    return body + str(-_weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)


def inn_person(rng: random.Random) -> str:
    """Russian ИНН of a person: twelve digits, two check digits."""
    body = f"77{rng.randrange(10**8):08}"
    body += str(_weighted(body, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10)
    return body + str(_weighted(body, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10)


def inn_organisation(rng: random.Random) -> str:
    """Russian ИНН of an organisation: ten digits."""
    body = f"77{rng.randrange(10**7):07}"
    return body + str(_weighted(body, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10)


def eik(rng: random.Random) -> str:
    """Bulgarian ЕИК of nine digits."""
    body = f"2{rng.randrange(10**7):07}"
    check = _weighted(body, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
    return body + str(check if check < TEN else _weighted(body, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10)


def nip(rng: random.Random) -> str:
    """Polish NIP: a body whose check would be ten is drawn again."""
    while True:
        body = f"525{rng.randrange(10**6):06}"
        check = _weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11
        if check < TEN:
            return body + str(check)


def iban(country: str, bban: str) -> str:
    """An IBAN with the right check digits (ISO 7064 mod 97-10) for a bank account that nobody has."""
    spelled = "".join(str(int(letter, 36)) for letter in f"{bban}{country}00")
    return f"{country}{98 - int(spelled) % 97:02}{bban}"


def vin(rng: random.Random, maker: str) -> str:
    """A VIN whose ninth position is the right check character (ISO 3779, North American rule)."""
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    body = maker + "".join(rng.choice(letters + "0123456789") for _ in range(5))
    tail = rng.choice("PRSTV") + rng.choice(letters) + f"{rng.randrange(10**6):06}"
    weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    total = sum(_vin_value(c) * w for c, w in zip(body + "0" + tail, weights, strict=True)) % 11
    return body + ("X" if total == TEN else str(total)) + tail


def _vin_value(letter: str) -> int:
    """Each letter by its last digit in this row (ISO 3779, table of the check digit)."""
    return "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ".index(letter) % 10
