"""The elements of FA(3), in the order of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree  # house: XML that we wrote ourselves, and the schema that lies beside it

if TYPE_CHECKING:
    from . import Invoice, Person

SPACE = "http://crd.gov.pl/wzor/2025/06/25/13775/"
NET_AND_VAT = {
    "23": ("P_13_1", "P_14_1"),
    "22": ("P_13_1", "P_14_1"),
    "8": ("P_13_2", "P_14_2"),
    "7": ("P_13_2", "P_14_2"),
    "5": ("P_13_3", "P_14_3"),
    "0 KR": ("P_13_6_1", ""),
    "zw": ("P_13_7", ""),
    "np I": ("P_13_8", ""),
    "oo": ("P_13_10", ""),
}
LONG, SHORT = 512, 256
BY_TRANSFER = "6"


def invoice_element(one: Invoice) -> Any:
    """The root ``Faktura``."""
    root = etree.Element(_name("Faktura"), nsmap={None: SPACE})  # type: ignore[dict-item]  # the default space has no prefix
    head = _add(root, "Naglowek")
    form = _add(head, "KodFormularza", "FA")
    form.set("kodSystemowy", "FA (3)")
    form.set("wersjaSchemy", "1-0E")
    _add(head, "WariantFormularza", "3")
    _add(head, "DataWytworzeniaFa", one.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add(head, "SystemInfo", "Roadbook")
    _seller(_add(root, "Podmiot1"), one.seller)
    _buyer(_add(root, "Podmiot2"), one.buyer)
    _body(_add(root, "Fa"), one)
    return root


def _seller(at: Any, seller: Person) -> None:
    who = _add(at, "DaneIdentyfikacyjne")
    _add(who, "NIP", seller.nip)
    _add(who, "Nazwa", seller.name, LONG)
    _address(at, seller)


def _buyer(at: Any, buyer: Person) -> None:
    who = _add(at, "DaneIdentyfikacyjne")
    if buyer.nip:
        _add(who, "NIP", buyer.nip)
    elif buyer.foreign:
        _add(who, "KodKraju", buyer.country)
        _add(who, "NrID", buyer.foreign, 50)
    else:
        _add(who, "BrakID", "1")
    _add(who, "Nazwa", buyer.name, LONG)
    if buyer.address:
        _address(at, buyer)
    _add(at, "JST", "2")
    _add(at, "GV", "2")


def _address(at: Any, who: Person) -> None:
    place = _add(at, "Adres")
    _add(place, "KodKraju", who.country)
    for name, line in zip(("AdresL1", "AdresL2"), who.address or ("-",), strict=False):
        _add(place, name, line, LONG)


def _body(at: Any, one: Invoice) -> None:
    _add(at, "KodWaluty", one.currency)
    _add(at, "P_1", one.issued_on.isoformat())
    _add(at, "P_2", one.number, SHORT)
    _add(at, "P_6", one.tax_on.isoformat())
    for names, part in sorted((NET_AND_VAT[part.rate], part) for part in one.sums):
        net, vat = names
        _add(at, net, part.net)
        if vat:
            _add(at, vat, part.vat)
            if part.vat_pln:
                _add(at, f"{vat}W", part.vat_pln)
    _add(at, "P_15", one.gross)
    _annotations(_add(at, "Adnotacje"), one)
    _add(at, "RodzajFaktury", one.kind)
    _correction(at, one)
    if one.kind.endswith("ZAL"):
        _order(at, one)
    else:
        for number, line in enumerate(one.lines, 1):
            _line(_add(at, "FaWiersz"), number, line)
        _payment(_add(at, "Platnosc"), one)


def _annotations(at: Any, one: Invoice) -> None:
    _add(at, "P_16", "2")
    _add(at, "P_17", "2")
    _add(at, "P_18", "1" if one.is_reverse else "2")
    _add(at, "P_18A", "2")
    exempt = _add(at, "Zwolnienie")
    if one.exempt_by:
        _add(exempt, "P_19", "1")
        _add(exempt, "P_19A", one.exempt_by, SHORT)
    else:
        _add(exempt, "P_19N", "1")
    _add(_add(at, "NoweSrodkiTransportu"), "P_22N", "1")
    _add(at, "P_23", "2")
    _add(_add(at, "PMarzy"), "P_PMarzyN", "1")


def _correction(at: Any, one: Invoice) -> None:
    if one.corrected is None:
        return
    _add(at, "PrzyczynaKorekty", one.corrected.reason, SHORT)
    about = _add(at, "DaneFaKorygowanej")
    _add(about, "DataWystFaKorygowanej", one.corrected.issued_on.isoformat())
    _add(about, "NrFaKorygowanej", one.corrected.number, SHORT)
    _add(about, "NrKSeFN", "1")


def _line(at: Any, number: int, line: Any) -> None:
    _add(at, "NrWierszaFa", str(number))
    _add(at, "P_7", line.text, LONG)
    if line.unit:
        _add(at, "P_8A", line.unit, SHORT)
    _add(at, "P_8B", line.quantity)
    _add(at, "P_11", line.net)
    _add(at, "P_11Vat", line.vat)
    _add(at, "P_12", line.rate)


def _order(at: Any, one: Invoice) -> None:
    """What an advance is for: its payment first, then the order whose value the advance documents."""
    _payment(_add(at, "Platnosc"), one)
    order = _add(at, "Zamowienie")
    _add(order, "WartoscZamowienia", one.gross)
    for number, line in enumerate(one.lines, 1):
        row = _add(order, "ZamowienieWiersz")
        _add(row, "NrWierszaZam", str(number))
        _add(row, "P_7Z", line.text, LONG)
        if line.unit:
            _add(row, "P_8AZ", line.unit, SHORT)
        _add(row, "P_8BZ", line.quantity)
        _add(row, "P_11NettoZ", line.net)
        _add(row, "P_11VatZ", line.vat)
        _add(row, "P_12Z", line.rate)


def _payment(at: Any, one: Invoice) -> None:
    _add(_add(at, "TerminPlatnosci"), "Termin", one.due_on.isoformat())
    _add(at, "FormaPlatnosci", BY_TRANSFER)
    if one.account:
        _add(_add(at, "RachunekBankowy"), "NrRB", one.account)


def _add(at: Any, name: str, value: str | None = None, longest: int = SHORT) -> Any:
    child = etree.SubElement(at, _name(name))
    if value is not None:
        child.text = _plain(value)[:longest].strip() or "-"
    return child


def _plain(value: str) -> str:
    """On one line, without the characters that XML cannot hold."""
    return " ".join("".join(mark for mark in value if mark.isprintable() or mark.isspace()).split())


def _name(name: str) -> str:
    return f"{{{SPACE}}}{name}"
