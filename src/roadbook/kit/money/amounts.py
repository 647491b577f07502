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
LIMIT = 10**15
_SPACES = re.compile(r"[\s\u00a0\u202f']")


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
    """Minor units of what a person typed: ``1 234,56``, ``1.234,56``, ``1,234.56``, ``−12.5``; ASCII digits only.

    A single separator followed by exactly three digits is read as a decimal point only where the currency has three places;
    with two places ``1.234`` is refused as doubtful rather than guessed.

    :raises AmountRefused: not a number, too many decimals, or beyond the limit of 10**15 minor units.
    """
    clean = _SPACES.sub("", text.strip())
    for sign in ("€", "zł", "₽", "лв.", "лв", currency):
        clean = clean.removesuffix(sign).removeprefix(sign)
    places = exponent(currency)
    whole, part, negative = _split(clean, places)
    minor = int(whole or "0") * 10**places + int((part + "0" * places)[:places] or "0")
    if minor > LIMIT:
        raise AmountRefused(_("This amount is too large."))
    return int(-minor if negative else minor)


def _split(clean: str, places: int) -> tuple[str, str, bool]:
    negative = clean[:1] in {"-", "−"}
    digits = clean[1:] if negative else clean
    last = max(digits.rfind("."), digits.rfind(","))
    whole, part = (digits[:last], digits[last + 1 :]) if last >= 0 else (digits, "")
    groups = re.split(r"[.,]", whole)
    grouped = len(groups) > 1
    if grouped and (len(set(re.findall(r"[.,]", whole))) > 1 or any(len(g) != 3 for g in groups[1:])):
        raise AmountRefused(_("“%(text)s” is not an amount.") % {"text": clean})
    if last >= 0 and len(part) == 3 and places != 3:
        if not grouped or digits[last] not in whole:
            raise AmountRefused(_("“%(text)s” could be read in two ways. Write the decimals.") % {"text": clean})
        whole, part = whole + digits[last] + part, ""
    text = "".join(re.split(r"[.,]", whole))
    if not re.fullmatch(r"[0-9]*", text + part) or not text + part or len(part) > places:
        raise AmountRefused(_("“%(text)s” is not an amount.") % {"text": clean})
    return text, part, negative
