"""Texts of payment QR codes: European transfer, Polish transfer, Russian payment.

Three standards, each its own text; a value that does not fit is refused by field, never cut.

* EPC069-12 of the European Payments Council, "Quick Response Code: guidelines to enable data capture for the initiation
  of a SEPA credit transfer": twelve lines, euros, 331 bytes.
* Związek Banków Polskich, "Rekomendacja dotycząca kodu dwuwymiarowego (2D)", 2013: nine fields between bars, grosze,
  160 characters.
* GOST R 56042-2014, "Two-dimensional symbols for payments of individuals": ``Name=value`` pairs, kopecks; the mandatory
  part has at most 300 bytes.

>>> print(epc(Transfer("Roadbook Demo", "BG80BNBG96611020345678", 12_30, text="L-2026-00021")))
BCD
002
1
SCT
<BLANKLINE>
Roadbook Demo
BG80BNBG96611020345678
EUR12.30
<BLANKLINE>
<BLANKLINE>
L-2026-00021
<BLANKLINE>
>>> zbp(account="10105000997603123456789123", grosze=123_45, name="Roadbook Demo", title="L-2026-00021")
'|PL|10105000997603123456789123|012345|Roadbook Demo|L-2026-00021|||'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

CHARSETS = {
    1: "utf-8",
    2: "iso-8859-1",
    3: "iso-8859-2",
    4: "iso-8859-4",
    5: "iso-8859-5",
    6: "iso-8859-7",
    7: "iso-8859-10",
    8: "iso-8859-15",
}
EPC_BYTES, EPC_AMOUNT = 331, 99_999_999_999
ZBP_CHARACTERS, ZBP_AMOUNT = 160, 9_999_999_999
GOST_MANDATORY_BYTES = 300
# GOST 5.2.1: the bar, unless a value holds it; then the first of these that no value holds.
GOST_SEPARATORS = "|#;:^_~{}!$%&()*+,/@"
GOST_MANDATORY = ("Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc")
# fmt: off
GOST_OPTIONAL = (
    "Sum", "Purpose", "PayeeINN", "PayerINN", "DrawerStatus", "KPP", "CBC", "OKTMO", "PaytReason", "TaxPeriod",
    "DocNo", "DocDate", "TaxPaytKind", "LastName", "FirstName", "MiddleName", "PayerAddress", "PersonalAccount",
    "DocIdx", "PensAcc", "Contract", "PersAcc", "Flat", "Phone", "PayerIdType", "PayerIdNum", "ChildFio", "BirthDate",
    "PaymTerm", "PaymPeriod", "Category", "ServiceName", "CounterId", "CounterVal", "QuittId", "QuittDate", "InstNum",
    "ClassNum", "SpecFio", "AddAmount", "RuleId", "ExecId", "RegType", "UIN", "TechCode",
)
# fmt: on
GOST_FORMS = {
    "Name": r".{1,160}",
    "PersonalAcc": r"[0-9]{20}",
    "BankName": r".{1,45}",
    "BIC": r"[0-9]{9}",
    "CorrespAcc": r"[0-9]{1,20}",
    "Sum": r"[0-9]{1,18}",
    "Purpose": r".{1,210}",
    "PayeeINN": r".{1,12}",
    "PayerINN": r".{1,12}",
    "DrawerStatus": r".{1,2}",
    "KPP": r".{1,9}",
    "CBC": r".{1,20}",
    "OKTMO": r".{1,11}",
    "PaytReason": r".{1,2}",
    "TaxPeriod": r".{1,10}",
    "DocNo": r".{1,15}",
    "TaxPaytKind": r".{1,2}",
}
_ANY = r".+"
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


class QrRefusedError(ValueError):
    """A value does not fit the standard. ``field`` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


@dataclass(frozen=True)
class Transfer:
    """A SEPA credit transfer in euro cents; either ``reference`` (ISO 11649) or ``text`` tells what is paid."""

    name: str
    iban: str
    cents: int
    bic: str = ""
    text: str = ""
    reference: str = ""
    purpose: str = ""
    information: str = ""


def epc(transfer: Transfer, *, version: str = "002", charset: int = 1, is_compact: bool = False) -> str:
    """Give the text of an EPC code. Compact drops needless decimals of the amount and the empty lines at the end.

    :raises QrRefusedError: a value does not fit its line, the character set or the 331 bytes.
    """
    iban, bic = _squeezed(transfer.iban), transfer.bic.strip()
    _must(version in ("001", "002"), "version", "001 or 002")
    _must(charset in CHARSETS, "charset", "1 to 8")
    _must(bool(bic) or version == "002", "bic", "version 001 needs it")
    _must(not bic or bool(_BIC.fullmatch(bic)), "bic", "8 or 11 characters")
    _must(_is_iban(iban), "iban", "not an account")
    _must(1 <= transfer.cents <= EPC_AMOUNT, "amount", "0.01 to 999 999 999.99")
    _must(not (transfer.text and transfer.reference), "text", "not beside a reference")
    _fits("name", transfer.name, 1, 70)
    _fits("purpose", transfer.purpose, 0, 4)
    _fits("reference", transfer.reference, 0, 35)
    _fits("text", transfer.text, 0, 140)
    _fits("information", transfer.information, 0, 70)
    amount = _euros(transfer.cents, is_compact=is_compact)
    head = ("BCD", version, str(charset), "SCT", bic, transfer.name, iban, amount)
    lines = "\n".join((*head, transfer.purpose, transfer.reference, transfer.text, transfer.information))
    return _measured(lines.rstrip("\n") if is_compact else lines, CHARSETS[charset])


