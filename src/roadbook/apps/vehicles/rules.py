"""Could a maker have given this vehicle identification number?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from vininfo import Vin as Decoded

from roadbook.kit import text
from roadbook.kit.errors import Refused

VIN_LENGTH = 17
CONFUSING = re.compile(r"[IOQ]")
ALLOWED = re.compile(r"[A-HJ-NPR-Z0-9]+")
CHECK_DIGIT_WARNING = _(
    "The check digit does not fit. Makers outside North America often use none: compare the papers."
)


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


def check_vin(value: str) -> Vin:
    """The number in capital Latin letters, without spaces; Cyrillic look-alikes count as their Latin twins.

    A wrong check digit only warns: Europe does not use it.

    :raises VinRefused: not 17 characters, or letters that no VIN holds (I, O, Q and everything but A-Z and 0-9).
    """
    clean = text.latin_plate(value)
    if CONFUSING.search(clean):
        raise VinRefused(_("A VIN never holds the letters I, O and Q: they are read as 1 and 0."), field="vin")
    if len(clean) != VIN_LENGTH:
        raise VinRefused(_("A VIN has 17 characters; this one has %(count)d.") % {"count": len(clean)}, field="vin")
    if not ALLOWED.fullmatch(clean):
        raise VinRefused(_("A VIN holds only Latin letters and digits."), field="vin")
    decoded = Decoded(clean)
    warnings = () if decoded.verify_checksum() else (CHECK_DIGIT_WARNING,)
    return Vin(clean, _known(decoded.country), _known(decoded.manufacturer), warnings)


def _known(name: str | None) -> str:
    return name if name and not name.lower().startswith(("unknown", "unassigned", "unsupported")) else ""
