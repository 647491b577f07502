"""Could a maker have given this vehicle identification number, and what does it tell?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from vininfo import Vin as Decoded

from roadbook.kit import identifiers
from roadbook.kit.errors import Refused

CHECK_DIGIT_WARNING = _("The check digit does not fit. Many European makers do not use it: compare with the papers.")
UNKNOWN = ("unknown", "unassigned", "unsupported")


class VinRefused(Refused):
    """No vehicle has such a number."""

    code = "vin"


@dataclass(frozen=True)
class Vin:
    """A number that can exist (ISO 3779), with what it tells: country and maker, empty where the tables know none."""

    normalised: str
    country: str
    maker: str
    warnings: tuple[str | Promise, ...]

    @property
    def origin(self) -> str:
        """Maker and country in one line."""
        return ", ".join(part for part in (self.maker, self.country) if part)


def check_vin(value: str) -> Vin:
    """The number in capital Latin letters without spaces; Cyrillic look-alikes count as their Latin twins.

    A wrong check digit only warns.

    :raises VinRefused: not 17 characters, or letters that no VIN holds (I, O, Q and what is not Latin).
    """
    try:
        number = identifiers.vin(value)
    except ValueError as error:
        raise VinRefused(str(error), field="vin") from error
    decoded = Decoded(number)
    warnings = () if identifiers.vin_check_digit_holds(number) else (CHECK_DIGIT_WARNING,)
    return Vin(number, _known(decoded.country), _known(decoded.manufacturer), warnings)


def _known(name: str | None) -> str:
    return name if name and not name.lower().startswith(UNKNOWN) else ""
