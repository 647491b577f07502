"""KSeF: tax documents as XML of the logical structure FA(3), and the proof that an XML fits its schema.

Plain values in, bytes out. Amounts are decimal texts in units of the currency. The schema lies beside this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree  # house: XML that we wrote ourselves, and the schema that lies beside it

from .writing import invoice_element

SCHEMAS = Path(__file__).resolve().parent / "schemas"


@dataclass(frozen=True)
class Person:
    """Seller or buyer. ``nip``: ten digits of a Polish taxpayer; ``foreign``: the number of a buyer elsewhere."""

    name: str
    nip: str = ""
    foreign: str = ""
    country: str = "PL"
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """``rate`` is a code of ``TStawkaPodatku``: ``23``, ``zw``, ``np I`` …"""

    text: str
    quantity: str
    net: str
    vat: str
    rate: str
    unit: str = ""


@dataclass(frozen=True)
class RateSum:
    """The sums of one rate; ``vat_pln`` where the document is in another currency."""

    rate: str
    net: str
    vat: str
    vat_pln: str = ""


@dataclass(frozen=True)
class Corrected:
    """The document that a correction is about. It was not sent through KSeF by us: no number of KSeF is known."""

    number: str
    issued_on: date
    reason: str


@dataclass(frozen=True)
class Invoice:
    """``kind`` is a code of ``TRodzajFaktury``: ``VAT``, ``ZAL``, ``KOR`` or ``KOR_ZAL``."""

    kind: str
    number: str
    currency: str
    created_at: datetime
    issued_on: date
    tax_on: date
    due_on: date
    seller: Person
    buyer: Person
    lines: Sequence[Line]
    sums: Sequence[RateSum]
    gross: str
    exempt_by: str = ""
    is_reverse: bool = False
    account: str = ""
    corrected: Corrected | None = field(default=None)


def write(invoice: Invoice) -> bytes:
    """The XML, in UTF-8 with its declaration. Texts are escaped and freed of what no XML may hold."""
    root = invoice_element(invoice)
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return xml


def faults(xml: bytes) -> list[str]:
    """What the schema says against an XML; nothing where it is valid."""
    schema = _schema()
    document = etree.fromstring(xml, _parser())
    if schema.validate(document):
        return []
    return [f"{one.line}: {one.message}" for one in schema.error_log]


class _Here(etree.Resolver):
    """Every address of the schemas is a file of this folder."""

    def resolve(self, system_url: Any, public_id: Any, context: Any) -> Any:  # type: ignore[override]  # the stubs lag
        del public_id
        here: Any = self
        return here.resolve_filename(str(SCHEMAS / system_url.rpartition("/")[2]), context)


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@cache
def _schema() -> Any:
    parser = _parser()
    parser.resolvers.add(_Here())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "schemat_FA3_v1-0E.xsd"), parser))
