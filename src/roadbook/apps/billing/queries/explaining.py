"""Why a tax document comes to what it says: its sums, each from its lines (``calc.explain``)."""

from __future__ import annotations

from roadbook.apps.billing.models import TaxDocument, TaxLine, VatEntry
from roadbook.calc.explain import Line, Operand


def explain(document: TaxDocument) -> list[Line]:
    """The VAT of each rate and the gross amount; lines and entries are at hand."""
    lines = list(document.lines.all())
    found = [_vat(entry, [one for one in lines if _is_of(one, entry)]) for entry in document.vat_entries.all()]
    total = (Operand("net", document.net, "money"), Operand("vat", document.vat, "money"))
    return [one for one in found if one.lines] + [Line("Gross", "net + vat", total, document.gross, "billing.gross")]


def _is_of(line: TaxLine, entry: VatEntry) -> bool:
    return (line.vat_code, line.vat_rate) == (entry.vat_code, entry.vat_rate)


def _vat(entry: VatEntry, lines: list[TaxLine]) -> Line:
    parts = tuple(Line(one.title, "vat", (Operand("vat", one.vat, "money"),), one.vat, "billing.line") for one in lines)
    shown = (Operand("net", entry.net, "money"), Operand("rate", entry.vat_rate, "rate"))
    return Line("VAT", "sum(lines)", shown, entry.vat, "billing.vat", parts)
