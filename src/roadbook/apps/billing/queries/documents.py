"""Tax documents: the register, one document's file, and what is left of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum

from roadbook.apps.billing.models import TaxDocument, TaxLine, VatEntry


def document_register(user: Any, permission: str | None = None) -> QuerySet[TaxDocument]:
    """Tax documents on which the user holds the permission (by default: may see), with what a row shows."""
    rows: QuerySet[TaxDocument] = TaxDocument.objects.visible_to(user, permission).select_related(
        "company", "branch", "corrects", "created_by"
    )
    return rows


def document_file(user: Any) -> QuerySet[TaxDocument]:
    """Tax documents that the user may see, with lines, sums by rate and corrections."""
    return (
        document_register(user)
        .select_related("buyer")
        .prefetch_related(
            Prefetch("lines", TaxLine.objects.order_by("position")),
            Prefetch("vat_entries", VatEntry.objects.order_by("-vat_rate", "vat_code")),
            Prefetch("corrections", TaxDocument.objects.order_by("pk")),
        )
    )


def company_of_document(user: Any, pk: int) -> int | None:
    """The company of a document that the user may see; None when there is no such document for them."""
    return TaxDocument.objects.visible_to(user).filter(pk=pk).values_list("company_id", flat=True).first()


@dataclass(frozen=True)
class Remaining:
    """A line and what credit notes have left of it, minor units."""

    line: TaxLine
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat


def remaining(document: TaxDocument) -> list[Remaining]:
    """The lines of a document, less what credit notes took back. Asked under the lock before crediting."""
    found = TaxLine.objects.filter(corrects__document=document).order_by()
    credited = {
        pk: (net, vat) for pk, net, vat in found.values_list("corrects_id").annotate(net=Sum("net"), vat=Sum("vat"))
    }
    rows = document.lines.order_by("position")
    return [
        Remaining(line, line.net + credited.get(line.pk, (0, 0))[0], line.vat + credited.get(line.pk, (0, 0))[1])
        for line in rows
    ]


def credited_total(document: TaxDocument) -> int:
    """What the credit notes of a document come to: minor units, zero or below."""
    notes = TaxDocument.objects.filter(corrects=document, kind="credit_note")
    return notes.aggregate(total=Sum("gross"))["total"] or 0
