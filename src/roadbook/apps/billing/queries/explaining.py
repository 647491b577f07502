"""Why the amounts of a tax document are what they are, each from its lines (``calc.explain``)."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_noop

from roadbook.apps.billing.models import TaxDocument, TaxLine, VatEntry
from roadbook.calc import vat
from roadbook.calc.explain import Line, Operand
from roadbook.kit import explained
from roadbook.kit.money import exponent

SUMS = ("net", "vat", "gross", "rest", "local_vat")
"""What of a document can be opened."""
PARTS = ("net", "vat", "gross")
"""What of a line can be opened, and what every document tells."""
WORDS = (gettext_noop("scale"), gettext_noop("exchange rate"))


def explain(document: TaxDocument, name: str) -> Line | None:
    """One of ``SUMS`` of a document, whose lines and entries are at hand; None for any other name.

    ``local_vat`` is in the currency of the VAT law, the others in the document's.
    """
    if name == "net":
        return _sum(gettext_noop("Net"), [_plain(one, "net") for one in document.lines.all()])
    if name == "vat":
        rates = [_entry(document, one) for one in document.vat_entries.all()]
        return rates[0] if len(rates) == 1 else _sum(gettext_noop("VAT"), rates)
    if name == "gross":
        return _gross(gettext_noop("Gross"), document.net, document.vat)
    if name == "local_vat":
        title = gettext_noop("VAT for the register")
        return _sum(title, [_local(document, one) for one in document.vat_entries.all()])
    return _rest(document) if name == "rest" else None


def explain_sums(document: TaxDocument) -> list[Line]:
    """Net, VAT and gross."""
    return [one for name in PARTS if (one := explain(document, name))]


def explain_line(line: TaxLine, name: str) -> Line | None:
    """One of ``PARTS`` of a line; None for any other name. A net amount that was planned tells how."""
    if name == "net":
        told = explained.of_source(line.source)
        return told.named(line.title) if told is not None and told.value == line.net else _plain(line, "net")
    if name == "gross":
        return _gross(line.title, line.net, line.vat)
    return _vat_of_line(line) if name == "vat" else None


def _vat_of_line(line: TaxLine) -> Line:
    """On the net amount or within the gross one, whichever gives it; else as it came, say of a credited part."""
    rate = Fraction(line.vat_rate)
    found = (vat.on_net(line.net, rate).line, vat.within_gross(line.gross, rate).line)
    return next((one.named(line.title) for one in found if one.value == line.vat), _plain(line, "vat"))


def _plain(line: TaxLine, name: str) -> Line:
    amount = getattr(line, name)
    word = gettext_noop("VAT") if name == "vat" else name
    return Line(line.title, word, (_money(word, amount),), amount, "billing.line")


def _entry(document: TaxDocument, entry: VatEntry) -> Line:
    lines = tuple(_vat_of_line(one) for one in document.lines.all() if _is_of(one, entry))
    shown = (_money("net", entry.net), Operand("VAT_rate", entry.vat_rate, "rate"))
    return Line(gettext_noop("VAT"), "sum(lines)", shown, entry.vat, "billing.vat", lines)


def _is_of(line: TaxLine, entry: VatEntry) -> bool:
    return (line.vat_code, line.vat_rate) == (entry.vat_code, entry.vat_rate)


def _gross(title: str, net: int, tax: int) -> Line:
    return Line(title, "net + VAT", (_money("net", net), _money("VAT", tax)), net + tax, "billing.gross")


def _rest(document: TaxDocument) -> Line:
    notes = tuple(
        Line(one.number, "gross", (_money("gross", one.gross),), one.gross, "billing.credit")
        for one in document.corrections.all()
        if one.gross < 0
    )
    value = document.gross + sum(one.value for one in notes)
    title = gettext_noop("After credit notes")
    return Line(title, "gross + sum(lines)", (_money("gross", document.gross),), value, "billing.rest", notes)


def _local(document: TaxDocument, entry: VatEntry) -> Line:
    title = gettext_noop("VAT")
    if document.exchange_rate is None:
        return Line(title, "VAT", (_money("VAT", entry.vat),), entry.local_vat, "billing.local")
    scale = Fraction(10) ** (exponent(document.local_currency) - exponent(document.currency))
    said = (
        _money("VAT", entry.vat),
        Operand("exchange_rate", document.exchange_rate, "count"),
        *([Operand("scale", scale, "count")] if scale != 1 else []),
    )
    formula = " * ".join(one.name for one in said)
    return Line(title, f"round({formula}, HALF_UP)", said, entry.local_vat, "billing.local")


def _sum(title: str, lines: list[Line]) -> Line:
    return Line(title, "sum(lines)", (), sum(one.value for one in lines), "billing.sum", tuple(lines))


def _money(name: str, amount: int) -> Operand:
    return Operand(name, amount, "money")
