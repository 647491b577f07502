"""Money: an integer count of minor units with its currency. Never a float."""

from .amounts import EXPONENTS, AmountRefused, Money, exponent, parse, to_decimal_text
from .display import format_money
from .fields import CurrencyField, MoneyField, OptionalMoneyField

__all__ = [
    "EXPONENTS",
    "AmountRefused",
    "CurrencyField",
    "Money",
    "MoneyField",
    "OptionalMoneyField",
    "exponent",
    "format_money",
    "parse",
    "to_decimal_text",
]
