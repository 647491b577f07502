"""Checks of numbers that stand on papers, with nothing but the number itself."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from . import text

LENGTH = 17
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vin(typed: str) -> str:
    """The number in capitals without spaces, Cyrillic look-alikes made Latin (ISO 3779: 17 characters without I, O, Q).

    :raises ValueError: with a sentence for the user.
    """
    number = text.latin_plate(typed)
    if len(number) != LENGTH:
        raise ValueError(_("A VIN has 17 characters; this has %(count)d.") % {"count": len(number)})
    if set(number) & set("IOQ"):
        raise ValueError(_("A VIN never has the letters I, O and Q: they are the digits 1 and 0."))
    if not _VIN.fullmatch(number):
        raise ValueError(_("A VIN has Latin letters and digits only."))
    return number


def vin_check_digit_holds(number: str) -> bool:
    """Whether the ninth character is the check digit of 49 CFR 565.15; North America requires it, Europe does not."""
    total = sum(
        (_VALUES.get(letter) or int(letter, 36) % 10) * weight for letter, weight in zip(number, _WEIGHTS, strict=True)
    )
    return number[8] == "0123456789X"[total % 11]
