"""The ``identity`` suite: does each kind of number accept and refuse what ``expected_valid`` says?

A VIN without a valid check digit is accepted: only ``vin_na`` (where the law demands one) refuses it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from roadbook.apps.jurisdictions import rules
from roadbook.apps.jurisdictions.enums import IdentifierKind as Kind
from roadbook.apps.jurisdictions.enums import PaperKind
from roadbook.calc.golden import Mismatch, compare
from roadbook.kit import identifiers

Record = dict[str, Any]


def check_identity_record(record: Record) -> list[Mismatch]:
    """Compare our verdict on one number with the expected one.

    :raises LookupError: a kind of number that we do not know.
    """
    if not settings.configured:
        settings.configure(USE_I18N=False)
    return compare(None, "valid", record["expected_valid"], VERDICTS[record["type"]](record))


def _any_of(*kinds: Kind) -> Callable[[Record], bool]:
    return lambda record: any(rules.is_valid_identifier(kind, record["value"]) for kind in kinds)


def _vat(prefix: str) -> Callable[[Record], bool]:
    def verdict(record: Record) -> bool:
        clean = "".join(record["value"].upper().split()).removeprefix(prefix)
        return rules.is_valid_identifier(Kind.VAT, prefix + clean)

    return verdict


def _paper(country: str, kind: PaperKind) -> Callable[[Record], bool]:
    return lambda record: bool(rules.is_valid_paper(country, kind, record["value"]))


def _passes(check: Callable[[str], object]) -> Callable[[Record], bool]:
    def verdict(record: Record) -> bool:
        try:
            check(record["value"])
        except (ValueError, rules.IdentifierRefused):
            return False
        return True

    return verdict


def _vin_with_check_digit(record: Record) -> bool:
    return _passes(identifiers.vin)(record) and identifiers.vin_check_digit_holds(identifiers.vin(record["value"]))


def _russian_account(record: Record) -> bool:
    return rules.check_russian_account(record["value"], record["bik"])


VERDICTS: dict[str, Callable[[Record], bool]] = {
    "egn": _any_of(Kind.EGN),
    "lnch": _any_of(Kind.LNCH),
    "eik": _any_of(Kind.EIK),
    "bulstat": _any_of(Kind.EIK),
    "bg_vat": _vat("BG"),
    "bg_vat_format_only": _vat("BG"),
    "pl_vat": _vat("PL"),
    "eu_vat": _any_of(Kind.VAT),
    "vat": _any_of(Kind.VAT),
    "pesel": _any_of(Kind.PESEL),
    "nip": _any_of(Kind.NIP),
    "regon": _any_of(Kind.REGON),
    "krs": _any_of(Kind.KRS),
    "inn": _any_of(Kind.INN_PERSON, Kind.INN_ORGANISATION),
    "inn_person": _any_of(Kind.INN_PERSON),
    "inn_organisation": _any_of(Kind.INN_ORGANISATION),
    "kpp": _any_of(Kind.KPP),
    "ogrn": _any_of(Kind.OGRN, Kind.OGRNIP),
    "ogrnip": _any_of(Kind.OGRNIP),
    "snils": _any_of(Kind.SNILS),
    "dowod": _paper("PL", PaperKind.ID_CARD),
    "pl_passport": _paper("PL", PaperKind.PASSPORT),
    "ru_passport": _paper("RU", PaperKind.PASSPORT),
    "bg_id_card": _paper("BG", PaperKind.ID_CARD),
    "iban": _passes(rules.check_iban),
    "bic": _passes(rules.check_bic),
    "bik": _passes(rules.check_bic),
    "ks_bik": _russian_account,
    "rs_bik": _russian_account,
    "vin": _passes(identifiers.vin),
    "vin_na": _vin_with_check_digit,
}
