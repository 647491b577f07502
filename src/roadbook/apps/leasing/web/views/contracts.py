"""The register and the page of one contract."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from roadbook.apps.documents import queries as documents
from roadbook.apps.leasing import queries, rules
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.web.tables import ContractTable
from roadbook.kit import audit, lists
from roadbook.kit.access import requires

from . import page
from .reasons import why


@requires("contract.view")
@require_GET
def contract_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, ContractTable(), template="leasing/contract_list.html")


@requires("contract.view")
@require_GET
def contract_show(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    book = queries.book(contract)
    asked = _number(request.GET.get("why", ""))
    told = why(request, contract, book, asked)
    window = queries.window(book.rows, whole="all" in request.GET, number=asked)
    context = {"window": window, **told, "ticks": page.ticks(book.chart, contract.currency)}
    return _page(request, contract, "schedule", "leasing/contract_schedule.html", {**context, "book": book})


@requires("contract.view")
@require_GET
def instalment_row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    contract = _contract(request, pk)
    book = queries.book(contract)
    row = next((row for row in book.rows if row.number == number), None)
    if row is None:
        raise Http404
    told = why(request, contract, book, number if "why" in request.GET else 0)
    return render(request, "leasing/instalment_row.html", {"contract": contract, "row": row, "book": book, **told})


@requires("contract.view")
@require_GET
def contract_payments(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    payments = queries.payment_lines(contract.account_id)
    return _page(request, contract, "payments", "leasing/contract_payments.html", {"payments": payments})


@requires("contract.view")
@require_GET
def contract_documents(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    found = documents.documents_of(request.user, queries.document_subjects(contract))
    context = {
        "documents": found,
        "kinds": [(str(kind), kind.label) for kind in queries.KINDS],
        "languages": settings.LANGUAGES,
        "may_make": rules.may_make_papers(request.user, contract),
        "may_see_tax": rules.may_see_tax(request.user, contract),
    }
    return _page(request, contract, "documents", "leasing/contract_documents.html", context)


@requires("contract.view")
@require_GET
def contract_parties(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    return _page(request, contract, "parties", "leasing/contract_parties.html", {"parties": queries.parties(contract)})


@requires("contract.view")
@require_GET
def contract_panel(request: HttpRequest) -> HttpResponse:
    """The contracts of a client or of a vehicle, for their pages."""
    party, vehicle = _number(request.GET.get("party", "")), _number(request.GET.get("vehicle", ""))
    contracts = queries.contracts_with(request.user, vehicle) if vehicle else []
    contracts = queries.contracts_of(request.user, party) if party else contracts
    lines = [(contract, queries.chip(contract)) for contract in contracts]
    client = queries.client_to_contract(request.user, party) if party else None
    context = {"lines": lines, "client": client, "is_of_vehicle": bool(vehicle and not party)}
    return render(request, "leasing/contract_panel.html", context)


def _contract(request: HttpRequest, pk: int) -> Contract:
    found: Contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    return found


def _page(request: HttpRequest, contract: Contract, tab: str, template: str, context: dict[str, Any]) -> HttpResponse:
    book = context.get("book") or queries.book(contract)
    subject = audit.key(contract)
    head = {
        "contract": contract,
        "symbol": page.symbol(contract.currency),
        "book": book,
        "business_date": contract.company.business_date,
        "chip": queries.chip(contract, book.standing),
        "next_step": queries.next_step(contract, book),
        "moves": rules.moves(request.user, contract),
        "may_edit": rules.may_edit(request.user, contract),
        "may_make_set": contract.is_open_to_change and rules.may_make_papers(request.user, contract),
        "may_copy": rules.may_copy(request.user, contract),
        "may_charge_fee": rules.may_charge_fee(request.user, contract) and queries.asked_fees.are_there(book.version),
        "may_take_payment": rules.may_take_payment(request.user, contract),
        "record_tabs": page.tabs(contract, tab, page.counts(contract)),
        "body_template": template,
        "subject": subject,
    }
    return render(request, "leasing/contract_show.html", {**head, **context})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
