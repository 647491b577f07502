"""Fees and the order of payment, as numbered fields of the form of a product.

Plain fields, so that drafts, the conflict screen and a page without scripts treat them as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms as django
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import FeeBase, FeeWhen
from roadbook.apps.leasing.models import Fee
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.kit import forms

FEES = 8
SHOWN = 2
PLACES = range(1, len(ChargeKind) + 1)
PARTS = ("name", "code", "when", "base", "amount", "share", "least")
Fields = dict[str, django.Field]


def fee_fields(currency: str) -> Fields:
    """Eight rows: ``fee_1_name``, ``fee_1_code`` and so on."""
    found: Fields = {}
    for place in range(1, FEES + 1):
        row = f"fee_{place}_"
        found[f"{row}name"] = forms.TextField(
            label=_("Fee %(place)d") % {"place": place}, max_length=60, required=False
        )
        found[f"{row}code"] = forms.TextField(label=_("Code"), max_length=12, required=False)
        found[f"{row}when"] = forms.ChoiceField(
            label=_("When"), choices=FeeWhen.choices, required=False, initial=FeeWhen.ACTIVATION
        )
        found[f"{row}base"] = forms.ChoiceField(
            label=_("Counted as"), choices=FeeBase.choices, required=False, initial=FeeBase.FIXED
        )
        found[f"{row}amount"] = forms.MoneyField(label=_("Amount"), currency=currency, required=False)
        found[f"{row}share"] = forms.RateField(label=_("Share"), maximum=Decimal("0.9999"), required=False)
        found[f"{row}least"] = forms.MoneyField(label=_("At least"), currency=currency, required=False)
    return found


def waterfall_fields() -> Fields:
    """A place for each kind of charge: ``waterfall_1`` is paid first."""
    choices = [("", "–"), *ChargeKind.choices]
    return {
        f"waterfall_{place}": forms.ChoiceField(
            label=_("Place %(place)d") % {"place": place}, choices=choices, required=False
        )
        for place in PLACES
    }


def given(fees: tuple[Fee, ...], waterfall: tuple[str, ...]) -> dict[str, Any]:
    """Stored fees and order as the fields show them."""
    rows = {f"fee_{place}_{part}": getattr(fee, part) or None for place, fee in enumerate(fees, 1) for part in PARTS}
    return {**rows, **{f"waterfall_{place}": kind for place, kind in enumerate(waterfall, 1)}}


def fees_of(values: Mapping[str, Any]) -> tuple[Fee, ...]:
    """The rows that have anything in them, in their order."""
    rows = ({part: values.get(f"fee_{place}_{part}") for part in PARTS} for place in range(1, FEES + 1))
    return tuple(
        Fee(
            code=row["code"] or "",
            name=row["name"] or "",
            when=row["when"] or FeeWhen.ACTIVATION,
            base=row["base"] or FeeBase.FIXED,
            amount=row["amount"] or 0,
            share=row["share"] or Decimal(0),
            least=row["least"] or 0,
        )
        for row in rows
        if is_filled(row)
    )


def is_filled(row: Mapping[str, Any]) -> bool:
    return any(row[part] for part in ("name", "code", "amount", "share", "least"))


def waterfall_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(kind for place in PLACES if (kind := values.get(f"waterfall_{place}")))


def problems(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with the rows: the field, and why."""
    found: list[tuple[str, str]] = []
    codes: set[str] = set()
    for place in range(1, FEES + 1):
        row = {part: values.get(f"fee_{place}_{part}") for part in PARTS}
        if is_filled(row):
            found += [(f"fee_{place}_{part}", why) for part, why in _wrong(row, codes)]
            codes.add(row["code"] or "")
    kinds: set[str] = set()
    for place in PLACES:
        kind = values.get(f"waterfall_{place}")
        if kind and kind in kinds:
            found.append((f"waterfall_{place}", gettext_now("This kind has a place already.")))
        kinds.add(kind or "")
    return found


def _wrong(row: Mapping[str, Any], codes: set[str]) -> list[tuple[str, str]]:
    """The parts of one fee that are missing or doubled."""
    found = [(part, gettext_now("A fee needs a name and a code.")) for part in ("name", "code") if not row[part]]
    if row["code"] and row["code"] in codes:
        found.append(("code", gettext_now("Another fee has this code.")))
    part = "amount" if row["base"] in (None, "", FeeBase.FIXED) else "share"
    if not row[part]:
        found.append((part, gettext_now("How much is the fee?")))
    return found
