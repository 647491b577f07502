"""Numbers of identity documents, where a country's documents carry a check digit or a fixed form."""

from __future__ import annotations

import re
from collections.abc import Callable

from roadbook.apps.jurisdictions.enums import PaperKind

from .checks import weighted

_SPACES = re.compile(r"[\s\u00a0\-]")


def is_valid_paper(country: str, kind: str, number: str) -> bool | None:
    """Whether a document of this country could have this number; None where we know no rule for it."""
    check = _CHECKS.get((country, kind))
    return check(number) if check else None


def polish_id_card(number: str) -> bool:
    """Dowód osobisty: three letters, a check digit, five digits. Weights 7, 3, 1, 9, 7, 3, 1, 7, 3; a multiple of ten.

    Source: the order of the Polish Minister of Internal Affairs on the form of the identity card.
    """
    clean = _SPACES.sub("", number).upper()
    matches = re.fullmatch(r"[A-Z]{3}[0-9]{6}", clean)
    return bool(matches) and weighted(clean, (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0


def polish_passport(number: str) -> bool:
    """Two letters and seven digits, the first of which checks the others by weights 7, 3, -, 1, 7, 3, 1, 7, 3."""
    clean = _SPACES.sub("", number).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{7}", clean):
        return False
    return weighted(clean, (7, 3, 0, 1, 7, 3, 1, 7, 3)) % 10 == int(clean[2])


def russian_passport(number: str) -> bool:
    """Series of four digits (region, year of the form) and six digits."""
    return bool(re.fullmatch(r"[0-9]{2}[ -]?[0-9]{2}[ №-]*[0-9]{6}", number.strip()))


def bulgarian_id_card(number: str) -> bool:
    """Nine digits, or since 2023 two letters and seven digits."""
    return bool(re.fullmatch(r"[0-9]{9}|[A-Z]{2}[0-9]{7}", _SPACES.sub("", number).upper()))


_CHECKS: dict[tuple[str, str], Callable[[str], bool]] = {
    ("BG", PaperKind.ID_CARD): bulgarian_id_card,
    ("PL", PaperKind.ID_CARD): polish_id_card,
    ("PL", PaperKind.PASSPORT): polish_passport,
    ("RU", PaperKind.ID_CARD): russian_passport,
    ("RU", PaperKind.PASSPORT): russian_passport,
}
