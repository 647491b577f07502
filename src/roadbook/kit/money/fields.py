"""Model fields for money: minor units and their currency are two columns, named side by side."""

from __future__ import annotations

from typing import Any

from django.db import models

from .amounts import EXPONENTS


class MoneyField(models.BigIntegerField[int, int]):
    """An amount in minor units. Its currency stands in another column of the row or of its owner."""

    description = "Amount in minor units"


class OptionalMoneyField(models.BigIntegerField[int | None, int | None]):
    """An amount in minor units that may be unknown, which is not nothing."""

    description = "Amount in minor units, or unknown"


class CurrencyField(models.CharField[str, str]):
    """An ISO 4217 code that we know the decimal places of."""

    description = "Currency code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        kwargs.setdefault("choices", [(code, code) for code in EXPONENTS])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, list(args), dict(kwargs)
