"""Numbers of people and organisations in their normal form, with what they tell of their owner."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind, Sex
from roadbook.kit import text
from roadbook.kit.errors import Refused

from . import checks

JOINERS = re.compile(r"[\s\u00a0.\-–/]")
_DIGITS = re.compile(r"[0-9]+")
_LETTERED = {IdentifierKind.VAT, IdentifierKind.KPP, IdentifierKind.FOREIGN}
_PREFIXES = {IdentifierKind.EIK: "BG", IdentifierKind.NIP: "PL"}
_FOREIGN = re.compile(r"[0-9A-Z]{3,30}")

COMPANY_IDENTIFIERS = {
    "BG": IdentifierKind.EIK,
    "PL": IdentifierKind.NIP,
    "RU": IdentifierKind.INN_ORGANISATION,
}


class IdentifierRefused(Refused):
    """The number fails the check of its kind."""

    code = "identifier"


@dataclass(frozen=True)
class Identifier:
    """A number that passed, without joiners, with what it tells of its owner (None where it tells nothing)."""

    kind: IdentifierKind
    normalised: str
    birth_date: date | None = None
    sex: Sex | None = None


def check_identifier(kind: str, value: str, *, field: str = "identifier", born_by: date | None = None) -> Identifier:
    """The number in its normal form. ``born_by``, say the business date, also refuses a birth date after it.

    :raises IdentifierRefused: wrong length, wrong check digit, an impossible birth date.
    """
    known = IdentifierKind(kind)
    number = _normal(known, value)
    if not _is_valid(known, number):
        raise IdentifierRefused(_("This number is not a valid %(kind)s.") % {"kind": known.label}, field=field)
    birth_date = _birth_date(known, number)
    if born_by and birth_date and birth_date > born_by:
        raise IdentifierRefused(_("The birth date in this number is in the future."), field=field)
    return Identifier(known, number, birth_date, _sex(known, number))


def is_valid_identifier(kind: str, value: str) -> bool:
    """Whether the number passes the check of its kind."""
    known = IdentifierKind(kind)
    return _is_valid(known, _normal(known, value))


def company_identifier(country: str) -> IdentifierKind:
    """The kind by which the organisations of a country are known first."""
    return COMPANY_IDENTIFIERS[country]


def _normal(kind: IdentifierKind, value: str) -> str:
    """Without joiners and, where digits only are kept, without the country's prefix; empty when it cannot be one."""
    clean = JOINERS.sub("", value.strip()).upper()
    if kind in _LETTERED:
        return text.latin_plate(clean)
    clean = clean.removeprefix(_PREFIXES.get(kind, ""))
    return clean if _DIGITS.fullmatch(clean) else ""


CHECKS: dict[IdentifierKind, Callable[[str], bool]] = {
    IdentifierKind.EGN: checks.egn,
    IdentifierKind.LNCH: checks.lnch,
    IdentifierKind.EIK: checks.eik,
    IdentifierKind.PESEL: checks.pesel,
    IdentifierKind.NIP: checks.nip,
    IdentifierKind.REGON: checks.regon,
    IdentifierKind.KRS: checks.krs,
    IdentifierKind.INN_PERSON: checks.inn_person,
    IdentifierKind.INN_ORGANISATION: checks.inn_organisation,
    IdentifierKind.KPP: checks.kpp,
    IdentifierKind.OGRN: checks.ogrn,
    IdentifierKind.OGRNIP: checks.ogrnip,
    IdentifierKind.SNILS: checks.snils,
    IdentifierKind.VAT: checks.vat,
    IdentifierKind.FOREIGN: lambda number: bool(_FOREIGN.fullmatch(number)),
}


def _is_valid(kind: IdentifierKind, number: str) -> bool:
    if not number or not number.isascii() or set(number) == {"0"}:
        return False
    return CHECKS[kind](number)


def _birth_date(kind: IdentifierKind, digits: str) -> date | None:
    from stdnum.bg import egn
    from stdnum.pl import pesel

    module = {IdentifierKind.EGN: egn, IdentifierKind.PESEL: pesel}.get(kind)
    if module is None:
        return None
    found: Callable[[str], date] = module.get_birth_date
    return found(digits)


def _sex(kind: IdentifierKind, digits: str) -> Sex | None:
    if kind is IdentifierKind.EGN:
        return Sex.MALE if int(digits[8]) % 2 == 0 else Sex.FEMALE
    if kind is IdentifierKind.PESEL:
        return Sex.MALE if int(digits[9]) % 2 else Sex.FEMALE
    return None
