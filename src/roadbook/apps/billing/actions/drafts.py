"""A tax document that is not issued yet: what whoever charges hands over, and what must be true of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing import models
from roadbook.apps.billing.enums import CORRECTING, NEEDS_LAW, TAXED, TaxDocumentKind, VatCode
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.calc import vat
from roadbook.kit.errors import Refused
from roadbook.kit.money import EXPONENTS, format_money

Group = tuple[str, Decimal]


class TaxDocumentRefused(Refused):
    """Such a tax document cannot be issued."""

    code = "tax_document"


@dataclass(frozen=True)
class TaxLine:
    """One line, in minor units of the document's currency; ``vat_rate`` is a fraction of one.

    ``label`` is an English message id, ``params`` its values. ``legal_text`` names the law where there is no VAT.
    """

    label: str
    params: Mapping[str, Any]
    net: int
    vat_code: str
    vat_rate: Decimal
    vat: int
    quantity: Decimal = Decimal(1)
    unit: str = ""
    legal_text: str = ""
    charge_id: int | None = None
    source: str = ""
    corrects: models.TaxLine | None = None

    @property
    def gross(self) -> int:
        return self.net + self.vat

    @property
    def group(self) -> Group:
        """What is summed together on the document: the code and its rate."""
        return (self.vat_code, Decimal(self.vat_rate))


@dataclass(frozen=True)
class Exchange:
    """What one unit of the document's currency is worth in that of the VAT law: of which day, from which table."""

    rate: Decimal
    on: date
    source: str


@dataclass(frozen=True)
class Draft:
    """What a tax document is to say. ``source`` is unique: the same source again is the same document."""

    kind: str
    buyer: Party
    lines: Sequence[TaxLine]
    tax_on: date
    due_on: date
    subject: str
    branch: Branch
    currency: str
    account_id: int | None = None
    corrects: models.TaxDocument | None = None
    reason: str = ""
    source: str = ""
    exchange: Exchange | None = field(default=None, kw_only=True)

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def vat(self) -> int:
        return sum(line.vat for line in self.lines)


def on_net(lines: Iterable[TaxLine]) -> list[TaxLine]:
    """The lines with the VAT of their net amounts, rounded once for each rate of the document.

    The difference to the sum of the rounded lines goes to the largest line of the rate.
    """
    return _taxed(lines, gross=False)


def within_gross(lines: Iterable[TaxLine]) -> list[TaxLine]:
    """The lines, whose ``net`` holds the gross amount, with the VAT within; rounded once for each rate."""
    return _taxed(lines, gross=True)


def _taxed(lines: Iterable[TaxLine], *, gross: bool) -> list[TaxLine]:
    given = list(lines)
    places: dict[Group, list[int]] = defaultdict(list)
    for place, line in enumerate(given):
        places[line.group].append(place)
    compute = vat.within_gross if gross else vat.on_net
    for (code, rate), members in places.items():
        fraction = Fraction(rate) if code in TAXED else Fraction(0)
        parts = {place: compute(given[place].net, fraction).vat for place in members}
        largest = max(members, key=lambda place: abs(given[place].net))
        parts[largest] += compute(sum(given[place].net for place in members), fraction).vat - sum(parts.values())
        for place, part in parts.items():
            net = given[place].net - part if gross else given[place].net
            given[place] = replace(given[place], net=net, vat=part)
    return given


def check(draft: Draft, company: Company) -> None:
    """Refuse what cannot be issued by this company.

    :raises TaxDocumentRefused: with the reason, and the field at fault.
    """
    if draft.kind not in TaxDocumentKind.values or not draft.lines:
        raise TaxDocumentRefused(_("A tax document is of a known kind and has a line."), field="lines")
    if draft.branch.company_id != company.pk or draft.buyer.company_id != company.pk:
        raise TaxDocumentRefused(_("Branch and buyer belong to the company that issues."), field="buyer")
    if draft.currency not in EXPONENTS:
        raise TaxDocumentRefused(_("We do not know this currency."), field="currency")
    _check_correction(draft)
    if draft.net + draft.vat < 0 and draft.kind != TaxDocumentKind.CREDIT_NOTE:
        raise TaxDocumentRefused(_("Only a credit note comes to less than nothing."), field="lines")
    for line in draft.lines:
        _check_line(line)
    if draft.kind != TaxDocumentKind.CREDIT_NOTE:
        _check_rounding(draft)


def _check_correction(draft: Draft) -> None:
    if draft.kind not in CORRECTING:
        if draft.corrects is not None:
            raise TaxDocumentRefused(_("Only credit and debit notes correct another document."), field="corrects")
        return
    corrected = draft.corrects
    if corrected is None or not draft.reason.strip():
        raise TaxDocumentRefused(_("A correction names the document and the reason."), field="reason")
    if (corrected.company_id, corrected.currency) != (draft.branch.company_id, draft.currency):
        raise TaxDocumentRefused(_("A correction is of the same company and currency."), field="corrects")
    if corrected.kind in CORRECTING:
        raise TaxDocumentRefused(_("Correct the invoice itself, not its note."), field="corrects")


def _check_line(line: TaxLine) -> None:
    if line.vat_code not in VatCode.values:
        raise TaxDocumentRefused(_("We do not know this VAT code."), field="vat_code")
    is_taxed = line.vat_code in TAXED
    if is_taxed != (line.vat_rate > 0) or (not is_taxed and line.vat):
        raise TaxDocumentRefused(_("A line has a rate and VAT where it is taxed, and neither elsewhere."), field="vat")
    if line.vat_code in NEEDS_LAW and not line.legal_text:
        raise TaxDocumentRefused(
            _("Say by which law there is no VAT on “%(line)s”.") % {"line": line.label}, field="law"
        )


def _check_rounding(draft: Draft) -> None:
    """The VAT of each rate is that of the net sum, of the gross sum, or of the lines one by one."""
    groups: dict[Group, list[TaxLine]] = defaultdict(list)
    for line in draft.lines:
        groups[line.group].append(line)
    for (code, rate), lines in groups.items():
        if code not in TAXED:
            continue
        told, fraction = sum(line.vat for line in lines), Fraction(rate)
        lawful = {
            vat.on_net(sum(line.net for line in lines), fraction).vat,
            vat.within_gross(sum(line.gross for line in lines), fraction).vat,
            sum(vat.on_net(line.net, fraction).vat for line in lines),
            sum(vat.within_gross(line.gross, fraction).vat for line in lines),
        }
        if told not in lawful:
            right = format_money(min(lawful), draft.currency)
            raise TaxDocumentRefused(
                _("The VAT of the lines does not fit their rate: it is %(right)s.") % {"right": right},
                field="vat",
                code="vat_rounding",
            )
