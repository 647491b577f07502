"""Credit notes: what was invoiced, or some of it, taken back. Never more than there was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing import models, queries
from roadbook.apps.billing.enums import CORRECTING, TaxDocumentKind
from roadbook.apps.billing.queries import Remaining
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.calc import vat

from .drafts import Draft, Exchange, TaxDocumentRefused, TaxLine
from .issuing import issue

LONGEST_REASON = 200
Chosen = Sequence[int] | Mapping[int, int]


class CreditRefused(TaxDocumentRefused):
    """This cannot be credited."""

    code = "credit"


@transaction.atomic
def credit(
    *, document: models.TaxDocument, lines: Chosen | None = None, reason: str, by: Any, source: str = ""
) -> models.TaxDocument:
    """Issue a credit note over a document: over all that is left of it, over lines (ids), or over parts of lines.

    A mapping gives the gross amount (minor units) to take back of each line. The VAT of a part lies within it; the
    last part of a line takes what is left, so that parts sum to the line.

    :raises Forbidden: the user may not issue credit notes here.
    :raises CreditRefused: nothing is left, more is asked for than is left, or the document is itself a note.
    """
    row = models.TaxDocument.objects.locked(document.pk)
    identity.require(by, Permission.TAX_CREDIT, company_id=row.company_id, branch_id=row.branch_id)
    if row.kind in CORRECTING:
        raise CreditRefused(_("Correct the invoice itself, not its note."), field="document")
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise CreditRefused(_("Say in at most 200 characters why."), field="reason")
    taken = _chosen(queries.remaining(row), lines)
    draft = Draft(
        kind=TaxDocumentKind.CREDIT_NOTE,
        buyer=row.buyer,
        lines=taken,
        tax_on=row.company.business_date,
        due_on=row.company.business_date,
        subject=row.subject,
        branch=row.branch,
        currency=row.currency,
        account_id=row.account_id,
        corrects=row,
        reason=said,
        source=source,
        exchange=_exchange(row),
    )
    return issue(company=row.company, draft=draft, by=by)


def _exchange(row: models.TaxDocument) -> Exchange | None:
    """A note counts with the rate of what it corrects."""
    if row.exchange_rate is None or row.exchange_on is None:
        return None
    return Exchange(row.exchange_rate, row.exchange_on, row.exchange_source)


def _chosen(left: Sequence[Remaining], lines: Chosen | None) -> list[TaxLine]:
    by_id = {one.line.pk: one for one in left}
    if lines is None:
        asked = {pk: one.gross for pk, one in by_id.items() if one.gross}
    elif isinstance(lines, Mapping):
        asked = dict(lines)
    else:
        asked = {pk: by_id[pk].gross if pk in by_id else 0 for pk in lines}
    if not asked:
        raise CreditRefused(_("All of this document has been credited already."), code="credited")
    return [_taken(by_id.get(pk), gross) for pk, gross in sorted(asked.items())]


def _taken(one: Remaining | None, gross: int) -> TaxLine:
    if one is None:
        raise CreditRefused(_("One of the chosen lines is not on this document."), field="lines")
    if one.gross == 0:
        raise CreditRefused(_("This line has been credited already."), field="lines", code="credited")
    if not 0 < (gross if one.gross > 0 else -gross) <= abs(one.gross):
        raise CreditRefused(_("No more can be credited than is left of the line."), field="lines", code="credit_amount")
    line = one.line
    net, tax = one.net, one.vat
    if gross != one.gross:
        tax = min(vat.within_gross(gross, Fraction(line.vat_rate)).vat, one.vat, key=abs)
        net = gross - tax
    return TaxLine(
        label=line.label,
        params=line.label_params,
        net=-net,
        vat_code=line.vat_code,
        vat_rate=line.vat_rate,
        vat=-tax,
        quantity=line.quantity,
        unit=line.unit,
        legal_text=line.legal_text,
        charge_id=line.charge_id,
        corrects=line,
    )
