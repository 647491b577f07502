"""Published payment codes against ours: the payload byte for byte, or that it is refused.

The two libraries behind the EPC records write the same standard in two legal ways: one drops needless decimals and
empty lines at the end and demands a text or a reference, the other does not. A record tells by its source.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from roadbook.calc import qr
from roadbook.calc.golden import Mismatch, Record, compare

COMPACT = "segno"


def check_qr_record(record: Record) -> list[Mismatch]:
    """Compare the payload of one record, or that its values are refused."""
    try:
        got = _payload(record["standard"], record["input"], is_compact=COMPACT in record["source"])
    except qr.QrRefusedError as error:
        return [] if not record["valid"] else [Mismatch(None, "payload", record["payload"], f"refused, {error}")]
    return compare(None, "payload", record["payload"] if record["valid"] else "refused", got)


def _payload(standard: str, given: dict[str, Any], *, is_compact: bool) -> str:
    if standard == "EPC069-12":
        return _epc(given, is_compact=is_compact)
    if standard == "ZBP-2D":
        return _zbp(given)
    return qr.gost({name: str(value) for name, value in given.items()})


def _epc(given: dict[str, Any], *, is_compact: bool) -> str:
    transfer = qr.Transfer(
        name=given["name"],
        iban=given["iban"],
        cents=_cents(given["amount"]),
        bic=given.get("bic", ""),
        text=given.get("text", ""),
        reference=given.get("reference", ""),
        purpose=given.get("purpose", ""),
        information=given.get("info", ""),
    )
    if is_compact and not (transfer.text or transfer.reference):
        raise qr.QrRefusedError("text", "neither a text nor a reference")
    return qr.epc(transfer, version=given.get("version", "002"), charset=given.get("charset", 1), is_compact=is_compact)


def _zbp(given: dict[str, Any]) -> str:
    return qr.zbp(
        account=given["account"],
        grosze=given["grosze"],
        name=given["name"],
        title=given["title"],
        nip=given.get("nip", ""),
        country=given.get("country", ""),
        direct_debit=given.get("r1", ""),
        invoobill=given.get("r2", ""),
        reserved=given.get("r3", ""),
    )


def _cents(amount: str) -> int:
    try:
        cents = Decimal(str(amount)).scaleb(2)
    except InvalidOperation as error:
        raise qr.QrRefusedError("amount", "not a number") from error
    if not cents.is_finite() or cents != cents.to_integral_value():
        raise qr.QrRefusedError("amount", "more than two decimals")
    return int(cents)
