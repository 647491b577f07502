"""What the papers of a contract may say, and what each says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import DocumentKind
from roadbook.apps.documents.rules import Kind, ListOf, Paper, TokenOf
from roadbook.apps.identity.enums import Permission
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.leasing.enums import ContractState, HandingKind
from roadbook.apps.leasing.models import Contract, HandOver
from roadbook.apps.organisation import queries as organisation
from roadbook.apps.parties.models import Party
from roadbook.kit import audit

from .behind import parties
from .contracts import Book, book, contract_file

OFFERED = 20
SET = (
    DocumentKind.CONTRACT,
    DocumentKind.SCHEDULE_ANNEX,
    DocumentKind.PERSONAL_DATA_DECLARATION,
    DocumentKind.HANDOVER_PROTOCOL,
)
"""What is made of a new contract in one act."""
KINDS = (
    DocumentKind.PRELIMINARY_CONTRACT,
    *SET,
    DocumentKind.CLOSING_STATEMENT,
    DocumentKind.OWNERSHIP_TRANSFER,
)
TOKENS = (
    TokenOf("contract.number", "text", _("Contract: number")),
    TokenOf("contract.signed_on", "date", _("Contract: signing date")),
    TokenOf("contract.price", "amount", _("Contract: price")),
    TokenOf("contract.down_payment", "amount", _("Contract: down payment")),
    TokenOf("contract.financed", "amount", _("Contract: financed amount")),
    TokenOf("contract.residual", "amount", _("Contract: residual value")),
    TokenOf("contract.rate", "percent", _("Contract: yearly rate")),
    TokenOf("contract.count", "number", _("Contract: number of instalments")),
    TokenOf("contract.instalment", "amount", _("Contract: first instalment")),
    TokenOf("contract.first_due_on", "date", _("Contract: first due date")),
    TokenOf("contract.last_due_on", "date", _("Contract: last due date")),
    TokenOf("contract.total", "amount", _("Contract: sum of all instalments")),
    TokenOf("contract.total_interest", "amount", _("Contract: sum of interest")),
    TokenOf("contract.activated_on", "date", _("Contract: day it went live")),
    TokenOf("contract.closed_on", "date", _("Contract: day it was closed")),
    TokenOf("contract.broker", "text", _("Contract: broker")),
    TokenOf("client.name", "text", _("Client: name")),
    TokenOf("client.number", "text", _("Client: national or registration number")),
    TokenOf("client.masked_number", "text", _("Client: the end of that number")),
    TokenOf("client.number_kind", "text", _("Client: what that number is called")),
    TokenOf("client.address", "text", _("Client: address")),
    TokenOf("client.phone", "text", _("Client: phone")),
    TokenOf("client.email", "text", _("Client: e-mail")),
    TokenOf("client.represented_by", "text", _("Client: who represents it")),
    TokenOf("vehicle.name", "text", _("Vehicle: make and model")),
    TokenOf("vehicle.vin", "text", _("Vehicle: VIN")),
    TokenOf("vehicle.plate", "text", _("Vehicle: plate")),
    TokenOf("vehicle.colour", "text", _("Vehicle: colour")),
    TokenOf("vehicle.engine", "text", _("Vehicle: engine number")),
    TokenOf("vehicle.first_registered_on", "date", _("Vehicle: first registration")),
    TokenOf("vehicle.odometer", "number", _("Vehicle: odometer, km")),
    TokenOf("handover.on", "date", _("Hand-over: day")),
    TokenOf("handover.place", "text", _("Hand-over: place")),
    TokenOf("handover.odometer", "number", _("Hand-over: odometer, km; before it that of the vehicle")),
    TokenOf("handover.handed_by", "text", _("Hand-over: who handed over")),
    TokenOf("handover.received_by", "text", _("Hand-over: who received")),
    TokenOf("handover.note", "text", _("Hand-over: note")),
    TokenOf("payment.qr", "code", _("Code to pay the first instalment")),
)
LISTS = (
    ListOf(
        "instalments",
        _("Instalments of the schedule"),
        (
            TokenOf("number", "number", _("Instalment: number")),
            TokenOf("due_on", "date", _("Instalment: due date")),
            TokenOf("principal", "amount", _("Instalment: principal")),
            TokenOf("interest", "amount", _("Instalment: interest")),
            TokenOf("total", "amount", _("Instalment: amount")),
            TokenOf("closing", "amount", _("Instalment: balance after it")),
        ),
    ),
    ListOf(
        "parties",
        _("Everybody behind the contract"),
        (TokenOf("name", "text", _("Party: name")), TokenOf("role", "text", _("Party: role"))),
    ),
)
FACTS = (
    ("is_person", _("The client is a person")),
    ("has_number", _("A national or registration number of the client is known")),
    ("has_down_payment", _("There is a down payment")),
    ("has_residual", _("There is a residual value")),
    ("has_others", _("Somebody stands behind the contract beside the client")),
    ("has_plate", _("The vehicle has a plate")),
    ("has_handover_place", _("The place of the hand-over is written down")),
    ("has_handover_people", _("The people of the hand-over are written down")),
    ("has_handover_note", _("The hand-over has a note")),
    ("has_account", _("An own bank account stands on papers")),
    ("has_qr", _("There is a code to pay with")),
    ("is_closed", _("The contract is closed")),
)


def paper_kinds() -> list[Kind]:
    """The kinds of papers about contracts."""
    return [
        Kind(str(code), TOKENS, _data_for(code), find=_find, offered=_offered, lists=LISTS, facts=FACTS)
        for code in KINDS
    ]


def _find(user: Any, pk: int) -> Contract | None:
    found: Contract | None = contract_file(user).filter(pk=pk).first()
    return found


def _offered(user: Any, company: Any, words: str) -> list[tuple[int, str]]:
    rows = Contract.objects.visible_to(user).filter(company=company).search(words).select_related("client")
    return [(one.pk, f"{one.number} {one.client.name}") for one in rows.order_by("-pk")[:OFFERED]]


def _data_for(code: DocumentKind) -> Callable[[int, str], Paper]:
    def data_for(pk: int, language: str) -> Paper:
        return _paper(code, pk, language)

    return data_for


def _paper(code: DocumentKind, pk: int, language: str) -> Paper:
    shown = ("company", "branch__company", "broker", "client", "vehicle__make", "vehicle__model", "product", "account")
    contract = Contract.objects.select_related(*shown).get(pk=pk)
    read = book(contract)
    code_to_pay = organisation.code_to_pay(contract.company, contract.currency, read.rows[0].total, contract.number)
    others = [one for one in parties(contract) if one[0] != contract.client]
    given = contract.hand_overs.filter(kind=HandingKind.GIVEN).first() or HandOver()
    holds = {
        "has_handover_place": bool(given.place),
        "has_handover_people": bool(given.handed_by and given.received_by),
        "has_handover_note": bool(given.note),
        "is_person": contract.client.is_person,
        "has_number": contract.client.identifiers.exists(),
        "has_down_payment": contract.down_payment > 0,
        "has_residual": contract.residual > 0,
        "has_others": bool(others),
        "has_plate": bool(contract.vehicle.plate),
        "has_account": organisation.account_on_papers(contract.company) is not None,
        "has_qr": bool(code_to_pay),
        "is_closed": contract.state == ContractState.CLOSED,
    }
    return Paper(
        branch=contract.branch,
        subject=audit.key(contract),
        subject_permission=Permission.CONTRACT_VIEW,
        dated_on=_dated_on(code, contract),
        title=f"{contract.number}-{code.replace('_', '-')}-{language}",
        values={
            **_contract(contract, read),
            **_client(contract.client),
            **_vehicle(contract),
            **_handover(given, contract),
            "payment.qr": code_to_pay,
        },
        lists={
            "instalments": _instalments(contract, read),
            "parties": [{"name": party.name, "role": role} for party, role in parties(contract)],
        },
        facts=frozenset(name for name, is_so in holds.items() if is_so),
    )


def _dated_on(code: DocumentKind, contract: Contract) -> Any:
    """Papers of the beginning carry the signing date, those of the end the day the contract closed."""
    if code in {DocumentKind.CLOSING_STATEMENT, DocumentKind.OWNERSHIP_TRANSFER}:
        return contract.closed_on or contract.company.business_date
    if code == DocumentKind.HANDOVER_PROTOCOL:
        return contract.activated_on or contract.signed_on
    return contract.signed_on


def _contract(contract: Contract, read: Book) -> dict[str, Any]:
    def money(minor: int) -> list[Any]:
        return [minor, contract.currency]

    return {
        "contract.number": contract.number,
        "contract.signed_on": contract.signed_on.isoformat(),
        "contract.price": money(contract.price),
        "contract.down_payment": money(contract.down_payment),
        "contract.financed": money(contract.financed),
        "contract.residual": money(contract.residual),
        "contract.rate": str(contract.rate),
        "contract.count": contract.count,
        "contract.instalment": money(read.rows[0].total),
        "contract.first_due_on": read.rows[0].due_on.isoformat(),
        "contract.last_due_on": read.rows[-1].due_on.isoformat(),
        "contract.total": money(sum(row.total for row in read.rows)),
        "contract.total_interest": money(read.total_interest),
        "contract.activated_on": contract.activated_on.isoformat() if contract.activated_on else "",
        "contract.closed_on": contract.closed_on.isoformat() if contract.closed_on else "",
        "contract.broker": contract.broker.name,
    }


def _client(client: Party) -> dict[str, Any]:
    number = client.identifiers.order_by("pk").first()
    address = client.addresses.order_by("pk").first()
    contacts = list(client.contact_points.order_by("position", "pk"))
    ways = {kind: next((one.value for one in contacts if one.kind == kind), "") for kind in ("phone", "email")}
    return {
        "client.name": client.name,
        "client.number": number.value if number else "",
        "client.masked_number": number.masked if number else "",
        "client.number_kind": IdentifierKind(number.kind).short if number else "",
        "client.address": str(address) if address else "",
        "client.phone": ways["phone"],
        "client.email": ways["email"],
        "client.represented_by": client.accountable_person or client.manager,
    }


def _vehicle(contract: Contract) -> dict[str, Any]:
    car = contract.vehicle
    registered = car.first_registered_on
    return {
        "vehicle.name": f"{car.make} {car.model}",
        "vehicle.vin": car.vin,
        "vehicle.plate": car.plate,
        "vehicle.colour": car.colour,
        "vehicle.engine": car.engine,
        "vehicle.first_registered_on": registered.isoformat() if registered else "",
        "vehicle.odometer": car.odometer_km if car.odometer_km is not None else "",
    }


def _handover(given: HandOver, contract: Contract) -> dict[str, Any]:
    read = given.odometer_km if given.odometer_km is not None else contract.vehicle.odometer_km
    return {
        "handover.on": given.handed_on.isoformat() if given.handed_on else "",
        "handover.place": given.place,
        "handover.odometer": read if read is not None else "",
        "handover.handed_by": given.handed_by,
        "handover.received_by": given.received_by,
        "handover.note": given.note,
    }


def _instalments(contract: Contract, read: Book) -> list[dict[str, Any]]:
    amounts = ("principal", "interest", "total", "closing")
    return [
        {
            "number": row.number,
            "due_on": row.due_on.isoformat(),
            **{name: [getattr(row, name), contract.currency] for name in amounts},
        }
        for row in read.rows
    ]
