"""Tax documents and the VAT register."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Status

from roadbook.apps.billing import actions, queries
from roadbook.apps.billing.models import TaxDocument, TaxLine
from roadbook.calc.explain import to_data
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, money_out, page

from .schemas import CreditIn, KsefOut, PrintedOut, PrintIn, TaxDocumentOut, TaxDocumentRow, VatRegisterOut

router = Router(tags=["tax documents"])
PathKey = Annotated[Key, Path()]
OfBuyer = Annotated[Key | None, Query(None, description="Only the documents of this client")]
CompanyId = Annotated[Key, Query(description="The own company whose register this is")]
Since = Annotated[date, Query(description="The first tax date")]
Until = Annotated[date, Query(description="The last tax date")]
PLAIN = (
    *("id", "kind", "number", "company_id", "branch_id", "buyer_id", "buyer_name", "issued_on", "tax_on", "due_on"),
    *("corrects_id", "reason", "subject", "account_id"),
)


@router.get(
    "", response={200: Page[TaxDocumentRow], **RESPONSES}, operation_id="tax_document_list", summary="Tax documents"
)
def list_documents(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, client_id: OfBuyer = None) -> Any:
    """Tax documents that the caller may see, newest first."""
    rows = queries.document_register(request.user)
    found = page(request, rows.filter(buyer_id=client_id) if client_id else rows, cursor, limit)
    return {**found, "items": [_row(one) for one in found["items"]]}


@router.get(
    "/vat-register",
    response={200: VatRegisterOut, **RESPONSES},
    operation_id="vat_register",
    summary="VAT register by rate",
)
def vat_register(request: HttpRequest, company_id: CompanyId, since: Since, until: Until) -> Any:
    """What a company's documents of a period come to, by VAT code and rate."""
    company = queries.companies(request.user).filter(pk=company_id).first()
    if company is None:
        raise Http404
    sums = [
        {
            "vat_code": one.vat_code,
            "vat_rate": str(one.vat_rate),
            "documents": one.documents,
            "net": money_out(one.net, one.currency),
            "vat": money_out(one.vat, one.currency),
        }
        for one in queries.vat_register(request.user, company, since, until).sums
    ]
    return {"company_id": company.pk, "since": since, "until": until, "sums": sums}


@router.get(
    "/{document_id}",
    response={200: TaxDocumentOut, **RESPONSES},
    operation_id="tax_document_show",
    summary="One tax document",
)
def show_document(request: HttpRequest, document_id: PathKey) -> Any:
    """One tax document with its lines and why it comes to what it says."""
    return _whole(_document(request, document_id))


@router.post(
    "/{document_id}/credit",
    response={201: TaxDocumentOut, **RESPONSES},
    operation_id="tax_document_credit",
    summary="Issue a credit note",
)
@idempotent
def credit_document(request: HttpRequest, document_id: PathKey, body: CreditIn) -> Any:
    """Take back what is left of a document, or some of its lines."""
    document = _document(request, document_id)
    note = actions.credit(document=document, lines=body.lines, reason=body.reason, by=request.user)
    return Status(201, _whole(_document(request, note.pk)))


@router.get(
    "/{document_id}/ksef", response={200: KsefOut, **RESPONSES}, operation_id="tax_document_ksef", summary="For KSeF"
)
def ksef_document(request: HttpRequest, document_id: PathKey) -> Any:
    """The XML of the logical structure FA(3), as text, of a document of a Polish company."""
    return {"xml": queries.e_invoice(_document(request, document_id)).decode()}


@router.post(
    "/{document_id}/pdf",
    response={201: PrintedOut, **RESPONSES},
    operation_id="tax_document_print",
    summary="Print as PDF/A",
)
@idempotent
def print_document(request: HttpRequest, document_id: PathKey, body: PrintIn | None = None) -> Any:
    """Make the PDF/A in a language, the client's unless one is sent; its content is that of ``/documents``."""
    document = _document(request, document_id)
    language = (body.language if body else None) or document.language
    made = actions.print_document(document=document, language=language, by=request.user)
    return Status(201, {"document_id": made.pk, "language": language, "sha256": made.sha256})


def _document(request: HttpRequest, pk: int) -> TaxDocument:
    row = queries.document_file(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _row(row: TaxDocument) -> dict[str, Any]:
    sums = {name: money_out(getattr(row, name), row.currency) for name in ("net", "vat", "gross")}
    local = money_out(row.local_vat, row.local_currency)
    return {**{name: getattr(row, name) for name in PLAIN}, **sums, "vat_local": local}


def _whole(row: TaxDocument) -> dict[str, Any]:
    return {
        **_row(row),
        "created_at": row.created_at,
        "lines": [_line(one, row.currency) for one in row.lines.all()],
        "explanations": [to_data(one) for one in queries.explain_sums(row)],
        "corrections": [one.pk for one in row.corrections.all()],
    }


def _line(one: TaxLine, currency: str) -> dict[str, Any]:
    sums = {name: money_out(getattr(one, name), currency) for name in ("net", "vat", "gross")}
    names = ("id", "unit", "vat_code", "legal_text", "charge_id")
    return {
        **{name: getattr(one, name) for name in names},
        **sums,
        "label": one.title,
        "quantity": str(one.quantity),
        "vat_rate": str(one.vat_rate),
        "corrects_line_id": one.corrects_id,
    }
