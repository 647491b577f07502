"""Amounts as people and machines write them, to and from minor units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from roadbook.kit.errors import Refused

EXPONENTS = {
    "EUR": 2,
    "PLN": 2,
    "RUB": 2,
    "BGN": 2,
    "USD": 2,
    "GBP": 2,
    "CHF": 2,
    "CZK": 2,
    "RON": 2,
    "HUF": 2,
    "SEK": 2,
}
MINUS = {"-", "−"}
LIMIT = 10**15
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?:(?P<mark>[.,])(?P<part>[0-9]*))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2})(?P<groups>(?: [0-9]{3})+|(?:\.[0-9]{3})+|(?:,[0-9]{3})+)"
    r"(?:(?P<mark>[.,])(?P<part>[0-9]*))?"
)
_SIGNS = {
    "EUR": ("€",),
    "PLN": ("zł",),
    "RUB": ("₽", "руб.", "руб"),
    "BGN": ("лв.", "лв"),
    "USD": ("$",),
    "GBP": ("£",),
}


class AmountRefused(Refused):
    """The text is not an amount of this currency."""

    code = "amount"


@dataclass(frozen=True)
class Money:
    """An amount in minor units (cents, groszy, kopecks) and its ISO 4217 currency."""

    minor: int
    currency: str


def exponent(currency: str) -> int:
    """Decimal places of the currency's minor unit (ISO 4217)."""
    return EXPONENTS[currency]


def to_decimal_text(minor: int, currency: str) -> str:
    """The amount as an API writes it: ``"-1234.56"``."""
    return str(Decimal(minor).scaleb(-exponent(currency)))


def parse(text: str, currency: str) -> int:
    """Minor units of what a person typed: ``1 234,56``, ``1.234,56``, ``1,234.56``, ``−12.5``, ``€12``; ASCII digits.

    ``1.234`` is refused as doubtful where the currency has no three decimals: it might mean a thousand or one.

    :raises AmountRefused: not a number, too many decimals, another currency's sign, or over 10**15 minor units.
    """
    typed = _SPACES.sub(" ", text).strip()
    bare = _without_sign((typed[1:] if typed[:1] in MINUS else typed).strip(), currency)
    is_negative = typed[:1] in MINUS
    whole, part = _digits(bare, exponent(currency), typed)
    minor = int((whole or "0") + part.ljust(exponent(currency), "0"))
    if minor > LIMIT:
        raise AmountRefused(_("This amount is too large."))
    return -minor if is_negative else minor


def _without_sign(typed: str, currency: str) -> str:
    for sign in (*_SIGNS.get(currency, ()), currency):
        if typed.endswith(sign):
            return typed.removesuffix(sign).strip()
        if typed.startswith(sign):
            return typed.removeprefix(sign).strip()
    return typed


def _digits(bare: str, places: int, typed: str) -> tuple[str, str]:
    """The digits before and after the decimal mark."""
    plain, grouped = _PLAIN.fullmatch(bare), _GROUPED.fullmatch(bare)
    if plain and grouped and len(plain["part"] or "") != places:
        raise AmountRefused(_("“%(text)s” could be read in two ways. Write the decimals.") % {"text": typed})
    match = plain or grouped
    if not match or not re.search("[0-9]", bare) or len(match["part"] or "") > places:
        raise AmountRefused(_("“%(text)s” is not an amount.") % {"text": typed})
    if grouped and not plain and grouped["mark"] and grouped["mark"] in grouped["groups"]:
        raise AmountRefused(_("“%(text)s” is not an amount.") % {"text": typed})
    whole = match["whole"] if plain else re.sub("[^0-9]", "", match["whole"] + match["groups"])
    return whole, match["part"] or ""
