"""Amounts as each language writes them (CLDR), with no-break spaces and a true minus sign."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language

from .amounts import exponent

NBSP = "\u00a0"
_CODE_AGAINST_FIGURE = re.compile(r"(?<=[^\W\d_])(?=\d)")


def format_money(minor: int, currency: str, *, symbol: bool = True, language: str | None = None) -> str:
    """``1 234,56 €`` in Bulgarian, ``€1,234.56`` in English. ``symbol=False`` leaves the currency to the column header.

    Where the symbol is made of letters and stands first, a space parts it from the figure: ``PLN 1,234.56``
    (CLDR, currency spacing).
    """
    return _written(minor, currency, (language or get_language() or "en")[:2], symbol)


@lru_cache(maxsize=10_000)  # a plan repeats its instalment in every row, a list its prices on every page
def _written(minor: int, currency: str, locale: str, symbol: bool) -> str:
    value = Decimal(minor).scaleb(-exponent(currency))
    places = exponent(currency)
    if symbol:
        text = _CODE_AGAINST_FIGURE.sub(NBSP, format_currency(value, currency, locale=locale))
    else:
        text = format_decimal(value, format="#,##0." + "0" * places if places else "#,##0", locale=locale)
    return text.replace("\u202f", NBSP).replace(" ", NBSP).replace("-", "−")
