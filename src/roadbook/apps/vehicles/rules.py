"""Could a maker have given this vehicle identification number, and what does it tell?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from vininfo import Vin as Decoded

from roadbook.kit import figures, identifiers
from roadbook.kit.errors import Refused

CHECK_DIGIT_WARNING = _("The check digit does not fit. Many European makers do not use it: compare with the papers.")
YEAR_CODE = "ABCDEFGHJKLMNPRSTVWXY123456789"
FIRST_CODED_YEAR, LAST_CODED_YEAR = 1980, 2039
UNKNOWN = ("unknown", "unassigned", "unsupported")


class VinRefused(Refused):
    """No vehicle has such a number."""

    code = "vin"


@dataclass(frozen=True)
class Vin:
    """A number that can exist (ISO 3779), with what it tells: country and maker, empty where the tables know none.

    ``model_years`` are those that its tenth character may mean; European makers are free to mean something else by it.
    """

    normalised: str
    country: str
    maker: str
    warnings: tuple[str | Promise, ...]
    model_years: tuple[int, ...] = ()

    @property
    def country_name(self) -> str:
        """The country in the reader's language; as the table calls it where no list of countries knows that name."""
        code = _country_codes().get(self.country)
        return Locale.parse(figures.locale()).territories.get(code, self.country) if code else self.country

    @property
    def origin(self) -> str:
        """Maker and country in one line."""
        return ", ".join(part for part in (self.maker, self.country_name) if part)


def check_vin(value: str, *, until: int = LAST_CODED_YEAR) -> Vin:
    """The number in capital Latin letters without spaces; Cyrillic look-alikes count as their Latin twins.

    A wrong check digit only warns. Model years after ``until`` are left out.

    :raises VinRefused: not 17 characters, or letters that no VIN holds (I, O, Q and what is not Latin).
    """
    try:
        number = identifiers.vin(value)
    except ValueError as error:
        raise VinRefused(str(error), field="vin") from error
    decoded = Decoded(number)
    warnings = () if identifiers.vin_check_digit_holds(number) else (CHECK_DIGIT_WARNING,)
    return Vin(number, _known(decoded.country), _known(decoded.manufacturer), warnings, model_years(number, until))


def model_years(number: str, until: int) -> tuple[int, ...]:
    """The years that the tenth character stands for (ISO 3779, 49 CFR 565.15): a code of 30 years, begun in 1980."""
    at = YEAR_CODE.find(number[9])
    return tuple(range(FIRST_CODED_YEAR + at, until + 1, len(YEAR_CODE))) if at >= 0 else ()


@cache
def _country_codes() -> dict[str, str]:
    """Codes of countries by their English names."""
    named = {name: code for code, name in Locale("en").territories.items() if code.isalpha()}
    return named | {"Czech Republic": "CZ", "Turkey": "TR", "Macedonia": "MK"}


def _known(name: str | None) -> str:
    return name if name and not name.lower().startswith(UNKNOWN) else ""