def _euros(cents: int, *, is_compact: bool) -> str:
    text = f"{cents // 100}.{cents % 100:02d}"
    return "EUR" + (text.rstrip("0").rstrip(".") if is_compact else text)


def _measured(text: str, encoding: str) -> str:
    try:
        size = len(text.encode(encoding))
    except UnicodeEncodeError as error:
        raise QrRefusedError("charset", f"{encoding} has no {text[error.start]!r}") from error
    _must(size <= EPC_BYTES, "payload", f"{size} bytes, at most {EPC_BYTES}")
    return text


def zbp(
    *,
    account: str,
    grosze: int,
    name: str,
    title: str,
    nip: str = "",
    country: str = "PL",
    direct_debit: str = "",
    invoobill: str = "",
    reserved: str = "",
) -> str:
    """Give the text of a Polish code. ``account`` has 26 digits, with or without PL and spaces; zero leaves it open.

    :raises QrRefusedError: a value does not fit its field or the 160 characters.
    """
    number = _squeezed(account).removeprefix("PL")
    _must(_digits(number, 26), "account", "26 digits")
    _must(not nip or _digits(nip, 10), "nip", "10 digits")
    _must(not country or bool(re.fullmatch(r"[A-Z]{2}", country)), "country", "two letters")
    _must(0 <= grosze <= ZBP_AMOUNT, "amount", "0 to 99 999 999.99")
    _fits("name", name, 1, 20, without="|")
    _fits("title", title, 1, 32, without="|")
    _fits("direct_debit", direct_debit, 0, 20, without="|")
    _fits("invoobill", invoobill, 0, 12, without="|")
    _fits("reserved", reserved, 0, 24, without="|")
    text = "|".join((nip, country, number, f"{grosze:06d}", name, title, direct_debit, invoobill, reserved))
    _must(len(text) <= ZBP_CHARACTERS, "payload", f"{len(text)} characters, at most {ZBP_CHARACTERS}")
    return text


def gost(values: Mapping[str, str]) -> str:
    """Give the text of a Russian code in UTF-8 of the named values; ``Sum`` is in kopecks.

    Mandatory names come first, then the others in the order of the standard.

    :raises QrRefusedError: a name is not in the standard, a mandatory one is missing, a value does not fit, every
        separator occurs in the values, or the mandatory part has more than 300 bytes.
    """
    unknown = set(values) - {*GOST_MANDATORY, *GOST_OPTIONAL}
    _must(not unknown, ", ".join(sorted(unknown)), "not in the standard")
    given = {name: values[name] for name in (*GOST_MANDATORY, *GOST_OPTIONAL) if values.get(name)}
    for name in GOST_MANDATORY:
        _must(name in given, name, "is missing")
    for name, value in given.items():
        _must(bool(re.fullmatch(GOST_FORMS.get(name, _ANY), value)), name, "does not fit")
    separator = next((one for one in GOST_SEPARATORS if not any(one in value for value in given.values())), "")
    _must(bool(separator), "separator", "every one occurs in the values")
    pairs = [f"{name}={value}{separator}" for name, value in given.items()]
    mandatory = f"ST00012{separator}" + "".join(pairs[: len(GOST_MANDATORY)])
    size = len(mandatory.encode())
    _must(size <= GOST_MANDATORY_BYTES, "payload", f"{size} bytes of mandatory values, at most {GOST_MANDATORY_BYTES}")
    return mandatory + "".join(pairs[len(GOST_MANDATORY) :])


def _must(holds: bool, field: str, reason: str) -> None:
    if not holds:
        raise QrRefusedError(field, reason)


def _fits(field: str, value: str, least: int, most: int, *, without: str = "") -> None:
    _must(least <= len(value) <= most, field, f"{least} to {most} characters")
    _must(value.isprintable() and not any(one in value for one in without), field, "a character that cannot stand here")
    _must(not value or bool(value.strip()), field, "only spaces")


def _digits(value: str, count: int) -> bool:
    return len(value) == count and value.isascii() and value.isdigit()


def _squeezed(value: str) -> str:
    return "".join(value.split()).upper()


def _is_iban(iban: str) -> bool:
    """ISO 13616: letters count from ten, the whole modulo 97 is one."""
    if not _IBAN.fullmatch(iban):
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
